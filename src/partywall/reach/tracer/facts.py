"""What the tracer looks up in an estate: where things stand, which table and groups they have.

It reads properties on its own, and takes nothing that is not known for anything.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Properties, Resource
from partywall.kernel.values import below

ANY: Final = "any public address"
"""An address that is public, and not known: only a block of all addresses surely has it."""

SUBNETS: Final = (
    ("SubnetId",), ("Subnets",), ("SubnetIds",), ("VPCZoneIdentifier",), ("VpcConfig", "SubnetIds"),
    ("NetworkConfiguration", "AwsvpcConfiguration", "Subnets"), ("VPCOptions", "SubnetIds"),
)  # fmt: skip
GROUPS: Final = (
    ("SecurityGroupIds",), ("SecurityGroups",), ("GroupSet",), ("VPCSecurityGroups",),
    ("VpcSecurityGroupIds",), ("VpcConfig", "SecurityGroupIds"),
    ("NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"),
    ("VPCOptions", "SecurityGroupIds"),
)  # fmt: skip
"""Where resources write their subnets and groups."""


class Fault(Exception):
    """The packet would not pass here, or the resources do not say so."""


def inside(address: str, block: object) -> bool:
    """Whether an address surely is in a block."""
    if not isinstance(block, str):
        return False
    network = ipaddress.ip_network(block, strict=False)
    if address == ANY:
        return network.version == 4 and network.prefixlen == 0
    one = ipaddress.ip_address(address)
    return one.version == network.version and one in network


def length(block: str) -> int:
    """The length of a block's prefix."""
    return ipaddress.ip_network(block, strict=False).prefixlen


class Facts:
    """The resources of one estate, by what a packet meets."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    def all(self, kind: str) -> list[Resource]:
        """The resources of a type of EC2."""
        return self.estate.by_type.get(f"AWS::EC2::{kind}", [])

    def resource(self, address: str) -> Resource:
        """The resource of an address. Raises Fault when there is none."""
        found = self.estate.by_address.get(address)
        if found is None:
            raise Fault(f"{address}: there is no such resource")
        return found

    def leads(self, value: object, address: str) -> bool:
        """Whether a reference surely means the resource of an address."""
        found = self.estate.target(value) if value is not None else None
        return found is not None and found.address == address

    # -- interfaces

    def interface(self, name: str) -> tuple[Resource, str]:
        """The resource of an interface, and the address of its subnet."""
        address, _, subnet = name.partition("@")
        resource = self.estate.by_address.get(name) or self.estate.by_address.get(address)
        if resource is None:
            raise Fault(f"{name}: there is no such resource")
        return resource, subnet or self._subnet_of(resource)

    def _subnet_of(self, resource: Resource) -> str:
        written = self._first(resource).get("SubnetId")
        for value in (written, *self._listed(resource)):
            target = self.estate.target(value, "AWS::EC2::Subnet") if value is not None else None
            if target is not None:
                return target.address
        raise Fault(f"{resource.address}: its subnet is not known")

    def _listed(self, resource: Resource) -> Iterator[object]:
        for path in SUBNETS:
            value = below(resource.properties, path)
            yield from value if isinstance(value, list) else [value]

    def _first(self, resource: Resource) -> Properties:
        interfaces = resource.properties.get("NetworkInterfaces")
        inner = interfaces[0] if isinstance(interfaces, list) and interfaces else {}
        return inner if isinstance(inner, dict) else {}

    def groups(self, resource: Resource) -> tuple[str, ...] | None:
        """The groups of a resource; None when nothing filters. Raises Fault when not known."""
        values: object = self._first(resource).get("GroupSet")
        properties = self._template(resource)
        for path in GROUPS:
            values = below(properties, path) if values is None else values
        if not values and resource.properties.get("Type") == "network":
            return None
        found = []
        for one in values if isinstance(values, list) else [values]:
            target = self.estate.target(one, "AWS::EC2::SecurityGroup") if one is not None else None
            if target is not None:
                found.append(target.address)
        if not found:
            raise Fault(f"{resource.address}: its groups are not known")
        return tuple(found)

    def _template(self, resource: Resource) -> object:
        """The properties of a resource, or what its launch template says for it."""
        named = below(resource.properties, ("LaunchTemplate", "LaunchTemplateId"))
        target = self.estate.target(named, "AWS::EC2::LaunchTemplate") if named else None
        if target is None:
            return resource.properties
        data = below(target.properties, ("LaunchTemplateData",))
        inner = below(data, ("NetworkInterfaces", 0, "Groups"))
        return data if inner is None else {"GroupSet": inner}

    def public(self, resource: Resource) -> str:
        """The public address of a resource, when the estate tells it; ANY when it does not."""
        for value in (resource.properties.get("PublicIp"), *self._elastic(resource)):
            if isinstance(value, str):
                return value
        return ANY

    def _elastic(self, resource: Resource) -> Iterator[object]:
        own = self.estate.target(resource.properties.get("AllocationId"), "AWS::EC2::EIP")
        if own is not None:
            yield own.properties.get("PublicIp")
        for one in self.all("EIP"):
            if self.leads(one.properties.get("InstanceId"), resource.address):
                yield one.properties.get("PublicIp")
        for one in self.all("EIPAssociation"):
            if self.leads(one.properties.get("NetworkInterfaceId"), resource.address):
                yield one.properties.get("EIP")

    # -- places

    def vpc(self, subnet: str) -> Resource:
        """The VPC of a subnet."""
        named = self.resource(subnet).properties.get("VpcId")
        found = self.estate.target(named, "AWS::EC2::VPC")
        if found is None:
            raise Fault(f"{subnet}: its VPC is not in the input")
        return found

    def blocks(self, vpc: Resource) -> list[str]:
        """The blocks of a VPC that are written."""
        blocks = [vpc.properties.get("CidrBlock")]
        for one in self.all("VPCCidrBlock"):
            if self.leads(one.properties.get("VpcId"), vpc.address):
                blocks += [one.properties.get("CidrBlock"), one.properties.get("Ipv6CidrBlock")]
        return [one for one in blocks if isinstance(one, str)]

    def attached(self, vpc: str, key: str, gateway: str) -> bool:
        """Whether a gateway is attached to a VPC; `key` is the property that names it."""
        return any(
            self.leads(one.properties.get(key), gateway)
            and self.leads(one.properties.get("VpcId"), vpc)
            for one in self.all("VPCGatewayAttachment")
        )

    def associated(self, subnet: str, kind: str, key: str, of: str) -> Resource | None:
        """What a subnet is associated with."""
        for one in self.all(kind):
            if self.leads(one.properties.get("SubnetId"), subnet):
                return self.estate.target(one.properties.get(key), f"AWS::EC2::{of}")
        return None

    def table(self, subnet: str) -> Resource | None:
        """The route table of a subnet; None when it has the main one."""
        return self.associated(subnet, "SubnetRouteTableAssociation", "RouteTableId", "RouteTable")

    def prefixes(self, named: object) -> list[str]:
        """The blocks of a prefix list. Raises Fault when they are not known."""
        found = self.estate.target(named, "AWS::EC2::PrefixList")
        entries = found.properties.get("Entries") if found is not None else None
        if not isinstance(entries, list):
            raise Fault(f"{named}: the blocks of the prefix list are not known")
        blocks = [one.get("Cidr") for one in entries if isinstance(one, dict)]
        known = [one for one in blocks if isinstance(one, str)]
        if len(known) < len(entries):
            raise Fault(f"{named}: a block of the prefix list is not known")
        return known

    def routes(self, table: Resource | None, vpc: Resource, to: str) -> dict[str, tuple[int, int]]:
        """Each route that holds for an address, by name: its length, and its rank among equals.

        A static one goes before one by a prefix list, and that before a propagated one; no
        propagated one goes before a local one.
        """
        local = {f"local {one}": length(one) for one in self.blocks(vpc) if inside(to, one)}
        found = {name: (bits, 2) for name, bits in local.items()}
        if table is not None and not local:
            for one in self.all("VPNGatewayRoutePropagation"):
                lengths = list(self._announced(one, table, to))
                if lengths:
                    found[one.address] = max(lengths), 0
        for one in self.all("Route") if table is not None else ():
            if self.estate.target(one.properties.get("RouteTableId")) is not table:
                continue
            value = one.properties
            block = value.get("DestinationCidrBlock") or value.get("DestinationIpv6CidrBlock")
            named = value.get("DestinationPrefixListId")
            blocks = [block] if block is not None else self.prefixes(named) if named else [None]
            for each in blocks:
                if not isinstance(each, str):
                    raise Fault(f"{one.address}: its destination is not known")
                if inside(to, each):
                    key = length(each), 2 if block is not None else 1
                    found[one.address] = max(found.get(one.address, key), key)
                elif to == ANY and not ipaddress.ip_network(each, strict=False).is_private:
                    raise Fault(f"{one.address}: whether it holds for the packet is not known")
        return found

    def _announced(self, propagation: Resource, table: Resource, to: str) -> Iterator[int]:
        """The lengths of the blocks with an address that a gateway announces to a table."""
        value = propagation.properties
        tables = value.get("RouteTableIds")
        listed = tables if isinstance(tables, list) else [tables]
        if not any(self.leads(one, table.address) for one in listed):
            return
        gateway = self.estate.target(value.get("VpnGatewayId"), "AWS::EC2::VPNGateway")
        for one in self.all("VPNConnection"):
            if gateway is None or self.leads(one.properties.get("VpnGatewayId"), gateway.address):
                if str(one.properties.get("StaticRoutesOnly")).lower() != "true":
                    raise Fault(f"{one.address}: what its other end announces is not known")
                for route in self.all("VPNConnectionRoute"):
                    block = route.properties.get("DestinationCidrBlock")
                    own = self.leads(route.properties.get("VpnConnectionId"), one.address)
                    if own and inside(to, block):
                        yield length(str(block))
