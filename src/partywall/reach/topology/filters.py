"""Security groups, with their rules wherever these are written.

Sources: VPC User Guide, "Security group rules", "Security group referencing" and "Network ACL
basics"; CloudFormation Template Reference of AWS::EC2::SecurityGroup,
AWS::EC2::SecurityGroupEgress and AWS::EC2::NetworkAclEntry (read 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeVar

from msgspec.structs import replace

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.kernel.values import as_number
from partywall.reach.addresses import EVERY_V4, EVERY_V6, EVERYWHERE, Span
from partywall.reach.atoms import EVERY, NUMBERS, WITH_PORTS, WITH_TYPES
from partywall.reach.model import Acl, Group, Network, Rule
from partywall.reach.topology.defaults import SUFFIX, additions, name_of, not_made
from partywall.reach.topology.values import block, elements, not_known, ref, told

GROUP: Final = "AWS::EC2::SecurityGroup"
PREFIX_LIST: Final = "AWS::EC2::PrefixList"

ANYONE: Final = "*"
"""The group of a rule whose group is not known: it may be any."""


def add_groups(network: Network, estate: Estate) -> None:
    """Every security group of the estate is in the network."""
    for resource in estate.by_type.get(GROUP, ()):
        vpc = ref(estate, told(resource, "VpcId"), "AWS::EC2::VPC")
        group = Group(name_of(estate, resource), vpc.only)
        if resource.partial is not None:
            group.doubt = not_known(resource, "what else it holds", resource.partial)
        group.ingress = list(_side(estate, resource, "Ingress"))
        group.egress = list(_side(estate, resource, "Egress"))
        network.groups[group.id] = group
    for vpc_id, one in network.vpcs.items():
        if one.here and f"{vpc_id}{SUFFIX[GROUP]}" not in network.groups:
            made = default_group(vpc_id)
            made.doubt = not_made(estate, vpc_id, GROUP)
            network.groups[made.id] = made
    for side in ("Ingress", "Egress"):
        for name, resource, doubt in additions(
            estate, f"AWS::EC2::SecurityGroup{side}", "GroupId", GROUP
        ):
            for group in meant(network.groups, name, SUFFIX[GROUP]):
                _add_to_default(estate, group, resource, side, doubt)


_Element = TypeVar("_Element", Group, Acl)


def meant(known: dict[str, _Element], name: str, suffix: str) -> Iterator[_Element]:
    """The one of that name; without a name, all that a VPC has by default."""
    if name:
        yield from [known[name]] if name in known else []
    else:
        yield from (one for id, one in known.items() if id.endswith(suffix))


def _add_to_default(estate: Estate, group: Group, holder: Resource, side: str, doubt: str) -> None:
    """A rule that is written apart for the group that a VPC has by default.

    A template's rule for going out takes the place of the one that was there. Source:
    CloudFormation Template Reference, "AWS::EC2::SecurityGroupEgress", read 2026-11-23.
    """
    rules_of = group.ingress if side == "Ingress" else group.egress
    if side == "Egress" and holder.origin == "cloudformation":
        why = f"{holder.address}: it may replace the first rule for going out"
        rules_of[:] = [replace(one, doubt=one.doubt or why) for one in rules_of]
    for rule in rules(estate, holder, holder.properties, holder.address, side):
        rules_of.append(replace(rule, doubt=rule.doubt or doubt))


def default_group(vpc: str) -> Group:
    """The group that a VPC has from the beginning: its members talk to each other, and out.

    Source: VPC User Guide, "Default security groups for your VPCs", read 2026-11-23.
    """
    name = f"{vpc}{SUFFIX[GROUP]}"
    return Group(
        name,
        vpc,
        [Rule(name, EVERY, -1, -1, group=name)],
        [Rule(name, EVERY, -1, -1, (span,)) for span in EVERYWHERE],
    )


def _side(estate: Estate, group: Resource, side: str) -> Iterator[Rule]:
    key = f"SecurityGroup{side}"
    written = told(group, key)
    apart = list(estate.companions(group, f"AWS::EC2::{key}"))
    if side == "Egress" and written is None and group.origin == "cloudformation":
        yield from _added(group, any(one.sure is True for one in apart), bool(apart))
    for path, value in elements(written):
        where = ".".join(map(str, (group.address, key, *path)))
        yield from rules(estate, group, value, where, side)
    for one in apart:
        doubt = "" if one.sure is True else f"whether {one.resource.address} applies is not known"
        for rule in rules(estate, one.resource, one.properties, one.resource.address, side):
            yield replace(rule, doubt=rule.doubt or doubt)


def _added(group: Resource, surely: bool, perhaps: bool) -> Iterator[Rule]:
    """The rule for everything that EC2 adds when a template writes no rule for going out."""
    if surely:
        return
    doubt = f"{group.address}: other rules for going out may replace the first" if perhaps else ""
    for span in EVERYWHERE:
        yield Rule(f"{group.address}.SecurityGroupEgress", EVERY, -1, -1, (span,), doubt=doubt)


def rules(estate: Estate, holder: Resource, value: object, where: str, side: str) -> Iterator[Rule]:
    """What one written rule says: one for its addresses, and one for each group it may mean."""
    if not isinstance(value, dict):
        why = not_known(holder, "a rule", value)
        yield Rule(where, EVERY, -1, -1, EVERYWHERE, ANYONE, why)
        return
    protocol, first, last, doubt = _header(holder, value)
    spans, unclear = address_spans(estate, value, "Source" if side == "Ingress" else "Destination")
    if spans:
        yield Rule(where, protocol, first, last, tuple(spans), doubt=doubt)
    if unclear:
        why = not_known(holder, "an address of a rule", unclear[0])
        for span in {span for span, _ in unclear[1]}:
            yield Rule(where, protocol, first, last, (span,), doubt=doubt or why)
    for id, why in _groups(estate, holder, value, side):
        yield Rule(where, protocol, first, last, group=id, doubt=doubt or why)


def _header(holder: Resource, value: dict[str, object]) -> tuple[int, int, int, str]:
    """Protocol, first and last port, and what is not known of them.

    Rules of protocols without ports or types are for all their packets. Source: EC2 API
    Reference, "IpPermission", read 2026-11-23.
    """
    protocol = protocol_of(value.get("IpProtocol"))
    if protocol is None:
        return EVERY, -1, -1, not_known(holder, "a rule's protocol", value.get("IpProtocol"))
    if protocol not in (*WITH_PORTS, *WITH_TYPES):
        return protocol, -1, -1, ""
    first, last = as_number(value.get("FromPort")), as_number(value.get("ToPort"))
    for one in ("FromPort", "ToPort"):
        if type(value.get(one)) is Unknown:
            return protocol, -1, -1, not_known(holder, "a rule's port", value.get(one))
    if first is None or first < 0:
        return protocol, -1, -1, ""
    return protocol, int(first), int(first if last is None else last), ""


def protocol_of(value: object) -> int | None:
    """The number of a protocol; −1 for every one, None when it is not known."""
    if isinstance(value, str) and value.lower() in NUMBERS:
        return NUMBERS[value.lower()]
    number = as_number(value)
    return None if number is None else int(number)


_Unclear = tuple[object, list[tuple[Span, object]]] | None


def address_spans(
    estate: Estate, value: dict[str, object], end: str
) -> tuple[list[Span], _Unclear]:
    """The addresses of a rule, and those that it may have besides."""
    spans: list[Span] = []
    unclear: list[tuple[Span, object]] = []
    for key, family in (("CidrIp", EVERY_V4), ("CidrIpv6", EVERY_V6)):
        text = value.get(key)
        found = block(text)
        if found is not None:
            spans.append(found)
        elif text is not None:
            unclear.append((family, text))
    named = value.get(f"{end}PrefixListId")
    if named is not None:
        listed, doubt = prefix_list(estate, named)
        spans += listed
        unclear += [(span, doubt) for span in (EVERYWHERE if doubt is not None else ())]
    return spans, (unclear[0][1], unclear) if unclear else None


def prefix_list(estate: Estate, named: object) -> tuple[list[Span], object]:
    """The blocks of a prefix list, and what is not known of them (None: nothing)."""
    target = estate.target(named, PREFIX_LIST)
    if target is None:
        name = f"{named}: " if isinstance(named, str) else ""
        return [], Unknown(f"{name}the prefix list is not in the input")
    spans: list[Span] = []
    doubt: object = None
    for _, entry in elements(told(target, "Entries")):
        found = block(entry.get("Cidr")) if isinstance(entry, dict) else None
        if found is None:
            doubt = entry if type(entry) is Unknown else Unknown("an entry is not known")
        else:
            spans.append(found)
    if target.partial is not None:
        doubt = target.partial
    return spans, doubt


def _groups(
    estate: Estate, holder: Resource, value: dict[str, object], side: str
) -> Iterator[tuple[str, str]]:
    """The groups whose members a rule may mean, each with a doubt or ""."""
    end = "Source" if side == "Ingress" else "Destination"
    for key in (f"{end}SecurityGroupId", f"{end}SecurityGroupName"):
        named = value.get(key)
        if named is None:
            continue
        found = ref(estate, named, GROUP)
        why = not_known(holder, "which group a rule means", named) if found.doubt else ""
        yield from ((id, why) for id in found.ids)
        if why and (found.open or not found.ids):
            yield ANYONE, why
