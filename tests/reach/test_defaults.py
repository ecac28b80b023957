"""What a VPC has by default: taken over, added to, replaced, and named in every way there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from partywall.assess.reach import Flow, Reach
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.reach.questions import Asker
from partywall.sources.inputs import InputOptions, Inputs
from reach.build import HIDDEN, asker, at, group, instance, make, subnet, vpc
from reach.test_rows import NO, ONE_WAY, OPEN, UNKNOWN, YES, transit, words


def bare(*more: Resource, plain: bool = False) -> Asker:
    """A VPC whose one subnet has the main table and the default ACL."""
    groups = () if plain else ("g",)
    return asker(
        vpc("v"), subnet("s", "v", "10.0.1.0/24"), group("g", "v", OPEN),
        instance("a", "s", *groups, public=True), more,
    )  # fmt: skip


def out(table: object) -> Resource:
    return make("Route", "out", RouteTableId=table, DestinationCidrBlock="0.0.0.0/0",
                GatewayId=at("v-igw"))  # fmt: skip


MAIN = at("v", "main_route_table_id")


def taken(kind: str, address: str, **more: object) -> Resource:
    made = make(kind, address, **more)
    made.source_type = {
        "RouteTable": "aws_default_route_table",
        "NetworkAcl": "aws_default_network_acl",
        "SecurityGroup": "aws_default_security_group",
    }[kind]
    return made


def chosen(table: object, of: object) -> Resource:
    return make("Partywall::EC2::MainRouteTableAssociation", "m", VpcId=of, RouteTableId=table)


@pytest.mark.parametrize(
    ("parts", "outcome"),
    [
        ([], ONE_WAY),
        ([out(MAIN)], YES),
        ([out(at("v", "default_route_table_id"))], YES),
        ([out("rtb-elsewhere")], ONE_WAY),
        ([out(HIDDEN)], ("yes", "unknown")),
        ([out(at("data-source", "id"))], ("yes", "unknown")),
        ([taken("RouteTable", "d", VpcId=at("v")), out(at("d"))], YES),
        ([taken("RouteTable", "d", VpcId=at("v")), out(MAIN)], YES),
        ([taken("RouteTable", "d", VpcId=at("v"))], ONE_WAY),
        ([taken("RouteTable", "d", VpcId=HIDDEN), out(at("d"))], ("yes", "unknown")),
        ([make("RouteTable", "t", VpcId=at("v")), out(at("t"))], ONE_WAY),
        ([make("RouteTable", "t", VpcId=at("v")), out(at("t")), chosen(at("t"), at("v"))], YES),
        ([make("RouteTable", "t", VpcId=at("v")), out(MAIN), chosen(at("t"), at("v"))], ONE_WAY),
        ([make("RouteTable", "t", VpcId=at("v")), out(at("t")), chosen(HIDDEN, at("v"))],
         ("yes", "unknown")),
        ([make("RouteTable", "t", VpcId=at("v")), out(at("t")), chosen(at("t"), HIDDEN)],
         ("yes", "unknown")),
    ],
)  # fmt: skip
def test_the_main_table(parts: list[Resource], outcome: tuple[str, str]) -> None:
    assert words(bare(*parts), "internet", "a") == outcome


def test_a_table_is_known_by_the_id_that_its_vpc_tells() -> None:
    home = make("VPC", "v", CidrBlock="10.0.0.0/16", MainRouteTableId="rtb-1")
    ask = asker(home, vpc("v")[1:], subnet("s", "v", "10.0.1.0/24"), group("g", "v", OPEN),
                instance("a", "s", "g", public=True), out("rtb-1"))  # fmt: skip
    assert words(ask, "internet", "a") == YES


def entry(acl: object, action: str = "deny", number: int = 10) -> Resource:
    return make("NetworkAclEntry", f"e-{action}", NetworkAclId=acl, RuleNumber=number,
                RuleAction=action, Protocol=-1, Egress=False, CidrBlock="0.0.0.0/0")  # fmt: skip


DENIED = at("v", "DefaultNetworkAcl")


@pytest.mark.parametrize(
    ("parts", "outcome"),
    [
        ([], YES),
        ([entry(DENIED)], NO),
        ([entry(at("v", "default_network_acl_id"))], NO),
        ([entry(DENIED, number=32000)], YES),
        ([entry("acl-elsewhere")], YES),
        ([entry(HIDDEN)], UNKNOWN),
        ([taken("NetworkAcl", "d", VpcId=at("v"))], NO),
        ([taken("NetworkAcl", "d", VpcId=HIDDEN)], UNKNOWN),
        ([taken("NetworkAcl", "d", VpcId=at("v")), entry(at("d"), "allow")], ONE_WAY),
    ],
)
def test_the_default_acl(parts: list[Resource], outcome: tuple[str, str]) -> None:
    assert words(bare(out(MAIN), *parts), "internet", "a") == outcome


def admits(group_id: object, **more: object) -> Resource:
    return make("SecurityGroupIngress", "r", GroupId=group_id, IpProtocol="tcp", FromPort=443,
                ToPort=443, CidrIp="0.0.0.0/0", **more)  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "outcome"),
    [
        ([], NO),
        ([admits(at("v", "DefaultSecurityGroup"))], YES),
        ([admits(at("v", "default_security_group_id"))], YES),
        ([admits(at("g", "GroupId"))], NO),
        ([admits(HIDDEN)], UNKNOWN),
        ([taken("SecurityGroup", "d", VpcId=at("v"), SecurityGroupIngress=list(OPEN))], YES),
        ([taken("SecurityGroup", "d", VpcId=HIDDEN, SecurityGroupIngress=list(OPEN))], UNKNOWN),
    ],
)
def test_the_default_group(parts: list[Resource], outcome: tuple[str, str]) -> None:
    assert words(bare(out(MAIN), *parts, plain=True), "internet", "a") == outcome


def test_members_of_the_default_group_are_meant_by_its_attribute() -> None:
    named = Unknown("assigned at deployment", ("v",), "DefaultSecurityGroup", present=True)
    inner = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "SourceSecurityGroupId": named}
    ask = bare(group("h", "v", [inner]), instance("b", "s", "h"), instance("c", "s"), plain=True)
    assert words(ask, "a", "b") == YES
    assert words(ask, "c", "b") == YES
    assert words(bare(group("h", "v", [inner]), instance("b", "s", "h")), "a", "b") == NO


def test_a_templates_rule_may_replace_what_the_default_group_lets_out() -> None:
    rule_out = make("SecurityGroupEgress", "e", GroupId=at("v", "DefaultSecurityGroup"),
                    IpProtocol="tcp", FromPort=80, ToPort=80, CidrIp="0.0.0.0/0")  # fmt: skip
    rule_out.origin = "terraform"
    assert words(bare(out(MAIN), rule_out, plain=True), "a", "8.8.8.8") == YES
    rule_out.origin = "cloudformation"
    assert words(bare(out(MAIN), rule_out, plain=True), "a", "8.8.8.8") == UNKNOWN
    assert words(bare(out(MAIN), rule_out, plain=True), "a", "8.8.8.8", "tcp", 80) == YES


TERRAFORM = """
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "g" {
  vpc_id = aws_vpc.v.id
}
resource "aws_default_route_table" "d" {
  default_route_table_id = aws_vpc.v.default_route_table_id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.g.id
  }
}
resource "aws_default_network_acl" "n" {
  default_network_acl_id = aws_vpc.v.default_network_acl_id
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    from_port  = 443
    to_port    = 443
    cidr_block = "0.0.0.0/0"
  }
  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }
}
resource "aws_default_security_group" "s" {
  vpc_id = aws_vpc.v.id
  ingress {
    protocol    = "tcp"
    from_port   = 0
    to_port     = 65535
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_subnet" "s" {
  vpc_id                  = aws_vpc.v.id
  cidr_block              = "10.0.1.0/24"
  map_public_ip_on_launch = true
}
resource "aws_instance" "a" {
  ami           = "ami-1"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.s.id
}
"""


def test_terraform_takes_over_what_the_vpc_has(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(TERRAFORM)
    reach = Reach(Inputs((str(tmp_path),), InputOptions()).readings())
    for port, expected in ((443, YES), (22, NO)):
        answer = reach.ask(Flow("internet", "aws_instance.a", "tcp", port))
        assert (answer.one_way, answer.two_way) == expected, answer


@pytest.mark.parametrize(
    ("association", "propagation", "outcome"),
    [
        (None, None, YES),
        (True, True, YES),
        (False, None, NO),
        (None, False, NO),
        (HIDDEN, None, UNKNOWN),
        (None, HIDDEN, UNKNOWN),
    ],
)
def test_attachments_may_decline_the_first_table(
    association: object, propagation: object, outcome: tuple[str, str]
) -> None:
    original = transit().estate.resources
    for one in original:
        if one.address == "v-at" and association is not None:
            one.properties["DefaultRouteTableAssociation"] = association
        if one.address == "w-at" and propagation is not None:
            one.properties["DefaultRouteTablePropagation"] = propagation
    assert words(asker(original), "a", "b") == outcome
