"""Groups that are attached to interfaces apart from those that they are made with.

Source: Terraform's page of `aws_network_interface_sg_attachment`, read 2026-11-23: the group is
added to those that the interface has, whoever made it; an instance tells its first one.
"""

from __future__ import annotations

from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.model import Interface, Network
from partywall.reach.topology.filters import GROUP
from partywall.reach.topology.placing import interfaces_of
from partywall.reach.topology.values import Ref, existence, not_known, ref, told

KINDS: Final = ("AWS::EC2::NetworkInterface", "AWS::EC2::Instance")
"""Types that a known id of an interface may mean."""


def add_further_groups(network: Network, estate: Estate) -> None:
    """Each interface has the groups that were attached to it, too, or it is in doubt."""
    for resource in estate.by_type.get("Partywall::EC2::NetworkInterfaceGroup", ()):
        group = ref(estate, told(resource, "GroupId"), GROUP)
        found, doubt = _meant(network, estate, resource)
        for one in found:
            _attach(one, group, existence(resource) or doubt or _unclear(resource, group))


def _meant(network: Network, estate: Estate, resource: Resource) -> tuple[list[Interface], str]:
    """The interfaces that one may be, and a doubt when it is not sure which; none outside."""
    named = told(resource, "NetworkInterfaceId")
    doubt = not_known(resource, "which interface has it", named)
    if isinstance(named, str):
        links = [estate.link(named, kind) for kind in KINDS]
        owners = [one.address for link in links for one in link.targets]
        unsure = not any(link.sure for link in links)
    elif type(named) is Unknown and len(named.refs) == 1:
        only = estate.by_address.get(named.refs[0])
        owners, unsure = [named.refs[0]], False
        if only is not None and not list(interfaces_of(network, only.address)):
            return list(network.interfaces.values()), doubt
    else:
        return list(network.interfaces.values()), doubt
    found = [one for owner in owners for one in interfaces_of(network, owner)]
    return found, doubt if unsure or len(found) > 1 else ""


def _unclear(resource: Resource, group: Ref) -> str:
    return "" if group.only else not_known(resource, "which group it is", told(resource, "GroupId"))


def _attach(one: Interface, group: Ref, doubt: str) -> None:
    if one.groups is None or doubt:
        one.groups_doubt = one.groups_doubt or doubt or f"{one.id}: what filters it is not known"
    else:
        one.groups = tuple(sorted({*one.groups, group.only}))
