"""EC2 Auto Scaling, as controls see it."""

from __future__ import annotations

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.truth import Truth, some
from partywall.kernel.unknown import Unknown


class Group(View):
    """AWS::AutoScaling::AutoScalingGroup."""

    types = ("AWS::AutoScaling::AutoScalingGroup",)

    @property
    def zones(self) -> Node:
        """The subnets, or the Availability Zones, in which it starts machines."""
        subnets = self.at("VPCZoneIdentifier")
        return subnets if subnets.value is not None else self.at("AvailabilityZones")

    @property
    def behind_balancer(self) -> Truth:
        """Whether a load balancer sends it requests."""
        answer: Truth = False
        for key in ("TargetGroupARNs", "LoadBalancerNames", "TrafficSources"):
            answer = answer | some(self.at(key).items(), _is_one)[1]
        return answer


def _is_one(element: Node) -> Truth:
    value = element.value
    return element.doubt() if type(value) is Unknown and value.many else True


class LaunchConfiguration(View):
    """AWS::AutoScaling::LaunchConfiguration, the older way to describe machines."""

    types = ("AWS::AutoScaling::LaunchConfiguration",)
