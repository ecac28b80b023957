"""One interface for each subnet that a resource may stand in, with its addresses and groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.reach.model import Interface, Network, Subnet, Tri
from partywall.reach.topology.defaults import SUFFIX
from partywall.reach.topology.filters import GROUP
from partywall.reach.topology.links import usable
from partywall.reach.topology.places import SUBNET
from partywall.reach.topology.values import (
    Ref,
    existence,
    not_known,
    refs,
)

ELSEWHERE: Final = "elsewhere"
"""The subnet of an interface that may stand outside the input."""


def place(
    network: Network,
    estate: Estate,
    resource: Resource,
    subnets: object,
    groups: object,
    *,
    public: Tri = False,
    public_doubt: str = "",
    starts: bool = True,
    accepts: bool = True,
    filtered: bool = True,
    each: bool = True,
    suffix: str = "",
) -> list[Interface]:
    """Interfaces of a resource in the network: one in each subnet that it may stand in."""
    listed, more = refs(estate, subnets, SUBNET)
    held, groups_doubt = _held(estate, resource, groups)
    made = []
    several = len(listed) > 1 or sum(len(one.ids) + one.open for one in listed) > 1
    for one in listed:
        for id in (*one.ids, ELSEWHERE) if one.open else one.ids:
            subnet = network.subnets.get(id)
            interface = Interface(
                resource.address + suffix + (f"@{id}" if several else ""),
                resource.address,
                resource.type,
                id,
                subnet.vpc if subnet else "",
                public4=public,
                public_doubt=public_doubt,
                starts=starts,
                accepts=accepts,
                sure=not one.doubt and (each or not several),
                doubt=existence(resource),
            )
            _address(interface, subnet, id)
            _groups(network, interface, held, groups_doubt, filtered)
            network.interfaces[interface.id] = interface
            network.owners.setdefault(resource.address, []).append(interface.id)
            made.append(interface)
    if more and not made:
        network.owners.setdefault(resource.address, [])
    return made


def _address(interface: Interface, subnet: Subnet | None, id: str) -> None:
    if subnet is None:
        interface.doubt = interface.doubt or f"{id}: the subnet is not in the input"
        return
    interface.v4, interface.v6 = usable(subnet.v4), usable(subnet.v6) if subnet.gives_v6 else None
    interface.doubt = interface.doubt or subnet.doubt


def _held(estate: Estate, resource: Resource, groups: object) -> tuple[list[Ref] | None, str]:
    """The groups that a resource names; None when it names none."""
    if groups is None:
        return None, ""
    listed, more = refs(estate, groups, GROUP)
    doubt = not_known(resource, "which groups it has", groups) if more else ""
    for one in listed:
        if one.doubt:
            doubt = f"{resource.address}: which groups it has is not known ({one.doubt})"
    if not listed and not more:
        return None, ""
    return listed, doubt


def _groups(
    network: Network, interface: Interface, held: list[Ref] | None, doubt: str, filtered: bool
) -> None:
    if held is not None:
        interface.groups = tuple(sorted({one.only for one in held if one.only}))
        interface.groups_doubt = doubt
    elif not filtered:
        interface.groups = None
    else:
        id, why = _default(network, interface.vpc)
        interface.groups, interface.groups_doubt = ((id,), why) if id else ((), why)


def _default(network: Network, vpc: str) -> tuple[str, str]:
    """The default group of a VPC, as the estate configures it or as AWS makes it."""
    one = network.vpcs.get(vpc)
    if one is None or not one.here:
        return "", "the default group of a VPC outside the input is not known"
    return f"{vpc}{SUFFIX[GROUP]}", ""


def interfaces_of(network: Network, owner: str) -> Iterator[Interface]:
    """The interfaces of a resource."""
    for id in network.owners.get(owner, ()):
        if id in network.interfaces:
            yield network.interfaces[id]
