"""A small organisation as the AWS CLI prints it: two accounts, two Regions, one transit gateway."""

from __future__ import annotations

import base64
import copy
import json
from pathlib import Path
from typing import Any

from partywall.sources.describe import Collection
from partywall.sources.reading import Reading

A, B = "111122223333", "444455556666"
WEST, NORTH = "eu-west-1", "eu-north-1"
ELB = f"arn:aws:elasticloadbalancing:{WEST}:{A}"
FRONT = f"{ELB}:loadbalancer/app/front/50dc6c495c0c9188"
LISTENER = f"{ELB}:listener/app/front/50dc6c495c0c9188/f2f7dc8efc522ab2"
WEB = f"{ELB}:targetgroup/web/73e2d6bc24d8a067"

Files = dict[str, dict[str, Any]]


def table(id: str, vpc: str, routes: list[dict[str, Any]], *more: dict[str, Any]) -> dict[str, Any]:
    local = {
        "DestinationCidrBlock": "10.0.0.0/16",
        "GatewayId": "local",
        "Origin": "CreateRouteTable",
        "State": "active",
    }
    return {
        "RouteTableId": id,
        "VpcId": vpc,
        "OwnerId": A,
        "Routes": [local, *routes],
        "Associations": list(more),
        "PropagatingVgws": [],
        "Tags": [],
    }


def made(**target: str) -> dict[str, Any]:
    return {"Origin": "CreateRoute", "State": "active", **target}


def subnet(id: str, block: str, zone: str) -> dict[str, Any]:
    return {
        "SubnetId": id,
        "VpcId": "vpc-a",
        "CidrBlock": block,
        "AvailabilityZone": zone,
        "OwnerId": A,
        "SubnetArn": f"arn:aws:ec2:{WEST}:{A}:subnet/{id}",
        "MapPublicIpOnLaunch": False,
        "State": "available",
        "Tags": [],
    }


INTERFACE = {
    "NetworkInterfaceId": "eni-web",
    "OwnerId": A,
    "SubnetId": "subnet-a1",
    "VpcId": "vpc-a",
    "Description": "",
    "Groups": [{"GroupId": "sg-web", "GroupName": "web"}],
    "PrivateIpAddress": "10.0.1.10",
    "PrivateIpAddresses": [
        {
            "Primary": True,
            "PrivateIpAddress": "10.0.1.10",
            "Association": {"IpOwnerId": "amazon", "PublicIp": "198.51.100.7"},
        }
    ],
    "Association": {"IpOwnerId": "amazon", "PublicIp": "198.51.100.7"},
    "Attachment": {
        "AttachmentId": "eni-attach-1",
        "DeleteOnTermination": True,
        "DeviceIndex": 0,
        "Status": "attached",
    },
    "SourceDestCheck": True,
    "Status": "in-use",
    "InterfaceType": "interface",
    "Ipv6Addresses": [],
}
ATTACHED = {**INTERFACE["Attachment"], "InstanceId": "i-web", "InstanceOwnerId": A}  # type: ignore[dict-item]
BALANCED = {
    "NetworkInterfaceId": "eni-front",
    "OwnerId": A,
    "SubnetId": "subnet-a1",
    "VpcId": "vpc-a",
    "Description": "ELB app/front/50dc6c495c0c9188",
    "Groups": [{"GroupId": "sg-web", "GroupName": "web"}],
    "PrivateIpAddress": "10.0.1.20",
    "PrivateIpAddresses": [{"Primary": True, "PrivateIpAddress": "10.0.1.20"}],
    "RequesterManaged": True,
    "SourceDestCheck": True,
    "Status": "in-use",
}
INSTANCE = {
    "InstanceId": "i-web",
    "ImageId": "ami-1",
    "InstanceType": "t3.micro",
    "SubnetId": "subnet-a1",
    "VpcId": "vpc-a",
    "PrivateIpAddress": "10.0.1.10",
    "PublicIpAddress": "198.51.100.7",
    "State": {"Code": 16, "Name": "running"},
    "Placement": {"AvailabilityZone": "eu-west-1a", "GroupName": "", "Tenancy": "default"},
    "Monitoring": {"State": "disabled"},
    "IamInstanceProfile": {"Arn": f"arn:aws:iam::{A}:instance-profile/app/web", "Id": "AIPA1"},
    "SecurityGroups": [{"GroupId": "sg-web", "GroupName": "web"}],
    "SourceDestCheck": True,
    "NetworkInterfaces": [INTERFACE],
    "BlockDeviceMappings": [
        {
            "DeviceName": "/dev/xvda",
            "Ebs": {"DeleteOnTermination": True, "Status": "attached", "VolumeId": "vol-root"},
        }
    ],
    "MetadataOptions": {"HttpTokens": "required", "HttpEndpoint": "enabled", "State": "applied"},
}


COLUMNS = (
    "user", "arn", "user_creation_time", "password_enabled", "password_last_used",
    "password_last_changed", "password_next_rotation", "mfa_active", "access_key_1_active",
    "access_key_1_last_rotated", "access_key_1_last_used_date", "access_key_1_last_used_region",
    "access_key_1_last_used_service", "access_key_2_active", "access_key_2_last_rotated",
    "access_key_2_last_used_date", "access_key_2_last_used_region",
    "access_key_2_last_used_service", "cert_1_active", "cert_1_last_rotated", "cert_2_active",
    "cert_2_last_rotated",
)  # fmt: skip
"""Of a credential report. Source: IAM User Guide, "Generate credential reports for your AWS
account", read 2026-11-23."""

WORDS = {
    "password_enabled": "not_supported",
    "password_last_used": "no_information",
    "password_last_changed": "not_supported",
    "password_next_rotation": "not_supported",
    "mfa_active": "true",
    "access_key_1_active": "false",
    "access_key_2_active": "false",
    "cert_1_active": "false",
    "cert_2_active": "false",
}
"""What a report says of a root user that is well kept; N/A in all other columns."""

KIM = {
    "user": "kim",
    "user_creation_time": "2021-02-03T00:00:00+00:00",
    "password_enabled": "true",
    "password_last_used": "2026-11-21T07:00:00+00:00",
    "password_next_rotation": "2027-02-01T00:00:00+00:00",
}
"""What a report says of a user, whose name is nobody's business."""


def report(account: str = A, *users: dict[str, str], **root: str) -> str:
    """A credential report as CSV; `root` are the columns in which root differs from WORDS."""
    own = {"user": "<root_account>", "arn": f"arn:aws:iam::{account}:root"}
    own |= {"user_creation_time": "2020-01-01T00:00:00+00:00", **WORDS, **root}
    rows = [",".join(row.get(name, "N/A") for name in COLUMNS) for row in (own, *users)]
    return "\n".join((",".join(COLUMNS), *rows))


def printed(content: str, at: str = "2026-11-22T10:00:00+00:00") -> dict[str, Any]:
    """A credential report as the AWS CLI prints it."""
    encoded = base64.b64encode(content.encode()).decode()
    return {"Content": encoded, "ReportFormat": "text/csv", "GeneratedTime": at}


def counted(**root: int) -> dict[str, Any]:
    """The summary of an account; `root` are the counts that differ."""
    counts = {"AccountAccessKeysPresent": 0, "AccountMFAEnabled": 1, "AccountPasswordPresent": 1}
    return {"SummaryMap": {"Users": 1, **counts, "AccountSigningCertificatesPresent": 0, **root}}


def files() -> Files:
    """Every file of the organisation, by its path; the caller's own, to change at will."""
    return copy.deepcopy(_files())


def _files() -> Files:
    west = f"{A}/{WEST}"
    return {
        f"{A}/account-summary.json": counted(),
        f"{A}/credential-report.json": printed(report(A, KIM)),
        f"{west}/vpcs.json": {
            "Vpcs": [
                {
                    "VpcId": "vpc-a",
                    "CidrBlock": "10.0.0.0/16",
                    "OwnerId": A,
                    "IsDefault": False,
                    "InstanceTenancy": "default",
                    "CidrBlockAssociationSet": [
                        {"AssociationId": "vpc-cidr-assoc-1", "CidrBlock": "10.0.0.0/16",
                         "CidrBlockState": {"State": "associated"}},
                        {"AssociationId": "vpc-cidr-assoc-2", "CidrBlock": "10.1.0.0/16",
                         "CidrBlockState": {"State": "associated"}},
                        {"AssociationId": "vpc-cidr-assoc-3", "CidrBlock": "10.2.0.0/16",
                         "CidrBlockState": {"State": "disassociated"}},
                    ],
                }
            ]
        },
        f"{west}/subnets-1.json": {
            "Subnets": [subnet("subnet-a1", "10.0.1.0/24", "eu-west-1a")],
            "NextToken": "page-2",
        },
        f"{west}/subnets-2.json": {"Subnets": [subnet("subnet-a2", "10.0.2.0/24", "eu-west-1b")]},
        f"{west}/route-tables.json": {
            "RouteTables": [
                table("rtb-main", "vpc-a", [], {"Main": True}),
                table(
                    "rtb-public",
                    "vpc-a",
                    [
                        made(DestinationCidrBlock="0.0.0.0/0", GatewayId="igw-a"),
                        made(DestinationCidrBlock="10.9.0.0/16", TransitGatewayId="tgw-1"),
                        {**made(DestinationCidrBlock="10.8.0.0/16",
                                VpcPeeringConnectionId="pcx-gone"), "State": "blackhole"},
                        {"DestinationCidrBlock": "192.168.0.0/16", "GatewayId": "vgw-1",
                         "Origin": "EnableVgwRoutePropagation", "State": "active"},
                    ],
                    {"RouteTableAssociationId": "rtbassoc-1", "SubnetId": "subnet-a1",
                     "AssociationState": {"State": "associated"}},
                ),
            ]
        },
        f"{west}/security-groups.json": {
            "SecurityGroups": [
                {
                    "GroupId": "sg-web",
                    "GroupName": "web",
                    "Description": "web servers",
                    "VpcId": "vpc-a",
                    "OwnerId": A,
                    "IpPermissions": [
                        {
                            "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
                            "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "all"}],
                            "Ipv6Ranges": [{"CidrIpv6": "::/0"}],
                            "PrefixListIds": [{"PrefixListId": "pl-0123456789abcdef0"}],
                            "UserIdGroupPairs": [{"GroupId": "sg-web", "UserId": A}],
                        }
                    ],
                    "IpPermissionsEgress": [
                        {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
                         "UserIdGroupPairs": [], "Ipv6Ranges": [], "PrefixListIds": []}
                    ],
                },
                {
                    "GroupId": "sg-quiet", "GroupName": "quiet", "Description": "nothing",
                    "VpcId": "vpc-a", "OwnerId": A, "IpPermissions": [],
                    "IpPermissionsEgress": [],
                },
            ]
        },
        f"{west}/network-acls.json": {
            "NetworkAcls": [
                {
                    "NetworkAclId": "acl-1",
                    "VpcId": "vpc-a",
                    "OwnerId": A,
                    "IsDefault": True,
                    "Entries": [
                        {"Egress": egress, "Protocol": "-1", "RuleNumber": number,
                         "RuleAction": action, "CidrBlock": "0.0.0.0/0"}
                        for egress in (False, True)
                        for number, action in ((100, "allow"), (32767, "deny"))
                    ],
                    "Associations": [
                        {"NetworkAclAssociationId": f"aclassoc-{n}", "NetworkAclId": "acl-1",
                         "SubnetId": f"subnet-a{n}"}
                        for n in (1, 2)
                    ],
                }
            ]
        },
        f"{west}/instances.json": {
            "Reservations": [
                {"ReservationId": "r-1", "OwnerId": A, "Groups": [], "Instances": [INSTANCE]},
                {
                    "ReservationId": "r-2",
                    "OwnerId": A,
                    "Instances": [
                        {**INSTANCE, "InstanceId": "i-gone", "NetworkInterfaces": [],
                         "State": {"Code": 48, "Name": "terminated"}}
                    ],
                },
            ]
        },
        f"{west}/network-interfaces.json": {
            "NetworkInterfaces": [
                {**INTERFACE, "Attachment": ATTACHED, "TagSet": []},
                {**BALANCED, "TagSet": []},
            ]
        },
        f"{west}/volumes.json": {
            "Volumes": [
                {
                    "VolumeId": "vol-root", "Size": 8, "VolumeType": "gp3", "Encrypted": True,
                    "KmsKeyId": f"arn:aws:kms:{WEST}:{A}:key/1", "State": "in-use",
                    "AvailabilityZone": "eu-west-1a",
                    "Attachments": [{"InstanceId": "i-web", "Device": "/dev/xvda",
                                     "VolumeId": "vol-root", "State": "attached"}],
                }
            ]
        },
        f"{west}/internet-gateways.json": {
            "InternetGateways": [
                {"InternetGatewayId": "igw-a", "OwnerId": A, "Tags": [],
                 "Attachments": [{"State": "available", "VpcId": "vpc-a"}]}
            ]
        },
        f"{west}/vpn-gateways.json": {
            "VpnGateways": [
                {"VpnGatewayId": "vgw-1", "State": "available", "Type": "ipsec.1",
                 "AmazonSideAsn": 64512,
                 "VpcAttachments": [{"State": "attached", "VpcId": "vpc-a"}]}
            ]
        },
        f"{west}/vpn-connections.json": {
            "VpnConnections": [
                {
                    "VpnConnectionId": "vpn-1", "CustomerGatewayId": "cgw-1", "State": "available",
                    "TransitGatewayId": "tgw-1", "Type": "ipsec.1",
                    "CustomerGatewayConfiguration": "<key>correct-horse</key>",
                    "Options": {
                        "StaticRoutesOnly": True,
                        "TunnelOptions": [
                            {"OutsideIpAddress": "198.51.100.9", "PreSharedKey": "correct-horse",
                             "TunnelInsideCidr": "169.254.1.0/30", "DpdTimeoutSeconds": 30}
                        ],
                    },
                    "Routes": [{"DestinationCidrBlock": "192.168.0.0/16", "State": "available"}],
                }
            ]
        },
        f"{west}/flow-logs.json": {"FlowLogs": []},
        f"{west}/block-public-access.json": {
            "VpcBlockPublicAccessOptions": {"AwsAccountId": A, "AwsRegion": WEST,
                                            "InternetGatewayBlockMode": "off"}
        },
        f"{west}/addresses.json": {"Addresses": []},
        f"{west}/managed-prefix-lists.json": {
            "PrefixLists": [
                {"PrefixListId": "pl-0123456789abcdef0", "PrefixListName": "offices",
                 "AddressFamily": "IPv4", "MaxEntries": 4, "Version": 1, "OwnerId": A,
                 "PrefixListArn": f"arn:aws:ec2:{WEST}:{A}:prefix-list/pl-0123456789abcdef0"}
            ]
        },
        f"{west}/entries-pl-0123456789abcdef0.json": {
            "Entries": [{"Cidr": "203.0.113.0/24", "Description": "Lyon"}]
        },
        f"{west}/classic-load-balancers.json": {"LoadBalancerDescriptions": []},
        f"{west}/load-balancers.json": {
            "LoadBalancers": [
                {
                    "LoadBalancerArn": FRONT, "LoadBalancerName": "front", "Type": "application",
                    "Scheme": "internet-facing", "VpcId": "vpc-a", "IpAddressType": "ipv4",
                    "DNSName": "front-1.eu-west-1.elb.amazonaws.com",
                    "SecurityGroups": ["sg-web"], "State": {"Code": "active"},
                    "AvailabilityZones": [
                        {"ZoneName": f"eu-west-1{zone}", "SubnetId": f"subnet-a{n}",
                         "LoadBalancerAddresses": []}
                        for n, zone in ((1, "a"), (2, "b"))
                    ],
                }
            ]
        },
        f"{west}/listeners-50dc6c495c0c9188.json": {
            "Listeners": [
                {"ListenerArn": LISTENER, "LoadBalancerArn": FRONT, "Port": 443,
                 "Protocol": "HTTPS", "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
                 "Certificates": [{"CertificateArn": f"arn:aws:acm:{WEST}:{A}:certificate/1"}],
                 "DefaultActions": [{"Type": "forward", "TargetGroupArn": WEB}]}
            ]
        },
        f"{west}/rules.json": {
            "Rules": [
                {"RuleArn": LISTENER.replace(":listener/", ":listener-rule/") + f"/{n}",
                 "Priority": priority, "IsDefault": priority == "default", "Conditions": [],
                 "Actions": [{"Type": "forward", "TargetGroupArn": WEB}]}
                for n, priority in ((1, "10"), (2, "default"))
            ]
        },
        f"{west}/target-groups.json": {
            "TargetGroups": [
                {"TargetGroupArn": WEB, "TargetGroupName": "web", "Protocol": "HTTP", "Port": 8080,
                 "VpcId": "vpc-a", "TargetType": "instance", "LoadBalancerArns": [FRONT]}
            ]
        },
        f"{west}/target-health-web.json": {
            "TargetHealthDescriptions": [
                {"Target": {"Id": "i-web", "Port": 8080}, "TargetHealth": {"State": "healthy"}},
                {"Target": {"Id": "i-old", "Port": 8080}, "TargetHealth": {"State": "draining"}},
            ]
        },
        f"{west}/transit-gateways.json": {
            "TransitGateways": [
                {"TransitGatewayId": "tgw-1", "OwnerId": B, "State": "available",
                 "TransitGatewayArn": f"arn:aws:ec2:{WEST}:{B}:transit-gateway/tgw-1",
                 "Options": {"DefaultRouteTableAssociation": "disable",
                             "DefaultRouteTablePropagation": "disable"}}
            ]
        },
        f"{west}/transit-gateway-vpc-attachments.json": {
            "TransitGatewayVpcAttachments": [
                {"TransitGatewayAttachmentId": "tgw-attach-a", "TransitGatewayId": "tgw-1",
                 "VpcId": "vpc-a", "VpcOwnerId": A, "State": "available",
                 "SubnetIds": ["subnet-a2"], "Options": {"Ipv6Support": "disable"}}
            ]
        },
        f"{B}/{WEST}/tgw.json": {
            "TransitGateways": [
                {"TransitGatewayId": "tgw-1", "OwnerId": B, "State": "available",
                 "Tags": [{"Key": "Name", "Value": "hub"}],
                 "TransitGatewayArn": f"arn:aws:ec2:{WEST}:{B}:transit-gateway/tgw-1",
                 "Options": {"DefaultRouteTableAssociation": "disable",
                             "DefaultRouteTablePropagation": "disable"}}
            ],
            "TransitGatewayRouteTables": [
                {"TransitGatewayRouteTableId": "tgw-rtb-0123456789abcdef0",
                 "TransitGatewayId": "tgw-1", "State": "available"}
            ],
            "TransitGatewayAttachments": [
                {"TransitGatewayAttachmentId": id, "TransitGatewayId": "tgw-1",
                 "State": "available", "ResourceType": kind, "ResourceId": of, "ResourceOwnerId": A,
                 "Association": {"TransitGatewayRouteTableId": "tgw-rtb-0123456789abcdef0",
                                 "State": "associated"}}
                for id, kind, of in (("tgw-attach-a", "vpc", "vpc-a"),
                                     ("tgw-attach-v", "vpn", "vpn-1"))
            ],
        },
        f"{B}/{WEST}/routes.json": {
            "TransitGatewayRouteTableId": "tgw-rtb-0123456789abcdef0",
            "Routes": [
                {"DestinationCidrBlock": "192.168.0.0/16", "Type": "static", "State": "active",
                 "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-v",
                                                "ResourceType": "vpn", "ResourceId": "vpn-1"}]},
                {"DestinationCidrBlock": "10.0.0.0/16", "Type": "propagated", "State": "active",
                 "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-a"}]},
                {"DestinationCidrBlock": "172.16.0.0/12", "Type": "static", "State": "blackhole"},
            ],
            "AdditionalRoutesAvailable": False,
        },
        f"{B}/{WEST}/propagations-tgw-rtb-0123456789abcdef0.json": {
            "TransitGatewayRouteTablePropagations": [
                {"TransitGatewayAttachmentId": "tgw-attach-a", "ResourceType": "vpc",
                 "ResourceId": "vpc-a", "State": "enabled"}
            ]
        },
        f"{B}/{WEST}/vpn-connections.json": {"VpnConnections": []},
        f"{B}/{NORTH}/rds.json": {
            "DBInstances": [
                {"DBInstanceIdentifier": "orders", "Engine": "postgres",
                 "DBInstanceArn": f"arn:aws:rds:{NORTH}:{B}:db:orders",
                 "DBInstanceStatus": "available", "PubliclyAccessible": False,
                 "StorageEncrypted": True, "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-db"}],
                 "DBSubnetGroup": {"DBSubnetGroupName": "default", "VpcId": "vpc-n",
                                   "Subnets": [{"SubnetIdentifier": "subnet-n1"}]}},
                {"DBInstanceIdentifier": "graph", "Engine": "neptune",
                 "DBInstanceArn": f"arn:aws:rds:{NORTH}:{B}:db:graph"},
            ]
        },
        f"{B}/{WEST}/rds.json": {
            "DBSubnetGroups": [
                {"DBSubnetGroupName": "default", "DBSubnetGroupDescription": "here",
                 "DBSubnetGroupArn": f"arn:aws:rds:{WEST}:{B}:subgrp:default",
                 "Subnets": [{"SubnetIdentifier": "subnet-b1"}]}
            ]
        },
    }  # fmt: skip


def write(folder: Path, given: Files) -> None:
    """Write files as the CLI prints them."""
    for name, content in given.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=4))


def reading(given: Files, region: str = "", account: str = "") -> Reading:
    """The reading of files, taken in the order given."""
    collection = Collection(region, account)
    for name, content in given.items():
        collection.add(json.dumps(content).encode(), name, "exports")
    return collection.reading()
