"""Classic Load Balancers, as controls see them."""

from __future__ import annotations

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View


class ClassicBalancer(View):
    """AWS::ElasticLoadBalancing::LoadBalancer."""

    types = ("AWS::ElasticLoadBalancing::LoadBalancer",)

    @property
    def listeners(self) -> Nodes[Node]:
        """Its listeners."""
        return self.at("Listeners").items()

    @property
    def zones(self) -> Node:
        """The subnets or, outside a VPC, the Availability Zones in which it stands."""
        subnets = self.at("Subnets")
        return subnets if subnets.value is not None else self.at("AvailabilityZones")
