"""What joins networks: NAT gateways and peering connections.

Sources: VPC User Guide, "NAT gateways"; VPC Peering Guide, "How VPC peering connections work" (not
re-read).
"""

from __future__ import annotations

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.addresses import Span, span_of
from partywall.reach.model import (
    Nat,
    Network,
    Peering,
    Tri,
)
from partywall.reach.topology.places import SUBNET, VPC
from partywall.reach.topology.values import (
    existence,
    not_known,
    ref,
    told,
)


def usable(span: Span | None) -> Span | None:
    """The addresses of a subnet that an interface can have: not the first four, nor the last.

    Source: VPC User Guide, "Subnet CIDR blocks" (not re-read).
    """
    if span is None or span[1] - span[0] < 8:
        return span
    return span[0] + 4, span[1] - 1


def add_nats(network: Network, estate: Estate) -> None:
    """Every NAT gateway is in the network."""
    for resource in estate.by_type.get("AWS::EC2::NatGateway", ()):
        kind = told(resource, "ConnectivityType")
        public: Tri = None if type(kind) is Unknown else kind != "private"
        found = ref(estate, told(resource, "SubnetId"), SUBNET)
        doubt = existence(resource)
        mode = told(resource, "AvailabilityMode")
        if mode == "regional":
            doubt = f"{resource.address}: a Regional NAT gateway is not modelled"
        elif not found.ids or found.open:
            doubt = not_known(resource, "its subnet", told(resource, "SubnetId"))
        own = told(resource, "PrivateIpAddress")
        network.nats[resource.address] = Nat(
            resource.address,
            found.ids,
            span_of(own) if isinstance(own, str) else None,
            public,
            _elastic(estate, resource),
            doubt,
        )


def _elastic(estate: Estate, resource: Resource) -> tuple[int, ...]:
    """The public addresses of a NAT gateway, when all of them are known."""
    named = [told(resource, "AllocationId")]
    more = told(resource, "SecondaryAllocationIds")
    named += more if isinstance(more, list) else [] if more is None else [more]
    found = []
    for one in named:
        target = estate.target(one, "AWS::EC2::EIP")
        address = told(target, "PublicIp") if target is not None else None
        span = span_of(address) if isinstance(address, str) else None
        if span is None:
            return ()
        found.append(span[0])
    return tuple(found)


def add_peerings(network: Network, estate: Estate) -> None:
    """Every peering connection is in the network.

    One that is written is taken to be accepted; when the other VPC is another account's or
    another Region's, somebody must do that there.
    """
    for resource in estate.by_type.get("AWS::EC2::VPCPeeringConnection", ()):
        ends = []
        doubt = existence(resource)
        for key in ("VpcId", "PeerVpcId"):
            found = ref(estate, told(resource, key), VPC)
            if found.doubt:
                doubt = not_known(resource, "which VPCs it joins", told(resource, key))
            ends.append(found.only)
        region = told(resource, "PeerRegion")
        same: Tri = None if type(region) is Unknown else region is None or _same(resource, region)
        network.peerings[resource.address] = Peering(
            resource.address, (ends[0], ends[1]), same, doubt
        )


def _same(resource: Resource, region: object) -> Tri:
    return resource.region == region if isinstance(resource.region, str) else None
