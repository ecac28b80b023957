"""Targets that services register with load balancers by themselves: fleets and tasks.

Source: CloudFormation Template Reference, "AWS::AutoScaling::AutoScalingGroup" and
"AWS::ECS::Service" (not re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.reach.model import Network, Target, Tri
from partywall.reach.topology.placing import interfaces_of
from partywall.reach.topology.values import elements, refs, told, whole

V2: Final = "AWS::ElasticLoadBalancingV2::"
CLASSIC: Final = "AWS::ElasticLoadBalancing::LoadBalancer"
GROUP: Final = f"{V2}TargetGroup"


def registered_with(
    network: Network, estate: Estate, resource: Resource, port: int | None
) -> Iterator[Target]:
    """Targets that services register by themselves: ECS tasks and Auto Scaling groups."""
    for service in estate.by_type.get("AWS::ECS::Service", ()):
        for _, one in elements(told(service, "LoadBalancers")):
            if isinstance(one, dict) and _is(estate, one.get("TargetGroupArn"), resource):
                ids = tuple(each.id for each in interfaces_of(network, service.address))
                yield Target(ids, whole(one.get("ContainerPort")), True)
    for fleet in estate.by_type.get("AWS::AutoScaling::AutoScalingGroup", ()):
        found = _joined(estate, fleet, GROUP, "TargetGroupARNs", resource)
        if found is not False:
            yield _fleet(network, fleet, port, found)


def _joined(estate: Estate, fleet: Resource, kind: str, key: str, to: Resource) -> Tri:
    """Whether an Auto Scaling group registers its machines with a target group or balancer."""
    sources = [one.get("Identifier") if isinstance(one, dict) else one
               for _, one in elements(told(fleet, "TrafficSources"))]  # fmt: skip
    answer: Tri = False
    for value in (told(fleet, key), sources):
        listed, more = refs(estate, value, kind)
        if any(one.only == to.address for one in listed):
            return True
        if more or any(to.address in one.ids for one in listed):
            answer = None
    return answer


def _fleet(network: Network, fleet: Resource, port: int | None, sure: Tri) -> Target:
    ids = tuple(each.id for each in interfaces_of(network, fleet.address))
    doubt = "" if sure else f"{fleet.address}: which balancers it registers with is not known"
    return Target(ids, port, bool(sure), doubt)


def registered_at(
    network: Network, estate: Estate, resource: Resource, port: int | None
) -> Iterator[Target]:
    """Auto Scaling groups and ECS services that register with a classic balancer."""
    for fleet in estate.by_type.get("AWS::AutoScaling::AutoScalingGroup", ()):
        found = _joined(estate, fleet, CLASSIC, "LoadBalancerNames", resource)
        if found is not False:
            yield _fleet(network, fleet, port, found)
    for service in estate.by_type.get("AWS::ECS::Service", ()):
        for _, one in elements(told(service, "LoadBalancers")):
            if isinstance(one, dict) and _is(estate, one.get("LoadBalancerName"), resource):
                yield _fleet(network, service, port, True)


def _is(estate: Estate, named: object, resource: Resource) -> bool:
    return estate.target(named, resource.type) is resource
