"""AWS Network Firewall, as controls see it."""

from __future__ import annotations

from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.kernel.truth import Truth, some

SAFE: Final = ("aws:drop", "aws:forward_to_sfe")
"""Actions that let no packet past the stateful rules.

Source: Network Firewall Developer Guide, "Defining rule actions" (not re-read).
"""


class Logging(View):
    """AWS::NetworkFirewall::LoggingConfiguration."""

    types = ("AWS::NetworkFirewall::LoggingConfiguration",)

    @property
    def has_destination(self) -> Truth:
        """Whether it writes anything anywhere."""
        places = self.at("LoggingConfiguration", "LogDestinationConfigs").items()
        return some(places, lambda one: one.is_set)[1]


class Firewall(View):
    """AWS::NetworkFirewall::Firewall."""

    types = ("AWS::NetworkFirewall::Firewall",)

    @property
    def logs(self) -> Nodes[Logging]:
        """Where it writes what it sees."""
        return self.companions(Logging)


class FirewallPolicy(View):
    """AWS::NetworkFirewall::FirewallPolicy."""

    types = ("AWS::NetworkFirewall::FirewallPolicy",)

    @property
    def body(self) -> Node:
        """The wrapper in which everything stands."""
        return self.at("FirewallPolicy")

    @property
    def has_rules(self) -> Truth:
        """Whether it names a rule group of either kind."""
        stateful = self.body.at("StatefulRuleGroupReferences").items()
        stateless = self.body.at("StatelessRuleGroupReferences").items()
        return (
            some(stateful, lambda one: one.is_set)[1] | (some(stateless, lambda one: one.is_set)[1])
        )
