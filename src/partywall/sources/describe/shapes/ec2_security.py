"""Security groups and network ACLs, rule by rule.

Source: EC2 API Reference, data types IpPermission, SecurityGroupRule and NetworkAclEntry, by
botocore 1.44.5; VPC User Guide, "Network ACL basics" (the last rule, `*`), read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec

from partywall.kernel.unknown import Unknown
from partywall.sources.describe.scopes import Scope
from partywall.sources.describe.sightings import IN_PASSING, Sighting
from partywall.sources.describe.values import Item, chosen, objects, text
from partywall.sources.describe.writer import Seen, Writer

LAST: Final = 32766
"""The greatest number that a customer's rule of a network ACL can have; `*` comes after it."""

_ENDS: Final = {"IpPermissions": "Source", "IpPermissionsEgress": "Destination"}
_SIDES: Final = {"Source": "SecurityGroupIngress", "Destination": "SecurityGroupEgress"}
_HEADER: Final = ("IpProtocol", "FromPort", "ToPort")

Rule = dict[str, Any]


def security_group(item: Item, seen: Sighting, _write: Writer) -> None:
    """A permission names several peers, a rule of CloudFormation one."""
    for field, end in _ENDS.items():
        permissions = objects(item.get(field))
        rules = [rule for one in permissions for rule in _rules(one, end)]
        seen.properties[_SIDES[end]] = sorted(rules, key=_order)


def _rules(permission: Item, end: str) -> Iterator[Rule]:
    header = _ports(permission)
    for field, source, key in (
        ("IpRanges", "CidrIp", "CidrIp"),
        ("Ipv6Ranges", "CidrIpv6", "CidrIpv6"),
        ("PrefixListIds", "PrefixListId", f"{end}PrefixListId"),
    ):
        for one in objects(permission.get(field)):
            if text(one, source):
                yield {**header, key: text(one, source), **chosen(one, ("Description",))}
    for one in objects(permission.get("UserIdGroupPairs")):
        yield {
            **header,
            **_group(text(one, "GroupId"), text(one, "UserId"), end),
            **chosen(one, ("Description",)),
        }


def _ports(item: Item) -> Rule:
    """Protocol and ports; of a rule for every protocol the ports say nothing."""
    header = chosen(item, _HEADER)
    return {"IpProtocol": "-1"} if header.get("IpProtocol") == "-1" else header


def _group(id: str, owner: str, end: str) -> Rule:
    """A group as a peer; CloudFormation has its owner for the source only."""
    found = {f"{end}SecurityGroupId": id}
    if end == "Source" and owner:
        found["SourceSecurityGroupOwnerId"] = owner
    return found


def _order(rule: Rule) -> bytes:
    """AWS prints rules in no fixed order."""
    return msgspec.json.encode(rule, order="sorted")


MORE: Final = Unknown("the rest of the rules was not collected", many=True)


def groups_of_rules(items: list[Seen], write: Writer, is_whole: Callable[[Scope], bool]) -> None:
    """The groups that rules, listed one by one, belong to: their rules, and nothing else.

    Where the list of an account and Region is not whole, there may be more of them.
    """
    rules: dict[str, dict[str, list[Rule]]] = {}
    first: dict[str, Seen] = {}
    for item, scope, place in items:
        end = "Destination" if item.get("IsEgress") is True else "Source"
        id = text(item, "GroupId")
        first.setdefault(id, (item, scope, place))
        sides = rules.setdefault(id, {side: [] for side in _SIDES.values()})
        sides[_SIDES[end]].append(_rule(item, end))
    for id, sides in rules.items():
        _, write.scope, write.place = first[id]
        more = () if is_whole(write.scope) else (MORE,)
        found = {side: [*sorted(each, key=_order), *more] for side, each in sides.items()}
        write.add(
            "AWS::EC2::SecurityGroup",
            id,
            {"GroupId": id, **found},
            covers=frozenset({"GroupId", *found}),
            rank=IN_PASSING,
        )


def _rule(item: Item, end: str) -> Rule:
    rule = {**_ports(item), **chosen(item, ("CidrIpv6", "Description"))}
    if text(item, "CidrIpv4"):
        rule["CidrIp"] = text(item, "CidrIpv4")
    if text(item, "PrefixListId"):
        rule[f"{end}PrefixListId"] = text(item, "PrefixListId")
    if item.get("ReferencedGroupInfo"):
        group = item["ReferencedGroupInfo"]
        rule.update(_group(text(group, "GroupId"), text(group, "UserId"), end))
    return rule


def network_acl(item: Item, seen: Sighting, write: Writer) -> None:
    """Its entries and the subnets that it is for; the last entry, `*`, goes without saying."""
    for one in objects(item.get("Entries")):
        number = one.get("RuleNumber")
        if isinstance(number, int) and number > LAST:
            continue
        side = "egress" if one.get("Egress") is True else "ingress"
        properties = chosen(
            one, ("CidrBlock", "Egress", "Ipv6CidrBlock", "Protocol", "RuleAction", "RuleNumber")
        )
        for field, key, names in (
            ("PortRange", "PortRange", ("From", "To")),
            ("IcmpTypeCode", "Icmp", ("Code", "Type")),
        ):
            if isinstance(one.get(field), dict):
                properties[key] = chosen(one[field], names)
        properties["NetworkAclId"] = seen.address
        write.add("AWS::EC2::NetworkAclEntry", f"{seen.address}/{side}/{number}", properties)
    for one in objects(item.get("Associations")):
        subnet, id = text(one, "SubnetId"), text(one, "NetworkAclAssociationId")
        write.add(
            "AWS::EC2::SubnetNetworkAclAssociation",
            id or f"{seen.address}/{subnet}",
            {"AssociationId": id, "NetworkAclId": seen.address, "SubnetId": subnet},
        )
