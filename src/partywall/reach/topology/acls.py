"""Network ACLs with their entries, and the one that a VPC has by default.

Sources: VPC User Guide, "Network ACL basics"; CloudFormation Template Reference,
"AWS::EC2::NetworkAclEntry" (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.kernel.values import as_number
from partywall.reach.addresses import EVERYWHERE
from partywall.reach.atoms import EVERY, WITH_PORTS, WITH_TYPES
from partywall.reach.model import Acl, Network, Rule
from partywall.reach.topology.defaults import SUFFIX, additions, name_of, not_made
from partywall.reach.topology.filters import address_spans, meant, protocol_of
from partywall.reach.topology.values import not_known

ACL: Final = "AWS::EC2::NetworkAcl"


def add_acls(network: Network, estate: Estate) -> None:
    """Every network ACL of the estate is in the network."""
    for resource in estate.by_type.get(ACL, ()):
        acl = Acl(name_of(estate, resource))
        if resource.partial is not None:
            acl.doubt = not_known(resource, "what else it holds", resource.partial)
        for one in estate.companions(resource, "AWS::EC2::NetworkAclEntry"):
            unsure = one.sure is not True
            for egress, rule in _entry(estate, one.resource, one.properties, unsure):
                (acl.egress if egress else acl.ingress).append(rule)
        network.acls[acl.id] = acl
    for vpc, one_vpc in network.vpcs.items():
        if one_vpc.here and f"{vpc}{SUFFIX[ACL]}" not in network.acls:
            made = default_acl(vpc)
            made.doubt = not_made(estate, vpc, ACL)
            network.acls[made.id] = made
    for name, entry, doubt in additions(estate, "AWS::EC2::NetworkAclEntry", "NetworkAclId", ACL):
        for acl in meant(network.acls, name, SUFFIX[ACL]):
            for egress, rule in _entry(estate, entry, entry.properties, bool(doubt)):
                (acl.egress if egress else acl.ingress).append(rule)
    for acl in network.acls.values():
        for side in (acl.ingress, acl.egress):
            side.sort(key=lambda rule: (rule.number, rule.where))


def default_acl(vpc: str) -> Acl:
    """The ACL that a VPC has from the beginning: it lets everything pass.

    Source: VPC User Guide, "Network ACL basics", read 2026-11-23.
    """
    name = f"{vpc}{SUFFIX[ACL]}"
    rule = Rule(name, EVERY, -1, -1, EVERYWHERE, number=100)
    return Acl(name, [rule], [rule])


def _entry(
    estate: Estate, entry: Resource, value: dict[str, object], unsure: bool
) -> Iterable[tuple[bool, Rule]]:
    where = entry.address
    doubts = [f"whether {where} applies is not known"] if unsure else []
    egress, allows = value.get("Egress"), value.get("RuleAction")
    number = as_number(value.get("RuleNumber"))
    protocol, first, last, why = _acl_header(entry, value)
    if why:
        doubts.append(why)
    if number is None:
        doubts.append(not_known(entry, "its number", value.get("RuleNumber")))
    spans, unclear = address_spans(estate, {"CidrIp": value.get("CidrBlock"),
                                     "CidrIpv6": value.get("Ipv6CidrBlock")}, "")  # fmt: skip
    if unclear:
        doubts.append(not_known(entry, "its block", unclear[0]))
        spans += [span for span, _ in unclear[1]]
    sides = (True, False) if type(egress) is Unknown else (str(egress).lower() == "true",)
    if type(egress) is Unknown:
        doubts.append(not_known(entry, "its direction", egress))
    if type(allows) is Unknown:
        doubts.append(not_known(entry, "its action", allows))
    actions = (True, False) if type(allows) is Unknown else (str(allows).lower() == "allow",)
    for side in sides:
        for action in actions:
            yield side, Rule(
                where, protocol, first, last, tuple(spans),
                doubt="; ".join(doubts), number=-1 if number is None else number, allows=action,
            )  # fmt: skip


def _acl_header(entry: Resource, value: dict[str, object]) -> tuple[int, int, int, str]:
    protocol = protocol_of(value.get("Protocol"))
    if protocol is None:
        return EVERY, -1, -1, not_known(entry, "its protocol", value.get("Protocol"))
    if protocol in WITH_PORTS:
        ends = value.get("PortRange"), "From", "To"
    elif protocol in WITH_TYPES:
        ends = value.get("Icmp"), "Type", "Code"
    else:
        return protocol, -1, -1, ""
    holder, low, high = ends
    if holder is None:
        return protocol, -1, -1, ""
    if not isinstance(holder, dict):
        return protocol, -1, -1, not_known(entry, "its ports", holder)
    for key in (low, high):
        if type(holder.get(key)) is Unknown:
            return protocol, -1, -1, not_known(entry, "its ports", holder.get(key))
    first, last = as_number(holder.get(low)), as_number(holder.get(high))
    if first is None or first < 0:
        return protocol, -1, -1, ""
    return protocol, int(first), int(first if last is None else last), ""
