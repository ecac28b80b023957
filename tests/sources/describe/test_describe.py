"""What `aws … describe-*` printed becomes the estate that a template would make."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from partywall.estate import schema
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.truth import Doubt
from partywall.kernel.unknown import Unknown
from partywall.sources.reading import Reading
from sources.describe.accounts import FRONT, LISTENER, NORTH, WEB, WEST, A, B, Files, files, reading

EC2 = "AWS::EC2::"


@pytest.fixture(scope="module")
def whole() -> Reading:
    return reading(files())


def one(read: Reading, address: str) -> Resource:
    return next(each for each in read.resources if each.address == address)


def told(read: Reading, address: str, *keys: str) -> dict[str, Any]:
    properties = one(read, address).properties
    return {key: properties.get(key) for key in keys}


def of(read: Reading, kind: str) -> list[str]:
    return [each.address for each in read.resources if each.type == kind]


def test_everything_is_well_formed_and_there_once(whole: Reading) -> None:
    assert whole.diagnostics == []
    for each in whole.resources:
        assert schema.validate(each.type, each.properties) == [], each.address
        assert each.origin == "live"
    addresses = [each.address for each in whole.resources]
    assert len(set(addresses)) == len(addresses)


def test_whose_it_is_and_where(whole: Reading) -> None:
    assert one(whole, "vpc-a").names == ("vpc-a", f"arn:aws:ec2:{WEST}:{A}:vpc/vpc-a")
    assert one(whole, "tgw-1").region == WEST
    assert one(whole, f"arn:aws:rds:{NORTH}:{B}:db:orders").region == NORTH
    assert one(whole, "i-web").place.file == f"{A}/{WEST}/instances.json"


def test_blocks_of_a_vpc(whole: Reading) -> None:
    assert of(whole, f"{EC2}VPCCidrBlock") == ["vpc-cidr-assoc-2"]
    assert one(whole, "vpc-cidr-assoc-2").properties["CidrBlock"] == "10.1.0.0/16"


def test_a_subnet_without_a_table_has_the_main_one(whole: Reading) -> None:
    pairs = {
        (each.properties["SubnetId"], each.properties["RouteTableId"])
        for each in whole.resources
        if each.type == f"{EC2}SubnetRouteTableAssociation"
    }
    assert pairs == {("subnet-a1", "rtb-public"), ("subnet-a2", "rtb-main")}


@pytest.mark.parametrize("missing", ["route-tables.json", "subnets-2.json"])
def test_which_table_is_in_force_is_told_by_all_tables_only(missing: str) -> None:
    given = files()
    content = given.pop(f"{A}/{WEST}/{missing}")
    if missing.startswith("route"):
        content["NextToken"] = "there is more"
        given[f"{A}/{WEST}/{missing}"] = content
    read = reading(given)
    found = of(read, f"{EC2}SubnetRouteTableAssociation")
    assert found == ["rtbassoc-1"]


def test_routes_that_somebody_made(whole: Reading) -> None:
    assert of(whole, f"{EC2}Route") == [
        "rtb-public/0.0.0.0/0",
        "rtb-public/10.8.0.0/16",
        "rtb-public/10.9.0.0/16",
    ]
    assert told(whole, "rtb-public/0.0.0.0/0", "GatewayId", "RouteTableId") == {
        "GatewayId": "igw-a",
        "RouteTableId": "rtb-public",
    }
    assert told(whole, "rtb-public/10.8.0.0/16", "State") == {"State": "blackhole"}


def test_rules_of_a_group(whole: Reading) -> None:
    header = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
    rules = one(whole, "sg-web").properties["SecurityGroupIngress"]
    assert isinstance(rules, list)
    assert len(rules) == 4
    assert {**header, "CidrIp": "0.0.0.0/0", "Description": "all"} in rules
    assert {**header, "CidrIpv6": "::/0"} in rules
    assert {**header, "SourcePrefixListId": "pl-0123456789abcdef0"} in rules
    pair = {"SourceSecurityGroupId": "sg-web", "SourceSecurityGroupOwnerId": A}
    assert {**header, **pair} in rules
    assert told(whole, "sg-quiet", "SecurityGroupEgress") == {"SecurityGroupEgress": []}


def test_rules_listed_one_by_one_make_the_same_groups(whole: Reading) -> None:
    given = files()
    del given[f"{A}/{WEST}/security-groups.json"]
    header = {"GroupId": "sg-web", "GroupOwnerId": A, "IpProtocol": "tcp", "FromPort": 443,
              "ToPort": 443, "IsEgress": False}  # fmt: skip
    given[f"{A}/{WEST}/rules-of-groups.json"] = {
        "SecurityGroupRules": [
            {**header, "SecurityGroupRuleId": "sgr-1", "CidrIpv4": "0.0.0.0/0",
             "Description": "all"},
            {**header, "SecurityGroupRuleId": "sgr-2", "CidrIpv6": "::/0"},
            {**header, "SecurityGroupRuleId": "sgr-3", "PrefixListId": "pl-0123456789abcdef0"},
            {**header, "SecurityGroupRuleId": "sgr-4",
             "ReferencedGroupInfo": {"GroupId": "sg-web", "UserId": A}},
            {"SecurityGroupRuleId": "sgr-5", "GroupId": "sg-web", "GroupOwnerId": A,
             "IsEgress": True, "IpProtocol": "-1", "FromPort": -1, "ToPort": -1,
             "CidrIpv4": "0.0.0.0/0"},
        ]
    }  # fmt: skip
    read = reading(given)
    sides = ("SecurityGroupIngress", "SecurityGroupEgress")
    assert told(read, "sg-web", *sides) == told(whole, "sg-web", *sides)
    assert one(read, "sg-web").covers == {"GroupId", *sides}


def test_a_list_of_rules_cut_short_may_go_on() -> None:
    rule = {"SecurityGroupRuleId": "sgr-1", "GroupId": "sg-1", "GroupOwnerId": A,
            "IsEgress": True, "IpProtocol": "-1", "CidrIpv4": "0.0.0.0/0"}  # fmt: skip
    given: Files = {f"{A}/{WEST}/one.json": {"SecurityGroupRules": [rule], "NextToken": "more"}}
    for side in ("SecurityGroupIngress", "SecurityGroupEgress"):
        last = one(reading(given), "sg-1").properties[side][-1]  # type: ignore[index]
        assert type(last) is Unknown
        assert last.many


def test_the_last_rule_of_an_acl_goes_without_saying(whole: Reading) -> None:
    assert of(whole, f"{EC2}NetworkAclEntry") == ["acl-1/egress/100", "acl-1/ingress/100"]
    assert of(whole, f"{EC2}SubnetNetworkAclAssociation") == ["aclassoc-1", "aclassoc-2"]


def test_an_instance(whole: Reading) -> None:
    properties = one(whole, "i-web").properties
    assert properties["IamInstanceProfile"] == "web"
    assert properties["Monitoring"] is False
    assert properties["SecurityGroupIds"] == ["sg-web"]
    assert "PlacementGroupName" not in properties
    (interface,) = properties["NetworkInterfaces"]  # type: ignore[misc]
    assert interface["NetworkInterfaceId"] == "eni-web"
    assert interface["AssociatePublicIpAddress"] is True
    (disk,) = properties["BlockDeviceMappings"]  # type: ignore[misc]
    assert disk["Ebs"]["Encrypted"] is True
    assert "i-gone" not in of(whole, f"{EC2}Instance")


@pytest.mark.parametrize(
    ("key", "item"),
    [
        ("NatGateways", {"NatGatewayId": "nat-1", "State": "deleted"}),
        ("VpcPeeringConnections", {"VpcPeeringConnectionId": "pcx-1",
                                   "Status": {"Code": "pending-acceptance"}}),
        ("VpcEndpoints", {"VpcEndpointId": "vpce-1", "State": "PendingAcceptance"}),
        ("FlowLogs", {"FlowLogId": "fl-1", "DeliverLogsStatus": "FAILED"}),
        ("VpcBlockPublicAccessOptions", {"AwsAccountId": A, "AwsRegion": WEST,
                                         "InternetGatewayBlockMode": "off"}),
        ("Snapshots", {"SnapshotId": "snap-1", "OwnerId": B}),
    ],
)  # fmt: skip
def test_what_does_nothing_is_left_out(key: str, item: dict[str, Any]) -> None:
    """Though its command was run, so that there are none of its type."""
    content: Any = item if key.endswith("Options") else [item]
    given: Files = {f"{A}/{WEST}/one.json": {key: content}}
    assert reading(given).resources == []


def test_what_is_being_changed_is_not_known() -> None:
    options = {"AwsAccountId": A, "AwsRegion": WEST, "State": "update-in-progress",
               "InternetGatewayBlockMode": "block-ingress"}  # fmt: skip
    read = reading({f"{A}/{WEST}/one.json": {"VpcBlockPublicAccessOptions": options}})
    (mode,) = [each.properties["InternetGatewayBlockMode"] for each in read.resources]
    assert type(mode) is Unknown


def test_a_public_address_is_an_association(whole: Reading) -> None:
    (association,) = of(whole, f"{EC2}EIPAssociation")
    assert one(whole, association).properties == {
        "EIP": "198.51.100.7",
        "InstanceId": "i-web",
        "NetworkInterfaceId": "eni-web",
        "PrivateIpAddress": "10.0.1.10",
    }


def test_an_instance_tells_of_its_interfaces_too(whole: Reading) -> None:
    given = files()
    del given[f"{A}/{WEST}/network-interfaces.json"]
    read = reading(given)
    keys = ("GroupSet", "PrivateIpAddresses", "SubnetId", "SourceDestCheck")
    assert told(read, "eni-web", *keys) == told(whole, "eni-web", *keys)
    assert "Tags" not in (one(read, "eni-web").covers or ())
    gaps = one(read, "i-web").uncollected or {}
    assert "describe-network-interfaces" in str(gaps[f"{EC2}EIPAssociation"])


def test_disks_without_their_volumes_are_not_known() -> None:
    given = files()
    del given[f"{A}/{WEST}/volumes.json"]
    (disk,) = one(reading(given), "i-web").properties["BlockDeviceMappings"]  # type: ignore[misc]
    assert type(disk["Ebs"]["Encrypted"]) is Unknown


def test_what_a_service_made_is_no_finding_of_the_customers(whole: Reading) -> None:
    assert "a service of AWS" in one(whole, "eni-front").owned_by_aws
    assert one(whole, "eni-web").owned_by_aws == ""


def test_balancers(whole: Reading) -> None:
    assert told(whole, FRONT, "Subnets", "Name") == {
        "Subnets": ["subnet-a1", "subnet-a2"],
        "Name": "front",
    }
    (rule,) = of(whole, "AWS::ElasticLoadBalancingV2::ListenerRule")
    assert told(whole, rule, "ListenerArn", "Priority") == {
        "ListenerArn": LISTENER,
        "Priority": "10",
    }
    assert told(whole, WEB, "Targets") == {"Targets": [{"Id": "i-web", "Port": 8080}]}


def test_transit_gateways(whole: Reading) -> None:
    rtb = "tgw-rtb-0123456789abcdef0"
    assert of(whole, f"{EC2}TransitGatewayRoute") == [
        f"{rtb}/172.16.0.0/12",
        f"{rtb}/192.168.0.0/16",
    ]
    assert told(whole, f"{rtb}/172.16.0.0/12", "Blackhole") == {"Blackhole": True}
    assert of(whole, f"{EC2}TransitGatewayRouteTableAssociation") == [
        f"{rtb}/tgw-attach-a",
        f"{rtb}/tgw-attach-v",
    ]
    assert "tgw-attach-v" in one(whole, "vpn-1").names
    assert told(whole, "tgw-attach-a", "SubnetIds") == {"SubnetIds": ["subnet-a2"]}
    assert told(whole, "tgw-1", "Tags") == {"Tags": [{"Key": "Name", "Value": "hub"}]}
    assert of(whole, f"{EC2}TransitGatewayRouteTablePropagation") == [
        f"{rtb}/tgw-attach-a/propagation"
    ]
    apart = {f"{EC2}TransitGatewayRoute", f"{EC2}TransitGatewayRouteTablePropagation"}
    assert not apart & set(one(whole, rtb).uncollected or ())
    given = files()
    del given[f"{B}/{WEST}/propagations-{rtb}.json"]
    gaps = one(reading(given), rtb).uncollected or {}
    assert apart & set(gaps) == {f"{EC2}TransitGatewayRouteTablePropagation"}
    assert "propagations was not collected" in str(
        gaps[f"{EC2}TransitGatewayRouteTablePropagation"]
    )


def test_keys_of_a_vpn_are_secret(whole: Reading) -> None:
    assert "correct-horse" in whole.secrets
    assert "correct-horse" not in repr(one(whole, "vpn-1"))


def test_a_database_brings_its_group_and_names_are_those_nearby(whole: Reading) -> None:
    assert of(whole, "AWS::RDS::DBInstance") == [f"arn:aws:rds:{NORTH}:{B}:db:orders"]
    groups = of(whole, "AWS::RDS::DBSubnetGroup")
    assert groups == [f"arn:aws:rds:{region}:{B}:subgrp:default" for region in (NORTH, WEST)]
    estate = Estate(whole.resources)
    database = one(whole, f"arn:aws:rds:{NORTH}:{B}:db:orders")
    link = estate.link(database.properties["DBSubnetGroupName"], "AWS::RDS::DBSubnetGroup")
    assert link.sure
    assert link.targets[0].properties["SubnetIds"] == ["subnet-n1"]


def test_entries_stand_in_their_list(whole: Reading) -> None:
    entries = [{"Cidr": "203.0.113.0/24", "Description": "Lyon"}]
    assert told(whole, "pl-0123456789abcdef0", "Entries") == {"Entries": entries}


# -- what was not collected


@pytest.mark.parametrize(
    ("file", "address", "kind"),
    [
        ("flow-logs.json", "vpc-a", "FlowLog"),
        ("addresses.json", "i-web", "EIP"),
        ("vpn-gateways.json", "vpc-a", "VPCGatewayAttachment"),
        ("internet-gateways.json", "vpc-a", "VPCGatewayAttachment"),
    ],
)
def test_what_no_file_tells_of_is_in_doubt(file: str, address: str, kind: str) -> None:
    name = f"{A}/{WEST}/{file}"
    given = files()
    assert in_doubt(given, address, kind) == []
    content = given.pop(name)
    assert len(in_doubt(given, address, kind)) == 1
    given[name] = {**content, "NextToken": "another page"}
    assert len(in_doubt(given, address, kind)) == 1
    given[name] = content
    assert in_doubt(given, address, kind) == []


def in_doubt(given: Files, address: str, kind: str) -> list[str]:
    read = reading(given)
    estate = Estate(read.resources)
    companions = estate.companions(one(read, address), f"{EC2}{kind}")
    return [each.resource.address for each in companions if isinstance(each.sure, Doubt)]


def test_what_no_command_tells_of_is_in_doubt_always(whole: Reading) -> None:
    estate = Estate(whole.resources)
    (unseen,) = estate.companions(one(whole, FRONT), "AWS::WAFv2::WebACLAssociation")
    assert isinstance(unseen.sure, Doubt)


def test_one_account_does_not_speak_for_another() -> None:
    given = files()
    given[f"{B}/{WEST}/vpcs.json"] = {
        "Vpcs": [{"VpcId": "vpc-b", "CidrBlock": "10.9.0.0/16", "OwnerId": B}]
    }
    read = reading(given)
    assert f"{EC2}FlowLog" in (one(read, "vpc-b").uncollected or {})
    assert f"{EC2}FlowLog" not in (one(read, "vpc-a").uncollected or {})


def test_listeners_are_asked_for_balancer_by_balancer() -> None:
    given = files()
    balancers = given[f"{A}/{WEST}/load-balancers.json"]["LoadBalancers"]
    other = FRONT.replace("front", "other").replace("50dc6c495c0c9188", "60dc6c495c0c9188")
    balancers.append({**balancers[0], "LoadBalancerArn": other, "LoadBalancerName": "other"})
    listener = "AWS::ElasticLoadBalancingV2::Listener"
    read = reading(given)
    assert listener not in (one(read, FRONT).uncollected or {})
    assert listener in (one(read, other).uncollected or {})
    given[f"{A}/{WEST}/listeners-60dc6c495c0c9188.json"] = {"Listeners": []}
    assert listener not in (one(reading(given), other).uncollected or {})


def test_targets_without_their_group_are_nobodys() -> None:
    given = files()
    name = f"{A}/{WEST}/target-health-web.json"
    content = given.pop(name)
    given[f"{A}/{WEST}/describe-target-health.json"] = content
    read = reading(given)
    assert "Targets" not in (one(read, WEB).covers or ())
    (remark,) = read.diagnostics
    assert remark.level == "warning"
    assert "TargetGroupArn" in remark.hint
    given[f"{A}/{WEST}/describe-target-health.json"] = {"TargetGroupArn": WEB, **content}
    assert len(one(reading(given), WEB).properties["Targets"]) == 1  # type: ignore[arg-type]


def test_a_name_that_two_groups_have_decides_nothing() -> None:
    given = files()
    groups = given[f"{A}/{WEST}/target-groups.json"]["TargetGroups"]
    groups.append({**groups[0], "TargetGroupArn": WEB.replace("73e2", "83e2")})
    read = reading(given)
    assert "Targets" not in (one(read, WEB).covers or ())


def test_a_list_cut_short_may_go_on() -> None:
    given = files()
    given[f"{A}/{WEST}/target-health-web.json"]["NextMarker"] = "more"
    entries = given[f"{A}/{WEST}/entries-pl-0123456789abcdef0.json"]
    entries["NextToken"] = "more"
    read = reading(given)
    for address, key in ((WEB, "Targets"), ("pl-0123456789abcdef0", "Entries")):
        last = one(read, address).properties[key][-1]  # type: ignore[index]
        assert type(last) is Unknown
        assert last.many


# -- whatever order


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same JSON with its keys in another order."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    if isinstance(value, list):
        return [shuffled(each, chance) for each in value]
    return value


def contents(read: Reading) -> list[str]:
    return [
        repr((each.type, each.address, each.properties, each.region, sorted(each.names),
              sorted(each.covers or ()), sorted(each.uncollected or ())))
        for each in sorted(read.resources, key=lambda each: each.address)
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_order_changes_nothing(whole: Reading, seed: int) -> None:
    chance = random.Random(seed)
    given = shuffled(files(), chance)
    assert canonical(reading(given)) == canonical(whole)


def canonical(read: Reading) -> str:
    rows = [
        [each.type, each.address, each.properties, each.region, list(each.names), each.place.file]
        for each in read.resources
    ]
    return json.dumps(rows, sort_keys=True, default=str)


def test_pages_and_one_file_for_all_change_nothing(whole: Reading) -> None:
    given = files()
    every: dict[str, Any] = {}
    west = f"{A}/{WEST}/"
    for name in [name for name in given if name.startswith(west)]:
        if "Entries" not in given[name] and "TargetHealthDescriptions" not in given[name]:
            for key, value in given.pop(name).items():
                if isinstance(value, list):
                    every.setdefault(key, []).extend(value)
                elif isinstance(value, dict):
                    every[key] = value
    given[f"{west}all.json"] = every
    assert contents(reading(given)) == contents(whole)


def test_the_account_and_the_region_may_stand_in_the_files_alone(whole: Reading) -> None:
    west = f"{A}/{WEST}/"
    here = {name: one for name, one in files().items() if name.startswith(west)}
    flat = {f"exports/{name.removeprefix(west)}": one for name, one in here.items()}
    foreign = {"tgw-1"}
    assert {
        each.address: each.region for each in reading(flat).resources if each.address not in foreign
    } == {
        each.address: each.region for each in reading(here).resources if each.address not in foreign
    }
    assert one(reading(flat), "igw-a").names == one(whole, "igw-a").names


def test_what_differs_between_files_is_not_known() -> None:
    given = files()
    given[f"{A}/{WEST}/vpcs-later.json"] = {
        "Vpcs": [{"VpcId": "vpc-a", "CidrBlock": "10.7.0.0/16", "OwnerId": A}]
    }
    read = reading(given)
    assert type(one(read, "vpc-a").properties["CidrBlock"]) is Unknown
    assert any("differ on vpc-a" in each.message for each in read.diagnostics)


def test_no_account_and_no_region_is_said() -> None:
    read = reading({"vpcs.json": {"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]}})
    assert type(one(read, "vpc-1").region) is Unknown
    assert "ACCOUNT/REGION" in read.diagnostics[0].hint
    given = {"vpcs.json": {"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]}}
    read = reading(given, region=WEST, account=A)
    assert one(read, "vpc-1").names == ("vpc-1", f"arn:aws:ec2:{WEST}:{A}:vpc/vpc-1")


def test_what_is_not_mapped_is_counted() -> None:
    given = {f"{A}/{WEST}/vpcs.json": {"Vpcs": [
        {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "Novelty": {"Of": "2031"}, "State": "x"}
    ]}}  # fmt: skip
    read = reading(given)
    count = read.coverage["ec2 describe-vpcs"]
    assert (count.resources, count.mapped, count.unmapped) == (1, 3, 1)
    assert count.arguments == {"Novelty": 1}
    assert one(read, "vpc-1").unmapped == {"Novelty": None}
