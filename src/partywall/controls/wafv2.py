"""AWS WAF: web ACLs that do something, and say so."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.wafv2 import WebAcl
from partywall.kernel.truth import every, some
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import LOGGING, MONITORING, NETWORK_CONFIGURATION


@control(
    "wafv2-web-acl-has-rules",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=("WAF.10", "wafv2_webacl_with_rules"),
)
def web_acl_has_rules(acl: WebAcl) -> Verdict:
    """The web ACL has rules.

    An empty one lets everything through, and looks like protection.

    Fix: add AWS's managed rule groups, and a rate limit.

    Undecided when the rules are not known.

    Refuted by::

        {Scope: REGIONAL, DefaultAction: {Allow: {}}, Rules: []}

    Proved by::

        Rules: [{Name: common, Priority: 0, Statement: {ManagedRuleGroupStatement: {Name: a}}}]

    Source: Security Hub User Guide, "WAF.10" (not re-read).
    """
    rules = acl.at("Rules")
    return proved_if(rules.items().count() > 0, rules, "it has no rule")


@control(
    "wafv2-web-acl-logged",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=("WAF.11", "CKV2_AWS_31", "wafv2_webacl_logging_enabled"),
)
def web_acl_logged(acl: WebAcl) -> Verdict:
    """The web ACL logs what it lets through and what it turns away.

    Fix: add a logging configuration that names the web ACL.

    Without it nobody can tell an attack from a rule that locks customers out.

    Undecided when a configuration may be meant for this web ACL.

    Refuted by::

        Scope: REGIONAL

    Proved by::

        Resources:
          Example: {Type: AWS::WAFv2::WebACL, Properties: {Scope: REGIONAL}}
          Log:
            Type: AWS::WAFv2::LoggingConfiguration
            Properties: {ResourceArn: !GetAtt Example.Arn, LogDestinationConfigs: [bucket]}

    Source: Security Hub User Guide, "WAF.11" (not re-read).
    """
    log, logged = some(acl.logs, lambda _one: True)
    if logged and log is not None:
        return proved(log.at("ResourceArn"))
    return refuted(acl, "what it does is not logged")


@control("wafv2-web-acl-measured", layer=MONITORING, weight=LOW)
def web_acl_measured(acl: WebAcl) -> Verdict:
    """CloudWatch counts what the web ACL does.

    Fix: set VisibilityConfig.CloudWatchMetricsEnabled.

    A sudden rise of blocked requests is the first sign of an attack, if someone counts.

    Undecided when the value is not known.

    Refuted by::

        VisibilityConfig: {CloudWatchMetricsEnabled: false}

    Proved by::

        VisibilityConfig: {CloudWatchMetricsEnabled: true, MetricName: shop}

    Source: WAF Developer Guide, "Monitoring with Amazon CloudWatch" (not re-read).
    """
    counted = acl.at("VisibilityConfig", "CloudWatchMetricsEnabled")
    return proved_if(counted.is_true, counted, "nothing is counted")


@control(
    "wafv2-rules-measured",
    layer=MONITORING,
    weight=LOW,
    also_known_as=("WAF.12", "wafv2_webacl_rule_logging_enabled"),
)
def rules_measured(acl: WebAcl) -> Verdict:
    """CloudWatch counts what each rule of the web ACL does.

    Which rule turns customers away, and which one has never met anything, shows only there.

    Fix: set VisibilityConfig.CloudWatchMetricsEnabled in each rule.

    Undecided when a rule is not known.

    Refuted by::

        Rules: [{Name: common, VisibilityConfig: {CloudWatchMetricsEnabled: false}}]

    Proved by::

        Rules: [{Name: common, VisibilityConfig: {CloudWatchMetricsEnabled: true}}]

    Source: Security Hub User Guide, "WAF.12" (not re-read).
    """
    rules = acl.at("Rules")
    silent, counted = every(
        rules.items(), lambda one: one.at("VisibilityConfig", "CloudWatchMetricsEnabled").is_true
    )
    if not counted:
        return refuted(silent, "what this rule does is not counted")
    return proved(rules)
