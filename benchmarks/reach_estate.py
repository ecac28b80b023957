"""A deterministic estate for questions of reach: VPCs, subnets, groups that refer to each other.

The numbers are those of docs/benchmarks.md: for 10,000 interfaces 50 VPCs, 200 subnets and 500
groups; every tenth VPC is peered with the next one, every fourth instance has a public address.
"""

from __future__ import annotations

from random import Random

from partywall.estate.estate import Estate
from partywall.estate.fold import fold
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown

SEED = 20261123


def at(address: str) -> Unknown:
    return Unknown("assigned at deployment", (address,), "Ref", present=True)


def make(kind: str, address: str, **properties: object) -> Resource:
    return Resource(type=f"AWS::EC2::{kind}", address=address, properties=properties,
                    region="eu-west-1")  # fmt: skip


def reach_estate(interfaces: int, vpcs: int = 50, subnets: int = 200, groups: int = 500) -> Estate:
    """The same estate each time."""
    pick = Random(SEED)
    found: list[Resource] = []
    for v in range(vpcs):
        found += _vpc(v)
    for s in range(subnets):
        found += _subnet(s, s % vpcs, s // vpcs)
    for g in range(groups):
        found.append(_group(pick, g, vpcs, groups))
    for p in range(0, vpcs - 1, 10):
        found += _peering(p)
    for n in range(interfaces):
        found.append(_instance(pick, n, vpcs, subnets, groups))
    return fold(found)


def _vpc(v: int) -> list[Resource]:
    return [
        make("VPC", f"vpc{v}", CidrBlock=f"10.{v}.0.0/16"),
        make("InternetGateway", f"igw{v}"),
        make("VPCGatewayAttachment", f"attached{v}", VpcId=at(f"vpc{v}"),
             InternetGatewayId=at(f"igw{v}")),
        make("RouteTable", f"table{v}", VpcId=at(f"vpc{v}")),
        make("Route", f"out{v}", RouteTableId=at(f"table{v}"), DestinationCidrBlock="0.0.0.0/0",
             GatewayId=at(f"igw{v}")),
    ]  # fmt: skip


def _subnet(s: int, v: int, k: int) -> list[Resource]:
    return [
        make("Subnet", f"subnet{s}", VpcId=at(f"vpc{v}"), CidrBlock=f"10.{v}.{k * 16}.0/20",
             AvailabilityZone=f"eu-west-1{'abc'[k % 3]}"),
        make("SubnetRouteTableAssociation", f"table-of{s}", SubnetId=at(f"subnet{s}"),
             RouteTableId=at(f"table{v}")),
    ]  # fmt: skip


def _group(pick: Random, g: int, vpcs: int, groups: int) -> Resource:
    own = g % vpcs
    ingress = [
        {"IpProtocol": "tcp", "FromPort": port, "ToPort": port,
         "SourceSecurityGroupId": at(f"group{pick.randrange(groups // vpcs) * vpcs + own}")}
        for port in pick.sample((22, 80, 443, 3306, 5432, 6379, 8080, 9092), 3)
    ]  # fmt: skip
    cidr = pick.choice(("0.0.0.0/0", f"10.{own}.0.0/16", "10.0.0.0/8"))
    ingress.append({"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": cidr})
    egress = [{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}]
    return make("SecurityGroup", f"group{g}", VpcId=at(f"vpc{own}"),
                SecurityGroupIngress=ingress, SecurityGroupEgress=egress)  # fmt: skip


def _peering(p: int) -> list[Resource]:
    found = [make("VPCPeeringConnection", f"peering{p}", VpcId=at(f"vpc{p}"),
                  PeerVpcId=at(f"vpc{p + 1}"))]  # fmt: skip
    for here, there in ((p, p + 1), (p + 1, p)):
        found.append(
            make("Route", f"to{here}-{there}", RouteTableId=at(f"table{here}"),
                 DestinationCidrBlock=f"10.{there}.0.0/16",
                 VpcPeeringConnectionId=at(f"peering{p}"))
        )  # fmt: skip
    return found


def _instance(pick: Random, n: int, vpcs: int, subnets: int, groups: int) -> Resource:
    subnet = n % subnets
    own = subnet % vpcs
    mine = [f"group{k * vpcs + own}" for k in pick.sample(range(groups // vpcs), 1 + n % 2)]
    interface = {
        "DeviceIndex": "0", "SubnetId": at(f"subnet{subnet}"),
        "GroupSet": [at(one) for one in mine], "AssociatePublicIpAddress": n % 4 == 0,
    }  # fmt: skip
    return make("Instance", f"instance{n}", NetworkInterfaces=[interface])
