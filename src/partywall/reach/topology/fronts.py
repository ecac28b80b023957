"""What may stand behind load balancers that the input does not have.

A target group of another team, by its ARN; a listener on a balancer that is only named; a group
that an output hands on. Whoever is registered there may be reached through them.

Source: Elastic Load Balancing API Reference, "RegisterTargets" and "CreateListener" (not re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partywall.estate.estate import Estate, carries
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.model import Network
from partywall.reach.topology.registered import CLASSIC, GROUP, V2
from partywall.reach.topology.values import elements, refs, told

BALANCER: Final = f"{V2}LoadBalancer"
LISTENER: Final = f"{V2}Listener"
NAMED_BY: Final = {
    "AWS::AutoScaling::AutoScalingGroup": (
        (GROUP, "TargetGroupARNs", ""),
        (GROUP, "TrafficSources", "Identifier"),
        (CLASSIC, "LoadBalancerNames", ""),
    ),
    "AWS::ECS::Service": (
        (GROUP, "LoadBalancers", "TargetGroupArn"),
        (CLASSIC, "LoadBalancers", "LoadBalancerName"),
    ),
}
"""Types that register by themselves: at what, and where they name it."""


def find_fronts(network: Network, estate: Estate) -> None:
    """Each resource that a balancer elsewhere may send to has the reason."""
    unread = {id(one) for one in _adrift(estate)}
    for resource in estate.by_type.get(GROUP, ()):
        for _, one in elements(told(resource, "Targets")):
            if type(one) is Unknown and one.refs and estate.link(one, GROUP).outside:
                network.elsewhere.setdefault("", f"{one.refs[0]}: of which group is not known")
        why = _hidden(estate, resource, unread)
        if why:
            for target in network.target_groups[resource.address].targets:
                for interface in target.interfaces:
                    network.elsewhere.setdefault(network.interfaces[interface].owner, why)
                if not target.interfaces and target.doubt:
                    network.elsewhere.setdefault("", target.doubt)
    for resource in estate.by_type.get(CLASSIC, ()):
        if resource.partial is not None:
            for one in refs(estate, told(resource, "Instances"), "AWS::EC2::Instance")[0]:
                for owner in one.ids:
                    network.elsewhere.setdefault(owner, _apart(resource))
    for kind, rows in NAMED_BY.items():
        for resource in estate.by_type.get(kind, ()):
            for of, key, inner in rows:
                if _names_another(estate, resource, of, key, inner):
                    network.elsewhere.setdefault(
                        resource.address, f"{resource.address}: a balancer that is not in the input"
                    )


def _apart(resource: Resource) -> str:
    return f"{resource.address}: the balancer is not in the input"


def _hidden(estate: Estate, group: Resource, unread: set[int]) -> str:
    """Why a balancer that is not in the input may send to a target group; or ""."""
    if group.partial is not None:
        return _apart(group)
    if group.handed_on:
        return f"{group.handed_on} hands {group.address} on"
    for one in estate.referrers(group):
        if id(one) in unread:
            return _apart(one)
        if carries(one.type):
            return f"{one.address} hands {group.address} on"
    return ""


def _adrift(estate: Estate) -> Iterator[Resource]:
    """Listeners and their rules whose balancer is not in the input, or may not be."""
    unread: set[int] = set()
    for one in estate.by_type.get(LISTENER, ()):
        if not estate.link(one.properties.get("LoadBalancerArn"), BALANCER).sure:
            unread.add(id(one))
            yield one
    for one in estate.by_type.get(f"{LISTENER}Rule", ()):
        home = estate.target(one.properties.get("ListenerArn"), LISTENER)
        if home is None or id(home) in unread:
            yield one


def _names_another(estate: Estate, resource: Resource, of: str, key: str, inner: str) -> bool:
    """Whether a property names a target group or balancer that the input does not have."""
    for _, entry in elements(told(resource, key)):
        value = entry.get(inner) if inner and isinstance(entry, dict) else entry
        listed, more = refs(estate, value, of)
        if more or any(one.open or not estate.by_address.keys() >= {*one.ids} for one in listed):
            return True
    return False
