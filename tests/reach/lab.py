"""Accounts as the AWS CLI prints them: one call a resource, written to a folder as JSON.

Every command of a network is run to its end for each account and Region, so that what is not
there is a fact. Fields are those of the EC2 API Reference, in the order in which AWS prints them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from partywall.cli.reach import command
from sources.describe.accounts import Files

HOME = ("111122223333", "eu-west-1")

EMPTY = (
    "Vpcs", "Subnets", "RouteTables", "SecurityGroups", "NetworkAcls", "NetworkInterfaces",
    "Reservations", "InternetGateways", "EgressOnlyInternetGateways", "NatGateways",
    "VpcPeeringConnections", "TransitGateways", "TransitGatewayAttachments",
    "TransitGatewayVpcAttachments", "TransitGatewayPeeringAttachments",
    "TransitGatewayRouteTables", "TransitGatewayConnects", "VpcEndpoints", "VpnConnections",
    "VpnGateways", "CustomerGateways", "Addresses", "VpcBlockPublicAccessExclusions",
    "SecurityGroupVpcAssociations", "LoadBalancers", "LoadBalancerDescriptions", "TargetGroups",
    "DBInstances", "DBClusters", "DBSubnetGroups",
)  # fmt: skip

Item = dict[str, Any]
Where = tuple[str, str]


def permission(rule: tuple[Any, ...]) -> Item:
    """A permission: protocol, first and last port (or ICMP type and code), and the peer.

    A peer is a block, `sg-…` or `pl-…`; `sg-…/ACCOUNT` is another account's group.
    """
    protocol, first, last, *peers = rule
    found: Item = {"IpProtocol": protocol, "IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": [],
                   "UserIdGroupPairs": []}  # fmt: skip
    if protocol != "-1":
        found |= {"FromPort": first, "ToPort": last}
    for peer in peers:
        if peer.startswith("sg-"):
            id, _, account = peer.partition("/")
            found["UserIdGroupPairs"].append({"GroupId": id, "UserId": account or HOME[0]})
        elif peer.startswith("pl-"):
            found["PrefixListIds"].append({"PrefixListId": peer})
        elif ":" in peer:
            found["Ipv6Ranges"].append({"CidrIpv6": peer})
        else:
            found["IpRanges"].append({"CidrIp": peer})
    return found


ALL = ("-1", None, None, "0.0.0.0/0", "::/0")

TARGETS = {"igw": "GatewayId", "vgw": "GatewayId", "vpce": "GatewayId", "nat": "NatGatewayId",
           "tgw": "TransitGatewayId", "pcx": "VpcPeeringConnectionId",
           "eigw": "EgressOnlyInternetGatewayId", "eni": "NetworkInterfaceId",
           "local": "GatewayId"}  # fmt: skip


class Lab:
    """Accounts and Regions in a folder tree; `at` says whose what follows is."""

    def __init__(self) -> None:
        self.scopes: dict[Where, dict[str, list[Item]]] = {}
        self.loose: dict[Where, list[tuple[str, Item]]] = {}
        self.blocks: dict[str, list[tuple[str, str]]] = {}
        self.at(*HOME)

    def at(self, account: str, region: str = HOME[1]) -> Lab:
        self.here = account, region
        self.scopes.setdefault(self.here, {key: [] for key in EMPTY})
        self.loose.setdefault(self.here, [])
        return self

    def add(self, key: str, **item: Any) -> Item:
        self.scopes[self.here][key].append(item)
        return item

    @property
    def owner(self) -> str:
        return self.here[0]

    def vpc(self, id: str, *blocks: str, igw: bool = True, six: str = "") -> Lab:
        """A VPC with its main table `rtb-main-ID`, default group `sg-default-ID`, default ACL."""
        self.blocks[id] = [("DestinationCidrBlock", one) for one in blocks]
        found: Item = {}
        if six:
            self.blocks[id].append(("DestinationIpv6CidrBlock", six))
            found["Ipv6CidrBlockAssociationSet"] = [
                {"AssociationId": f"vpc-cidr-assoc-6{id}", "Ipv6CidrBlock": six,
                 "Ipv6CidrBlockState": {"State": "associated"}}]  # fmt: skip
        self.add("Vpcs", OwnerId=self.owner, InstanceTenancy="default", CidrBlockAssociationSet=[
            {"AssociationId": f"vpc-cidr-assoc-{n}{id}", "CidrBlock": one,
             "CidrBlockState": {"State": "associated"}} for n, one in enumerate(blocks)],
            IsDefault=False, VpcId=id, State="available", CidrBlock=blocks[0], **found)  # fmt: skip
        if igw:
            self.add("InternetGateways", Attachments=[{"State": "available", "VpcId": id}],
                     InternetGatewayId=f"igw-{id}", OwnerId=self.owner, Tags=[])  # fmt: skip
        self.table(f"rtb-main-{id}", id, main=True)
        self.group(f"sg-default-{id}", id, [("-1", None, None, f"sg-default-{id}")])
        self.acl(f"acl-default-{id}", id, [(100, "allow", "-1", None, "0.0.0.0/0"),
                                           (101, "allow", "-1", None, "::/0")],
                 [(100, "allow", "-1", None, "0.0.0.0/0"), (101, "allow", "-1", None, "::/0")],
                 default=True)  # fmt: skip
        return self

    def table(self, id: str, vpc: str, *routes: tuple[str, str], main: bool = False) -> Lab:
        """Routes are (destination, target) pairs; a target `blackhole:…` is one; `propagated:…`."""
        listed: list[Item] = [
            {key: block, "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"}
            for key, block in self.blocks[vpc]
        ]
        for to, target in routes:
            key = ("DestinationPrefixListId" if to.startswith("pl-") else
                   "DestinationIpv6CidrBlock" if ":" in to else "DestinationCidrBlock")  # fmt: skip
            dead, origin = target.startswith("blackhole:"), "CreateRoute"
            name = target.rpartition(":")[2]
            if target.startswith("propagated:"):
                origin = "EnableVgwRoutePropagation"
            listed.append({key: to, TARGETS[name.partition("-")[0]]: name, "Origin": origin,
                           "State": "blackhole" if dead else "active"})  # fmt: skip
        joined = [{"Main": True, "RouteTableAssociationId": f"rtbassoc-{id}", "RouteTableId": id,
                   "AssociationState": {"State": "associated"}}] if main else []  # fmt: skip
        vgws = sorted(
            {r["GatewayId"] for r in listed if r["Origin"] == "EnableVgwRoutePropagation"}
        )
        self.add("RouteTables", Associations=joined, RouteTableId=id, VpcId=vpc,
                 PropagatingVgws=[{"GatewayId": one} for one in vgws],
                 OwnerId=self.owner, Routes=listed, Tags=[])  # fmt: skip
        return self

    def find(self, key: str, field: str, value: str) -> Item:
        return next(i for s in self.scopes.values() for i in s[key] if i[field] == value)

    def subnet(
        self, id: str, vpc: str, block: str, table: str = "", acl: str = "", zone: str = "a",
        six: str = "", public: bool = False,
    ) -> Lab:  # fmt: skip
        more: Item = {}
        if six:
            more["Ipv6CidrBlockAssociationSet"] = [
                {"AssociationId": f"subnet-cidr-assoc-{id}", "Ipv6CidrBlock": six,
                 "Ipv6CidrBlockState": {"State": "associated"}}]  # fmt: skip
        self.add(
            "Subnets",
            AvailabilityZone=f"{self.here[1]}{zone}",
            CidrBlock=block,
            MapPublicIpOnLaunch=public,
            AssignIpv6AddressOnCreation=False,
            State="available",
            SubnetId=id,
            VpcId=vpc,
            OwnerId=self.owner,
            DefaultForAz=False,
            SubnetArn=f"arn:aws:ec2:{self.here[1]}:{self.owner}:subnet/{id}",
            **more,
        )
        if table:
            self.find("RouteTables", "RouteTableId", table)["Associations"].append(
                {"Main": False, "RouteTableAssociationId": f"rtbassoc-{id}", "RouteTableId": table,
                 "SubnetId": id, "AssociationState": {"State": "associated"}})  # fmt: skip
        name = acl or f"acl-default-{vpc}"
        self.find("NetworkAcls", "NetworkAclId", name)["Associations"].append(
            {"NetworkAclAssociationId": f"aclassoc-{id}", "NetworkAclId": name, "SubnetId": id}
        )
        return self

    def group(
        self, id: str, vpc: str, ingress: list[tuple[Any, ...]] | None = None,
        egress: list[tuple[Any, ...]] | None = None,
    ) -> Lab:  # fmt: skip
        self.add("SecurityGroups", Description="d", GroupName=id[3:], OwnerId=self.owner,
                 IpPermissions=[permission(one) for one in ingress or ()],
                 GroupId=id, IpPermissionsEgress=[
                     permission(one) for one in ([ALL] if egress is None else egress)],
                 VpcId=vpc, Tags=[])  # fmt: skip
        return self

    def acl(
        self, id: str, vpc: str, ingress: list[tuple[Any, ...]], egress: list[tuple[Any, ...]], *,
        default: bool = False,
    ) -> Lab:  # fmt: skip
        """Entries are (number, action, protocol, ports or None, block)."""
        entries = []
        last = (32767, "deny", "-1", None, "0.0.0.0/0")
        for out, own in ((True, egress), (False, ingress)):
            for number, action, protocol, ports, block in (*own, last):
                entry: Item = {"Ipv6CidrBlock" if ":" in block else "CidrBlock": block,
                               "Egress": out, "Protocol": str(protocol), "RuleAction": action,
                               "RuleNumber": number}  # fmt: skip
                if ports and str(protocol) in ("1", "58"):
                    entry["IcmpTypeCode"] = {"Type": ports[0], "Code": ports[1]}
                elif ports:
                    entry["PortRange"] = {"From": ports[0], "To": ports[1]}
                entries.append(entry)
        self.add("NetworkAcls", Associations=[], Entries=entries, IsDefault=default,
                 NetworkAclId=id, VpcId=vpc, OwnerId=self.owner, Tags=[])  # fmt: skip
        return self

    def eni(
        self, id: str, subnet: str, address: str, groups: list[str], *, public: str = "",
        elastic: bool = False, six: str = "", check: bool = True, instance: str = "",
        kind: str = "interface", description: str = "", second: str = "", index: int = 0,
    ) -> Item:  # fmt: skip
        place = self.find("Subnets", "SubnetId", subnet)
        addresses: list[Item] = [{"Primary": True, "PrivateIpAddress": address}]
        if second:
            addresses.append({"Primary": False, "PrivateIpAddress": second})
        more: Item = {}
        if public:
            more["Association"] = {"IpOwnerId": self.owner if elastic else "amazon",
                                   "PublicDnsName": "", "PublicIp": public}  # fmt: skip
            if elastic:
                more["Association"] |= {"AllocationId": f"eipalloc-{id}",
                                        "AssociationId": f"eipassoc-{id}"}  # fmt: skip
                self.add("Addresses", PublicIp=public, AllocationId=f"eipalloc-{id}",
                         AssociationId=f"eipassoc-{id}", Domain="vpc", NetworkInterfaceId=id,
                         PrivateIpAddress=address, NetworkInterfaceOwnerId=self.owner,
                         **({"InstanceId": instance} if instance else {}))  # fmt: skip
            addresses[0]["Association"] = more["Association"]
        attachment: Item = {"AttachTime": "2026-01-01T00:00:00+00:00", "DeviceIndex": index,
                            "AttachmentId": f"eni-attach-{id}", "DeleteOnTermination": True,
                            "Status": "attached", "InstanceOwnerId": self.owner}  # fmt: skip
        if instance:
            attachment["InstanceId"] = instance
        return self.add(
            "NetworkInterfaces", NetworkInterfaceId=id, Attachment=attachment,
            AvailabilityZone=place["AvailabilityZone"], Description=description,
            Groups=[{"GroupName": one[3:], "GroupId": one} for one in groups],
            InterfaceType=kind, Ipv6Addresses=[{"Ipv6Address": six}] if six else [],
            OwnerId=self.owner, PrivateIpAddress=address, PrivateIpAddresses=addresses,
            RequesterManaged=kind != "interface", SourceDestCheck=check, Status="in-use",
            SubnetId=subnet, TagSet=[], VpcId=place["VpcId"], **more,
        )  # fmt: skip

    def machine(
        self, id: str, subnet: str, address: str, groups: list[str], *, state: str = "running",
        **more: Any,
    ) -> Lab:  # fmt: skip
        one = self.eni(f"eni-{id[2:]}", subnet, address, groups, instance=id, **more)
        told = {key: value for key, value in one.items()
                if key not in ("TagSet", "RequesterManaged", "AvailabilityZone")}  # fmt: skip
        told["Attachment"] = {k: v for k, v in one["Attachment"].items() if "Instance" not in k}
        public = {"PublicIpAddress": more["public"]} if more.get("public") else {}
        self.add("Reservations", ReservationId=f"r-{id}", OwnerId=self.owner, Instances=[{
            "InstanceId": id, "ImageId": "ami-1", "InstanceType": "t3.micro", **public,
            "State": {"Code": 16, "Name": state}, "SubnetId": subnet, "VpcId": one["VpcId"],
            "PrivateIpAddress": address, "Monitoring": {"State": "disabled"},
            "Placement": {"AvailabilityZone": one["AvailabilityZone"], "GroupName": "",
                          "Tenancy": "default"},
            "NetworkInterfaces": [told], "SecurityGroups": one["Groups"], "Tags": [],
            "SourceDestCheck": more.get("check", True), "BlockDeviceMappings": []}])  # fmt: skip
        return self

    def nat(self, id: str, subnet: str, address: str, *, public: str = "", **more: Any) -> Lab:
        own: Item = {"NetworkInterfaceId": f"eni-{id}", "PrivateIp": address, "IsPrimary": True,
                     "Status": "succeeded"}  # fmt: skip
        if public:
            own |= {"AllocationId": f"eipalloc-eni-{id}", "PublicIp": public,
                    "AssociationId": f"eipassoc-eni-{id}"}  # fmt: skip
        place = self.find("Subnets", "SubnetId", subnet)
        self.add("NatGateways", CreateTime="2026-01-01T00:00:00+00:00", NatGatewayAddresses=[own],
                 NatGatewayId=id, State=more.get("state", "available"), SubnetId=subnet,
                 VpcId=place["VpcId"], Tags=[],
                 ConnectivityType="public" if public else "private")  # fmt: skip
        self.eni(f"eni-{id}", subnet, address, [], public=public, elastic=bool(public),
                 kind="nat_gateway", description=f"Interface for NAT Gateway {id}")  # fmt: skip
        return self

    def eigw(self, id: str, vpc: str) -> Lab:
        self.add("EgressOnlyInternetGateways", EgressOnlyInternetGatewayId=id, Tags=[],
                 Attachments=[{"State": "attached", "VpcId": vpc}])  # fmt: skip
        return self

    def peering(self, id: str, near: str, far: str, status: str = "active") -> Lab:
        ends = {}
        for name, vpc in (("RequesterVpcInfo", near), ("AccepterVpcInfo", far)):
            where, item = next((w, i) for w, s in self.scopes.items() for i in s["Vpcs"]
                               if i["VpcId"] == vpc)  # fmt: skip
            ends[name] = {"CidrBlock": item["CidrBlock"], "OwnerId": where[0], "VpcId": vpc,
                          "CidrBlockSet": [{"CidrBlock": item["CidrBlock"]}],
                          "PeeringOptions": {}, "Region": where[1]}  # fmt: skip
        self.add("VpcPeeringConnections", **ends, VpcPeeringConnectionId=id, Tags=[],
                 Status={"Code": status, "Message": status})  # fmt: skip
        return self

    def tgw(self, id: str, *, references: str = "disable", table: str = "") -> Lab:
        """A transit gateway; `table` is its default one for association and propagation."""
        state = "enable" if table else "disable"
        more = {"AssociationDefaultRouteTableId": table,
                "PropagationDefaultRouteTableId": table} if table else {}  # fmt: skip
        self.add("TransitGateways", TransitGatewayId=id, OwnerId=self.owner, State="available",
                 TransitGatewayArn=f"arn:aws:ec2:{self.here[1]}:{self.owner}:transit-gateway/{id}",
                 Description="", Tags=[],
                 Options={"AmazonSideAsn": 64512, "AutoAcceptSharedAttachments": "disable",
                          "DefaultRouteTableAssociation": state, "DnsSupport": "enable",
                          "DefaultRouteTablePropagation": state, "MulticastSupport": "disable",
                          "SecurityGroupReferencingSupport": references,
                          "VpnEcmpSupport": "enable", **more})  # fmt: skip
        return self

    def tgw_table(
        self, id: str, tgw: str, *, attached: list[str] = [], propagated: list[str] = [],  # noqa: B006
        routes: list[tuple[str, str]] = [],  # noqa: B006
    ) -> Lab:  # fmt: skip
        """A table: who looks up here, whose blocks stand here, static (block, attachment) pairs."""
        self.add("TransitGatewayRouteTables", TransitGatewayRouteTableId=id, TransitGatewayId=tgw,
                 State="available", DefaultAssociationRouteTable=False,
                 DefaultPropagationRouteTable=False, Tags=[])  # fmt: skip
        rows = [
            {"DestinationCidrBlock": block, "Type": "static",
             "State": "blackhole" if to == "blackhole" else "active",
             "TransitGatewayAttachments": [] if to == "blackhole" else [
                 {"TransitGatewayAttachmentId": to, "ResourceType": "vpc"}]}
            for block, to in routes
        ]  # fmt: skip
        loose = self.loose[self.here]
        loose.append((f"{id}-routes", {"TransitGatewayRouteTableId": id, "Routes": rows,
                                       "AdditionalRoutesAvailable": False}))  # fmt: skip
        for key, names in (
            ("Associations", attached), ("TransitGatewayRouteTablePropagations", propagated)
        ):  # fmt: skip
            state = "associated" if key == "Associations" else "enabled"
            loose.append((f"{id}-{key}", {"TransitGatewayRouteTableId": id, key: [
                {"TransitGatewayAttachmentId": one, "ResourceType": "vpc", "State": state}
                for one in names]}))  # fmt: skip
        return self

    def attach(self, id: str, tgw: str, vpc: str, *subnets: str, **options: str) -> Lab:
        chosen = {
            "DnsSupport": "enable",
            "SecurityGroupReferencingSupport": "enable",
            "Ipv6Support": "disable",
            "ApplianceModeSupport": "disable",
            **options,
        }
        self.add("TransitGatewayVpcAttachments", TransitGatewayAttachmentId=id, Options=chosen,
                 TransitGatewayId=tgw, VpcId=vpc, VpcOwnerId=self.owner, State="available",
                 SubnetIds=list(subnets), Tags=[])  # fmt: skip
        return self

    def endpoint(self, id: str, vpc: str, service: str, **more: Any) -> Lab:
        groups = more.get("groups", [])
        kind = "Interface" if more.get("subnets") else "Gateway"
        self.add(
            "VpcEndpoints",
            VpcEndpointId=id,
            VpcEndpointType=kind,
            VpcId=vpc,
            ServiceName=f"com.amazonaws.{self.here[1]}.{service}",
            State="available",
            PolicyDocument='{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*",'
            '"Resource":"*"}]}',
            RouteTableIds=more.get("tables", []),
            SubnetIds=more.get("subnets", []),
            Groups=[{"GroupId": one, "GroupName": one[3:]} for one in groups],
            PrivateDnsEnabled=kind == "Interface",
            OwnerId=self.owner,
            Tags=[],
            NetworkInterfaceIds=[f"eni-{id}-{s}" for s in more.get("subnets", [])],
        )
        for n, subnet in enumerate(more.get("subnets", [])):
            self.eni(f"eni-{id}-{subnet}", subnet, more["addresses"][n], groups,
                     kind="vpc_endpoint", description=f"VPC Endpoint Interface {id}")  # fmt: skip
        return self

    def vgw(self, id: str, vpc: str, *, static: list[str] | None = None) -> Lab:
        """A virtual private gateway with a VPN; `static` routes, else BGP."""
        self.add("VpnGateways", State="available", Type="ipsec.1", VpnGatewayId=id,
                 AmazonSideAsn=64512, Tags=[],
                 VpcAttachments=[{"State": "attached", "VpcId": vpc}])  # fmt: skip
        self.add("VpnConnections", VpnConnectionId=f"vpn-{id}", VpnGatewayId=id, Type="ipsec.1",
                 CustomerGatewayId="cgw-1", State="available", Tags=[],
                 Options={"StaticRoutesOnly": static is not None},
                 Routes=[{"DestinationCidrBlock": one, "Source": "Static", "State": "available"}
                         for one in static or []])  # fmt: skip
        return self

    def prefixes(self, id: str, *blocks: str) -> Lab:
        scope = self.scopes[self.here]
        scope.setdefault("PrefixLists", []).append({
            "PrefixListId": id, "AddressFamily": "IPv4", "State": "create-complete",
            "PrefixListArn": f"arn:aws:ec2:{self.here[1]}:{self.owner}:prefix-list/{id}",
            "PrefixListName": id, "MaxEntries": 10, "Version": 1, "OwnerId": self.owner,
            "Tags": []})  # fmt: skip
        self.loose[self.here].append(
            (f"{id}-entries", {"PrefixListId": id, "Entries": [{"Cidr": one} for one in blocks]})
        )
        return self

    def bpa(self, mode: str, **exclusion: str) -> Lab:
        self.loose[self.here].append(("bpa", {"VpcBlockPublicAccessOptions": {
            "AwsAccountId": self.owner, "AwsRegion": self.here[1], "State": "update-complete",
            "InternetGatewayBlockMode": mode, "ManagedBy": "account",
            "ExclusionsAllowed": "allowed"}}))  # fmt: skip
        if exclusion:
            self.add("VpcBlockPublicAccessExclusions", ExclusionId="vpcbpa-exclude-1",
                     State="create-complete", **exclusion)  # fmt: skip
        return self

    def balancer(
        self, name: str, kind: str, subnets: list[str], groups: list[str], *, addresses: list[str],
        scheme: str = "internet-facing", public: list[str] | None = None,
    ) -> str:  # fmt: skip
        """A balancer with its interfaces; the ARN."""
        short = {"application": "app", "network": "net"}[kind]
        base = f"arn:aws:elasticloadbalancing:{self.here[1]}:{self.owner}"
        path = f"{short}/{name}/0123456789abcdef"
        vpc = self.find("Subnets", "SubnetId", subnets[0])["VpcId"]
        self.add("LoadBalancers", LoadBalancerArn=f"{base}:loadbalancer/{path}", Scheme=scheme,
                 DNSName=f"{name}.elb.amazonaws.com", LoadBalancerName=name, VpcId=vpc,
                 State={"Code": "active"}, Type=kind, IpAddressType="ipv4",
                 AvailabilityZones=[{"SubnetId": one, "ZoneName": self.find(
                     "Subnets", "SubnetId", one)["AvailabilityZone"], "LoadBalancerAddresses": []}
                     for one in subnets], SecurityGroups=groups)  # fmt: skip
        for n, one in enumerate(subnets):
            self.eni(f"eni-{name}-{n}", one, addresses[n], groups, description=f"ELB {path}",
                     kind="network_load_balancer" if kind == "network" else "interface",
                     public=(public or [""] * len(subnets))[n])  # fmt: skip
        return f"{base}:loadbalancer/{path}"

    def forward(
        self, balancer: str, name: str, port: int, protocol: str, target: int, ids: list[str], *,
        kind: str = "instance", behind: str = "", action: str = "forward", keeps: str = "",
    ) -> str:  # fmt: skip
        """A listener that forwards to a target group with its registered targets; the ARN."""
        base = balancer.partition(":loadbalancer/")[0]
        vpc = self.find("LoadBalancers", "LoadBalancerArn", balancer)["VpcId"]
        arn = f"{base}:targetgroup/{name}/0123456789abcdef"
        listener = balancer.replace(":loadbalancer/", ":listener/") + f"/{port:016x}"
        acting: Item = {"Type": action}
        if action == "forward":
            acting |= {"TargetGroupArn": arn, "ForwardConfig": {
                "TargetGroups": [{"TargetGroupArn": arn, "Weight": 1}]}}  # fmt: skip
        else:
            acting |= {"Order": 1, "RedirectConfig": {"StatusCode": "HTTP_301"}}
        self.loose[self.here] += [
            (f"{name}-listeners", {"Listeners": [
                {"ListenerArn": listener, "LoadBalancerArn": balancer, "Port": port,
                 "Protocol": protocol, "DefaultActions": [acting]}]}),
            (f"{name}-rules", {"Rules": [
                {"RuleArn": listener.replace(":listener/", ":listener-rule/") + "/0", "Priority":
                 "default", "Conditions": [], "Actions": [acting], "IsDefault": True}]}),
            (f"{name}-health", {"TargetGroupArn": arn, "TargetHealthDescriptions": [
                {"Target": {"Id": one, "Port": target}, "HealthCheckPort": str(target),
                 "TargetHealth": {"State": "healthy"}} for one in ids]}),
        ]  # fmt: skip
        if keeps:
            kept = {"Key": "preserve_client_ip.enabled", "Value": keeps}
            told = {"TargetGroupArn": arn, "Attributes": [kept]}
            self.loose[self.here].append((f"{name}-attributes", told))
        self.add("TargetGroups", TargetGroupArn=arn, TargetGroupName=name, Port=target, VpcId=vpc,
                 Protocol=behind or protocol, TargetType=kind, LoadBalancerArns=[balancer],
                 HealthCheckProtocol="HTTP", IpAddressType="ipv4")  # fmt: skip
        return arn

    def database(
        self, id: str, subnets: list[str], groups: list[str], *, public: bool, port: int = 5432
    ) -> Lab:  # fmt: skip
        vpc = self.find("Subnets", "SubnetId", subnets[0])["VpcId"]
        nets = {"DBSubnetGroupName": f"nets-{id}", "DBSubnetGroupDescription": "d", "VpcId": vpc,
                "SubnetGroupStatus": "Complete",
                "Subnets": [{"SubnetIdentifier": one, "SubnetStatus": "Active",
                             "SubnetAvailabilityZone": {"Name": self.find(
                                 "Subnets", "SubnetId", one)["AvailabilityZone"]},
                             "SubnetOutpost": {}} for one in subnets]}  # fmt: skip
        arn = f"arn:aws:rds:{self.here[1]}:{self.owner}:db:{id}"
        self.add("DBInstances", DBInstanceIdentifier=id, DBInstanceClass="db.t3.micro",
                 Engine="postgres", DBInstanceStatus="available", AllocatedStorage=20,
                 Endpoint={"Address": f"{id}.rds.amazonaws.com", "Port": port},
                 VpcSecurityGroups=[{"VpcSecurityGroupId": one, "Status": "active"}
                                    for one in groups],
                 AvailabilityZone=self.find("Subnets", "SubnetId", subnets[0])["AvailabilityZone"],
                 DBSubnetGroup=nets, PubliclyAccessible=public, DBInstanceArn=arn,
                 MultiAZ=False, StorageEncrypted=True)  # fmt: skip
        self.add(
            "DBSubnetGroups",
            **nets,
            DBSubnetGroupArn=f"arn:aws:rds:{self.here[1]}:{self.owner}:subgrp:nets-{id}",
        )
        return self

    def files(self) -> Files:
        """One file an output, in ACCOUNT/REGION, by its path."""
        found: Files = {}
        for (account, region), outputs in self.scopes.items():
            place = f"{account}/{region}"
            for key, items in outputs.items():
                found[f"{place}/{key}.json"] = {key: items}
            for name, output in self.loose[account, region]:
                found[f"{place}/{name}.json"] = output
            off = {"AwsAccountId": account, "AwsRegion": region, "State": "default-state",
                   "InternetGatewayBlockMode": "off"}  # fmt: skip
            found.setdefault(f"{place}/bpa.json", {"VpcBlockPublicAccessOptions": off})
        return found


def answers(files: Files, folder: Path, flows: list[tuple[Any, ...]]) -> list[Item]:
    """What `partywall reach --batch` says of (source, destination, protocol, port) flows."""
    for name, output in files.items():
        path = folder / "accounts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(output))
    asked = folder / "flows.jsonl"
    rows = [dict(zip(("source", "destination", "protocol", "port"), one, strict=False))
            for one in flows]  # fmt: skip
    asked.write_text("".join(json.dumps(one) + "\n" for one in rows))
    given = ["--batch", str(asked), str(folder / "accounts"), "--format", "json"]
    result = CliRunner().invoke(command, given, prog_name="reach")
    assert result.exit_code == 0, (result.output, result.exception)
    return [json.loads(line) for line in result.stdout.splitlines()]
