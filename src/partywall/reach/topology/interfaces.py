"""Interfaces: where packets start and arrive, of every resource that stands in a VPC.

Before apply an address is not known: then an interface has some address of its subnet, and `v4` is
all of these.
"""

from __future__ import annotations

from partywall.estate.estate import Estate
from partywall.reach.model import Network
from partywall.reach.topology.hosts import add_hosts
from partywall.reach.topology.machines import (
    add_fleet,
    add_instance,
    add_own,
    attached,
    made_by_eks,
    public_addresses,
)
from partywall.reach.topology.placing import place
from partywall.reach.topology.values import (
    flag,
    told,
)


def add_interfaces(network: Network, estate: Estate) -> None:
    """Every interface that the estate says or implies is in the network."""
    public = public_addresses(estate)
    used: set[str] = set()
    for resource in estate.by_type.get("AWS::EC2::Instance", ()):
        used |= add_instance(network, estate, resource, public)
    machines = attached(network, estate)
    for resource in estate.by_type.get("AWS::EC2::NetworkInterface", ()):
        add_own(network, estate, resource, public, machines, resource.address in used)
    add_hosts(network, estate)
    for resource in estate.by_type.get("AWS::AutoScaling::AutoScalingGroup", ()):
        add_fleet(network, estate, resource, "VPCZoneIdentifier")
    for resource in estate.by_type.get("AWS::EKS::Nodegroup", ()):
        add_fleet(network, estate, resource, "Subnets")
    for resource in estate.by_type.get("AWS::EC2::VPCEndpoint", ()):
        if told(resource, "VpcEndpointType") in ("Interface", "Resource", "ServiceNetwork"):
            place(network, estate, resource, told(resource, "SubnetIds"),
                  told(resource, "SecurityGroupIds"), starts=False)  # fmt: skip
    for resource in estate.by_type.get("AWS::EKS::Cluster", ()):
        made = place(network, estate, resource, told(resource, "ResourcesVpcConfig", "SubnetIds"),
                     told(resource, "ResourcesVpcConfig", "SecurityGroupIds"))  # fmt: skip
        for one in made:
            one.groups = tuple(g for g in one.groups or () if not g.endswith("#default-group"))
            one.groups_doubt = one.groups_doubt or made_by_eks(resource)
            if flag(told(resource, "ResourcesVpcConfig", "EndpointPrivateAccess")) is not True:
                one.listens = ()
