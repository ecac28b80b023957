"""Small estates in a few words: each function gives resources, `asker` asks about them."""

from __future__ import annotations

from collections.abc import Iterable

from partywall.estate.estate import Estate
from partywall.estate.fold import fold
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.questions import Asker

HIDDEN = Unknown("hidden by the test")


def at(address: str, attribute: str = "Ref") -> Unknown:
    """A reference to a resource, as readers give it before anything is deployed."""
    return Unknown("assigned at deployment", (address,), attribute, present=True)


def make(kind: str, address: str, **properties: object) -> Resource:
    """A resource of a type below AWS::EC2, or of the type that is written out."""
    full = kind if "::" in kind else f"AWS::EC2::{kind}"
    own = {key: value for key, value in properties.items() if value is not None}
    return Resource(type=full, address=address, properties=own, region="eu-west-1")


def vpc(name: str, cidr: str = "10.0.0.0/16", **more: object) -> list[Resource]:
    """A VPC with an attached Internet gateway `NAME-igw`."""
    return [
        make("VPC", name, CidrBlock=cidr, **more),
        make("InternetGateway", f"{name}-igw"),
        make("VPCGatewayAttachment", f"{name}-igw-at", VpcId=at(name),
             InternetGatewayId=at(f"{name}-igw")),
    ]  # fmt: skip


def subnet(
    name: str, of: str, cidr: str, table: str = "", acl: str = "", zone: str = "a", **more: object
) -> list[Resource]:
    """A subnet, associated with a table and an ACL when they are named."""
    found = [make("Subnet", name, VpcId=at(of), CidrBlock=cidr, AvailabilityZone=zone, **more)]
    if table:
        found.append(make("SubnetRouteTableAssociation", f"{name}-table",
                          SubnetId=at(name), RouteTableId=at(table)))  # fmt: skip
    if acl:
        found.append(make("SubnetNetworkAclAssociation", f"{name}-acl",
                          SubnetId=at(name), NetworkAclId=at(acl)))  # fmt: skip
    return found


def table(name: str, of: str, **routes: dict[str, object]) -> list[Resource]:
    """A route table with routes by name: `out={"DestinationCidrBlock": …}`."""
    return [
        make("RouteTable", name, VpcId=at(of)),
        *(make("Route", f"{name}-{key}", RouteTableId=at(name), **route)
          for key, route in routes.items()),
    ]  # fmt: skip


def to(cidr: str, kind: str, target: str) -> dict[str, object]:
    """A route: `to("0.0.0.0/0", "Gateway", "igw")`."""
    key = "DestinationIpv6CidrBlock" if ":" in cidr else "DestinationCidrBlock"
    return {key: cidr, f"{kind}Id": at(target)}


def rule(
    protocol: object = "-1", first: object = None, last: object = None, cidr: object = None,
    group: str = "", side: str = "Source",
) -> dict[str, object]:  # fmt: skip
    """A rule of a group, as it is written inside it."""
    found: dict[str, object] = {"IpProtocol": protocol}
    if first is not None:
        found |= {"FromPort": first, "ToPort": first if last is None else last}
    if cidr is not None:
        found["CidrIpv6" if ":" in str(cidr) else "CidrIp"] = cidr
    if group:
        found[f"{side}SecurityGroupId"] = at(group, "GroupId")
    return found


ALL_OUT = (rule(cidr="0.0.0.0/0"), rule(cidr="::/0"))


def group(
    name: str, of: str, ingress: Iterable[object] = (), egress: Iterable[object] = ALL_OUT
) -> Resource:
    """A security group; what it lets out is everything, unless it is said."""
    return make("SecurityGroup", name, VpcId=at(of), SecurityGroupIngress=list(ingress),
                SecurityGroupEgress=list(egress))  # fmt: skip


def acl(name: str, of: str, *entries: tuple[int, bool, str, str, object, object]) -> list[Resource]:
    """An ACL: entries of number, egress, action, block, protocol, ports (a pair or None)."""
    found = [make("NetworkAcl", name, VpcId=at(of))]
    for number, egress, action, cidr, protocol, ports in entries:
        span = {"From": ports[0], "To": ports[1]} if isinstance(ports, tuple) else None
        found.append(
            make("NetworkAclEntry", f"{name}-{number}-{'out' if egress else 'in'}",
                 NetworkAclId=at(name), RuleNumber=number, Egress=egress, RuleAction=action,
                 Protocol=protocol, PortRange=span,
                 **{"Ipv6CidrBlock" if ":" in cidr else "CidrBlock": cidr})
        )  # fmt: skip
    return found


def instance(
    name: str, of: str, *groups: str, address: str | None = None, public: object = None,
    **more: object,
) -> Resource:  # fmt: skip
    """An instance in a subnet with groups."""
    interface: dict[str, object] = {
        "DeviceIndex": "0", "SubnetId": at(of),
        "GroupSet": [at(one, "GroupId") for one in groups],
    }  # fmt: skip
    if not groups:
        del interface["GroupSet"]
    if address is not None:
        interface["PrivateIpAddress"] = address
    if public is not None:
        interface["AssociatePublicIpAddress"] = public
    return make("Instance", name, NetworkInterfaces=[interface], **more)


def estate(*parts: Resource | Iterable[Resource]) -> Estate:
    """All of the parts."""
    found: list[Resource] = []
    for part in parts:
        found += [part] if isinstance(part, Resource) else list(part)
    return fold(found)


def asker(*parts: Resource | Iterable[Resource]) -> Asker:
    """Asks about all of the parts."""
    return Asker(estate(*parts))


def words(
    ask: Asker, source: str, destination: str, protocol: str | None = "tcp", port: int | None = 443
) -> tuple[str, str]:
    """Both words of an answer."""
    answer = ask.ask(source, destination, protocol, port)
    return answer.one_way, answer.two_way
