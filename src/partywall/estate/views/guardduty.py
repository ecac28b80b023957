"""Amazon GuardDuty, as controls see it: the protection plans of a new detector are on unless
switched off.

Source: GuardDuty API Reference, "CreateDetector", read 2026-11-23; GuardDuty User Guide,
"GuardDuty protection plans" (not re-read).
"""

from __future__ import annotations

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.truth import Truth, some


class Detector(View):
    """AWS::GuardDuty::Detector."""

    types = ("AWS::GuardDuty::Detector",)

    @property
    def switched_off(self) -> tuple[Node | None, Truth]:
        """Whether some protection plan is switched off, with the one that is."""
        former = self.at("DataSources")
        switches = [
            former.at("S3Logs", "Enable"),
            former.at("Kubernetes", "AuditLogs", "Enable"),
            former.at("MalwareProtection", "ScanEc2InstanceWithFindings", "EbsVolumes"),
        ]
        shown, off = some(switches, lambda one: one.equals(False))
        feature, disabled = some(
            self.at("Features").items(), lambda one: one.at("Status").equals("DISABLED")
        )
        return (shown if off is True else feature or shown), off | disabled
