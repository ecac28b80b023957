"""AWS WAF: rules, whose statements nest without end.

Terraform's names are WAF's own in snake_case, blocks that repeat in the singular; what departs
from that is listed here. Sources: CloudFormation's reference of AWS::WAFv2::WebACL and the
provider's page of `aws_wafv2_web_acl`, read 2026-11-23.
"""

from __future__ import annotations

from typing import Any, Final

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.convert import json
from partywall.sources.mapping.engine import UNSET, Values
from partywall.sources.mapping.shapes.blocks import block, blocks

_LISTS: Final = {
    "custom_key": "CustomKeys",
    "excluded_rule": "ExcludedRules",
    "insert_header": "InsertHeaders",
    "managed_rule_group_configs": "ManagedRuleGroupConfigs",
    "response_header": "ResponseHeaders",
    "rule_action_override": "RuleActionOverrides",
    "rule_label": "RuleLabels",
    "text_transformation": "TextTransformations",
}
"""Blocks that are lists in CloudFormation; every other block is there at most once."""

_NAMES: Final = {
    "asn": "ASN",
    "aws_managed_rules_acfp_rule_set": "AWSManagedRulesACFPRuleSet",
    "aws_managed_rules_anti_ddos_rule_set": "AWSManagedRulesAntiDDoSRuleSet",
    "aws_managed_rules_atp_rule_set": "AWSManagedRulesATPRuleSet",
    "aws_managed_rules_bot_control_rule_set": "AWSManagedRulesBotControlRuleSet",
    "cloudwatch_metrics_enabled": "CloudWatchMetricsEnabled",
    "forwarded_ip": "ForwardedIP",
    "forwarded_ip_config": "ForwardedIPConfig",
    "http_method": "HTTPMethod",
    "ip": "IP",
    "ip_set_forwarded_ip_config": "IPSetForwardedIPConfig",
    "ip_set_reference_statement": "IPSetReferenceStatement",
    "ja3_fingerprint": "JA3Fingerprint",
    "ja4_fingerprint": "JA4Fingerprint",
}

_PLAIN_LISTS: Final = frozenset(
    {"asn_list", "country_codes", "excluded_cookies", "excluded_headers"}
    | {"included_cookies", "included_headers", "included_paths"}
    | {"body_contains_success_strings", "exempt_uri_regular_expressions"}
)
"""Arguments that are lists of values, not blocks."""


def web_acl(values: Values, properties: Properties, _address: str) -> None:
    """Rules, the default action, bodies of custom responses, limits of inspected bodies."""
    rules = values.get("rule")
    if rules not in UNSET:
        properties["Rules"] = [_element(one) for one in blocks(rules)]
    elif values.get("rule_json") not in UNSET:
        written = values["rule_json"]
        properties["Rules"] = written if isinstance(written, Unknown) else json(written)
    action = block(values.get("default_action"))
    if action is not None:
        properties["DefaultAction"] = _element(action)
    bodies = _bodies(values.get("custom_response_body"))
    if bodies:
        properties["CustomResponseBodies"] = bodies
    limits = _limits(block(values.get("association_config")))
    if limits:
        properties["AssociationConfig"] = limits


def regex_pattern_set(values: Values, properties: Properties, _address: str) -> None:
    """The expressions, without the block around each."""
    found = blocks(values.get("regular_expression"))
    if found:
        properties["RegularExpressionList"] = [
            one if isinstance(one, Unknown) else one.get("regex_string") for one in found
        ]


def _element(values: Values | Unknown, name_of: str = "") -> object:
    """A block under WAF's own names; an empty one stays, for being there is what it says."""
    if isinstance(values, Unknown):
        return values
    out: Properties = {}
    for name, value in values.items():
        if value in UNSET:
            continue
        if name == "statement":
            if name_of in ("and_statement", "or_statement"):
                out["Statements"] = [_element(one) for one in blocks(value)]
            else:
                out["Statement"] = _value(name, value)
        elif name in _LISTS:
            out[_LISTS[name]] = [_element(one) for one in blocks(value)]
        else:
            out[_NAMES.get(name) or _pascal(name)] = _value(name, value)
    return out


def _value(name: str, value: Any) -> object:
    if isinstance(value, list) and name not in _PLAIN_LISTS:
        if not all(isinstance(one, dict | Unknown) for one in value):
            return value
        inner = block(value)
        return _element(inner, name) if inner is not None else {}
    return value


def _bodies(value: Any) -> object:
    bodies: dict[str, object] = {}
    for one in blocks(value):
        key = one if isinstance(one, Unknown) else one.get("key")
        if isinstance(one, Unknown) or not isinstance(key, str):
            return Unknown("the bodies of custom responses are not known", present=True)
        bodies[key] = {"Content": one.get("content"), "ContentType": one.get("content_type")}
    return bodies


def _limits(config: Values | Unknown | None) -> object:
    if config is None or isinstance(config, Unknown):
        return config
    body = block(config.get("request_body"))
    if body is None or isinstance(body, Unknown):
        return {"RequestBody": body} if body is not None else None
    limits: dict[str, object] = {}
    for kind, value in body.items():
        limit = block(value)
        if isinstance(limit, Unknown):
            limits[kind.upper()] = limit
        elif limit:
            size = limit.get("default_size_inspection_limit")
            limits[kind.upper()] = {"DefaultSizeInspectionLimit": size}
    return {"RequestBody": limits}


def _pascal(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))
