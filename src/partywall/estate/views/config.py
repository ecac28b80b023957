"""AWS Config, as controls see it: a recorder without a recording group records every type but
IAM's.

Source: AWS Config API Reference, "RecordingGroup", read 2026-11-23.
"""

from __future__ import annotations

from partywall.estate.view import View
from partywall.kernel.truth import Truth, no


class Recorder(View):
    """AWS::Config::ConfigurationRecorder."""

    types = ("AWS::Config::ConfigurationRecorder",)

    @property
    def records_everything(self) -> Truth:
        """Whether all supported types are recorded."""
        group = self.at("RecordingGroup")
        strategy = group.at("RecordingStrategy", "UseOnly").equals("ALL_SUPPORTED_RESOURCE_TYPES")
        return no(group.is_set) | group.at("AllSupported").is_true | strategy
