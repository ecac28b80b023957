"""Security groups: one Terraform rule names several sources, one CloudFormation rule names one.

Sources: pages of `aws_security_group`, `aws_default_security_group` and
`aws_security_group_rule` in the provider's documentation, and CloudFormation's reference of
AWS::EC2::SecurityGroup, read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import Piece, Values

_PEERS = {
    "ingress": (
        ("cidr_blocks", "CidrIp"),
        ("ipv6_cidr_blocks", "CidrIpv6"),
        ("prefix_list_ids", "SourcePrefixListId"),
        ("security_groups", "SourceSecurityGroupId"),
    ),
    "egress": (
        ("cidr_blocks", "CidrIp"),
        ("ipv6_cidr_blocks", "CidrIpv6"),
        ("prefix_list_ids", "DestinationPrefixListId"),
        ("security_groups", "DestinationSecurityGroupId"),
    ),
}
_OWN_GROUP = {"ingress": "SourceSecurityGroupId", "egress": "DestinationSecurityGroupId"}
_LIST = {"ingress": "SecurityGroupIngress", "egress": "SecurityGroupEgress"}
_RULE = {"ingress": "AWS::EC2::SecurityGroupIngress", "egress": "AWS::EC2::SecurityGroupEgress"}


def security_group(values: Values, properties: Properties, address: str) -> None:
    """Inline rules are the group's lists, one element a source.

    Egress that is not configured is an empty list, not an absent one: Terraform removes the
    rule that admits everything, which AWS gives to each new group of a VPC.
    """
    own = Unknown("known after apply", (address,), "Ref", present=True)
    for direction, key in _LIST.items():
        blocks = values.get(direction)
        if isinstance(blocks, Unknown):
            properties[key] = blocks
        elif blocks:
            properties[key] = [rule for block in blocks for rule in _rules(block, direction, own)]
        elif direction == "egress":
            properties[key] = []


def default_security_group(values: Values, properties: Properties, address: str) -> None:
    """The group that AWS made with the VPC: Terraform removes every rule it does not list."""
    properties["GroupName"] = "default"
    security_group(values, properties, address)


def security_group_rule(values: Values, _properties: Properties, _address: str) -> list[Piece]:
    """A rule that stands apart becomes one resource for each source that it names."""
    direction, group = values.get("type"), values.get("security_group_id")
    if direction not in _RULE:
        unclear = Unknown("whether this rule is for ingress or egress is not known")
        rule = {"GroupId": group, "IpProtocol": unclear, "CidrIp": unclear, "CidrIpv6": unclear}
        return [Piece(type=kind, properties=dict(rule)) for kind in _RULE.values()]
    block = {**values, "security_groups": values.get("source_security_group_id")}
    return [
        Piece(type=_RULE[direction], properties={"GroupId": group, **rule})
        for rule in _rules(block, direction, group)
        if isinstance(rule, dict)
    ]


def _rules(block: Any, direction: str, group: object) -> Iterator[object]:
    """The rules of one block: its protocol and ports with each of its sources."""
    if not isinstance(block, dict):
        yield Unknown(block.why, block.refs, many=True) if isinstance(block, Unknown) else block
        return
    base = {
        "IpProtocol": block.get("protocol"),
        "FromPort": block.get("from_port"),
        "ToPort": block.get("to_port"),
        "Description": block.get("description") or None,
    }
    base = {key: value for key, value in base.items() if value is not None}
    for argument, key in _PEERS[direction]:
        for source in _listed(block.get(argument)):
            yield {**base, key: source}
    own = block.get("self")
    if own is True or isinstance(own, Unknown):
        source = group if own is True else Unknown("whether the group itself is a source")
        yield {**base, _OWN_GROUP[direction]: source}


def _listed(value: object) -> list[object]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]
