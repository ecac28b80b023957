"""Amazon Route 53, as controls see it: queries are not logged and answers not signed unless
asked.

Source: Route 53 Developer Guide, "Public DNS query logging" and "Configuring DNSSEC signing"
(not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View
from partywall.kernel.truth import Truth, some


class Signing(View):
    """AWS::Route53::DNSSEC."""

    types = ("AWS::Route53::DNSSEC",)


class HostedZone(View):
    """AWS::Route53::HostedZone."""

    types = ("AWS::Route53::HostedZone",)

    @property
    def is_private(self) -> Truth:
        """Whether only VPCs see it."""
        return some(self.at("VPCs").items(), lambda one: one.is_set)[1]
