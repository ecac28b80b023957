"""AWS WAF, as controls see it."""

from __future__ import annotations

from partywall.estate.node import Nodes
from partywall.estate.view import View


class WebAclLogging(View):
    """AWS::WAFv2::LoggingConfiguration."""

    types = ("AWS::WAFv2::LoggingConfiguration",)


class WebAcl(View):
    """AWS::WAFv2::WebACL."""

    types = ("AWS::WAFv2::WebACL",)

    @property
    def logs(self) -> Nodes[WebAclLogging]:
        """Where it writes what it sees."""
        return self.companions(WebAclLogging)
