"""AWS Network Firewall: policies that hold, and firewalls that stay and write a log."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.networkfirewall import SAFE, Firewall, FirewallPolicy
from partywall.kernel.truth import some
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import LOGGING, NETWORK_CONFIGURATION, RESILIENCE


@control(
    "networkfirewall-logged",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=("NetworkFirewall.2", "CKV2_AWS_63", "networkfirewall_logging_enabled"),
)
def firewall_is_logged(firewall: Firewall) -> Verdict:
    """The firewall writes what it sees to a log.

    Fix: add a logging configuration for flows and alerts.

    Without it nobody learns what was turned away, nor what was let through.

    Undecided when a configuration may be meant for this firewall.

    Refuted by::

        {FirewallName: edge}

    Proved by::

        Resources:
          Example: {Type: "AWS::NetworkFirewall::Firewall", Properties: {FirewallName: edge}}
          Log:
            Type: AWS::NetworkFirewall::LoggingConfiguration
            Properties:
              FirewallArn: !Ref Example
              LoggingConfiguration: {LogDestinationConfigs: [{LogType: ALERT}]}

    Source: Security Hub User Guide, "NetworkFirewall.2" (not re-read).
    """
    log, logged = some(firewall.logs, lambda one: one.has_destination)
    if logged and log is not None:
        return proved(log.at("LoggingConfiguration"))
    return refuted(firewall.at("FirewallName"), "what it does is not logged")


@control(
    "networkfirewall-deletion-protected",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=("NetworkFirewall.9", "CKV_AWS_344", "networkfirewall_deletion_protection"),
)
def firewall_is_protected(firewall: Firewall) -> Verdict:
    """Nobody can delete the firewall without first taking off a guard.

    With it go the routes that lead through it, or worse, they go around it.

    Fix: set DeleteProtection to true.

    Undecided when the value is not known.

    Proved by::

        {DeleteProtection: true}

    Refuted by::

        {FirewallName: edge}

    Source: Security Hub User Guide, "NetworkFirewall.9" (not re-read).
    """
    guard = firewall.at("DeleteProtection")
    return proved_if(guard.is_true, guard, "it can be deleted by mistake")


@control(
    "networkfirewall-subnets-protected",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=("NetworkFirewall.10",),
)
def firewall_subnets_are_protected(firewall: Firewall) -> Verdict:
    """The firewall's subnets cannot be changed without first taking off a guard.

    A zone without its endpoint loses its way out, or its inspection.

    Fix: set SubnetChangeProtection to true.

    Undecided when the value is not known.

    Proved by::

        {SubnetChangeProtection: true}

    Refuted by::

        {FirewallName: edge}

    Source: Security Hub User Guide, "NetworkFirewall.10" (not re-read).
    """
    guard = firewall.at("SubnetChangeProtection")
    return proved_if(guard.is_true, guard, "its subnets can be changed by mistake")


@control(
    "networkfirewall-policy-has-rules",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=("NetworkFirewall.3", "networkfirewall_policy_rule_group_associated"),
)
def policy_has_rules(policy: FirewallPolicy) -> Verdict:
    """The policy names a rule group.

    A firewall without rules costs as much, and looks like protection.

    Fix: add stateful rule groups, AWS's managed ones to begin with.

    Undecided when the references are not known.

    Proved by::

        FirewallPolicy: {StatefulRuleGroupReferences: [{ResourceArn: "arn:rules"}]}

    Refuted by::

        FirewallPolicy: {StatelessDefaultActions: ["aws:forward_to_sfe"]}

    Source: Security Hub User Guide, "NetworkFirewall.3" (not re-read).
    """
    return proved_if(policy.has_rules, policy.body, "there is no rule in it")


@control(
    "networkfirewall-packets-inspected",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=(
        "NetworkFirewall.4",
        "networkfirewall_policy_default_action_full_packets",
    ),
)
def packets_are_inspected(policy: FirewallPolicy) -> Verdict:
    """Packets that no stateless rule speaks of are dropped, or go on to the stateful rules.

    Let through at once, they are never looked at.

    Fix: set StatelessDefaultActions to aws:forward_to_sfe.

    Undecided when an action is not known.

    Proved by::

        FirewallPolicy: {StatelessDefaultActions: ["aws:forward_to_sfe"]}

    Refuted by::

        FirewallPolicy: {StatelessDefaultActions: ["aws:pass"]}

    Source: Security Hub User Guide, "NetworkFirewall.4" (not re-read).
    """
    return _held(policy, "StatelessDefaultActions")


@control(
    "networkfirewall-fragments-inspected",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=(
        "NetworkFirewall.5",
        "networkfirewall_policy_default_action_fragmented_packets",
    ),
)
def fragments_are_inspected(policy: FirewallPolicy) -> Verdict:
    """Fragments that no stateless rule speaks of are dropped, or go on to the stateful rules.

    Cutting packets up is an old way past a filter.

    Fix: set StatelessFragmentDefaultActions to aws:forward_to_sfe.

    Undecided when an action is not known.

    Proved by::

        FirewallPolicy: {StatelessFragmentDefaultActions: ["aws:drop"]}

    Refuted by::

        FirewallPolicy: {StatelessFragmentDefaultActions: ["aws:pass"]}

    Source: Security Hub User Guide, "NetworkFirewall.5" (not re-read).
    """
    return _held(policy, "StatelessFragmentDefaultActions")


def _held(policy: FirewallPolicy, key: str) -> Verdict:
    actions = policy.body.at(key)
    return proved_if(actions.contains(*SAFE), actions, "they are let through unseen")
