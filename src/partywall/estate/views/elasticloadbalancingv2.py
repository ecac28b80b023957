"""Elastic Load Balancing (application, network and gateway), as controls see it."""

from __future__ import annotations

from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.estate.views.pairs import paired
from partywall.kernel.truth import Truth, no, some
from partywall.kernel.unknown import Unknown

MODERN_POLICIES: Final = (
    "ELBSecurityPolicy-TLS13-1-2-",
    "ELBSecurityPolicy-TLS13-1-3-",
    "ELBSecurityPolicy-TLS-1-2-",
    "ELBSecurityPolicy-FS-1-2-",
)
"""Beginnings of the names of the security policies that offer nothing older than TLS 1.2.

Source: Application Load Balancers Guide, "Security policies for your Application Load Balancer"
(not re-read).
"""

DEFAULT_POLICY: Final = "ELBSecurityPolicy-2016-08"
"""What a listener made without the console has; it offers TLS 1.0 (same source)."""


class ListenerRule(View):
    """AWS::ElasticLoadBalancingV2::ListenerRule."""

    types = ("AWS::ElasticLoadBalancingV2::ListenerRule",)


class Listener(View):
    """AWS::ElasticLoadBalancingV2::Listener with its rules."""

    types = ("AWS::ElasticLoadBalancingV2::Listener",)

    @property
    def is_encrypted(self) -> Truth:
        """Whether clients speak TLS to it."""
        return self.at("Protocol").equals("HTTPS", "TLS")

    @property
    def redirects_to_https(self) -> Truth:
        """Whether it sends every client away to HTTPS, by default and in all its rules."""
        serving = some(self.rules, lambda rule: no(_redirects(rule.at("Actions"))))[1]
        return _redirects(self.at("DefaultActions")) & no(serving)

    @property
    def rules(self) -> Nodes[ListenerRule]:
        """The rules that stand before the default action."""
        return self.companions(ListenerRule)

    @property
    def policy_is_modern(self) -> Truth:
        """Whether its security policy offers nothing older than TLS 1.2."""
        policy = self.at("SslPolicy").either(DEFAULT_POLICY)
        value = policy.value
        if type(value) is Unknown:
            return value.prefix.startswith(MODERN_POLICIES) or policy.doubt()
        return str(value).startswith(MODERN_POLICIES)


def _redirects(actions: Node) -> Truth:
    def to_https(action: Node) -> Truth:
        return action.at("Type").equals("redirect") & action.at(
            "RedirectConfig", "Protocol"
        ).equals("HTTPS")

    return some(actions.items(), to_https)[1]


class WebAclAssociation(View):
    """AWS::WAFv2::WebACLAssociation: a web ACL put before something."""

    types = ("AWS::WAFv2::WebACLAssociation",)


class LoadBalancer(View):
    """AWS::ElasticLoadBalancingV2::LoadBalancer."""

    types = ("AWS::ElasticLoadBalancingV2::LoadBalancer",)

    def attribute(self, name: str) -> Node:
        """An attribute by its name (`deletion_protection.enabled`)."""
        return paired(self.at("LoadBalancerAttributes"), name)

    @property
    def is_application(self) -> Truth:
        """Whether it is an Application Load Balancer, as it is when nothing is written."""
        return self.at("Type").either("application").equals("application")

    @property
    def is_internal(self) -> Truth:
        """Whether it has private addresses only."""
        return self.at("Scheme").equals("internal")

    @property
    def web_acls(self) -> Nodes[WebAclAssociation]:
        """The web ACLs put before it."""
        return self.companions(WebAclAssociation)


class TargetGroup(View):
    """AWS::ElasticLoadBalancingV2::TargetGroup."""

    types = ("AWS::ElasticLoadBalancingV2::TargetGroup",)
