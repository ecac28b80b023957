"""Security groups, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import ref
from controls.law import assert_outcome
from partywall.controls import ec2
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")


def tcp(port: object, source: object, **more: object) -> dict[str, Any]:
    key = "CidrIpv6" if isinstance(source, str) and ":" in source else "CidrIp"
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, key: source, **more}


def one_of(*values: object) -> Unknown:
    return Unknown("a parameter", among=values, present=True)


def ports(first: object, last: object, source: str = "0.0.0.0/0") -> dict[str, Any]:
    return {"IpProtocol": "tcp", "FromPort": first, "ToPort": last, "CidrIp": source}


def every(protocol: object, source: object = "0.0.0.0/0") -> dict[str, Any]:
    return {"IpProtocol": protocol, "CidrIpv6" if source == "::/0" else "CidrIp": source}


SLICES = [tcp(22, f"{n}.0.0.0/8") for n in range(20, 40)]


@pytest.mark.parametrize(
    ("ingress", "outcome"),
    [
        ([], "proved"),
        ([tcp(22, "0.0.0.0/0")], "refuted"),
        ([tcp(22, "::/0")], "refuted"),
        ([{**tcp(22, "10.0.0.0/8"), "SourcePrefixListId": "pl-1"}], "undecided"),
        ([{**tcp(443, "10.0.0.0/8"), "SourcePrefixListId": "pl-1"}], "proved"),
        ([tcp(22, "0.0.0.0/1"), tcp(22, "128.0.0.0/1")], "refuted"),  # two halves
        (SLICES, "refuted"),  # twenty slices
        ([*SLICES, tcp(22, UNKNOWN)], "refuted"),  # whatever the last one is
        ([tcp(22, UNKNOWN)], "undecided"),
        ([tcp(UNKNOWN, "10.0.0.0/8")], "proved"),  # private either way
        ([tcp(UNKNOWN, "10.0.0.0/8"), tcp(22, "0.0.0.0/0")], "refuted"),  # one hole is enough
        ([tcp(443, UNKNOWN)], "proved"),  # another port whatever the source
        ([{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}], "refuted"),  # every protocol
        ([{"IpProtocol": -1, "CidrIp": "0.0.0.0/0"}], "refuted"),
        ([tcp(22, "0.0.0.0/0", IpProtocol="TCP")], "refuted"),
        ([tcp(22, "0.0.0.0/0", IpProtocol=one_of("TCP", "Tcp"))], "refuted"),
        ([tcp(22, "0.0.0.0/0", IpProtocol=one_of("TCP", "UDP"))], "undecided"),
        ([tcp(22, "0.0.0.0/0", IpProtocol=Unknown("a join", prefix="TC"))], "undecided"),
        ([{"IpProtocol": "tcp", "FromPort": "0", "ToPort": "1024", "CidrIp": "::/0"}], "refuted"),
        ([{"IpProtocol": "udp", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}], "proved"),
        ([tcp(22, "0.0.0.0/0", CidrIpv6=UNKNOWN)], "refuted"),  # one address family is enough
        ([{**ports(30, 40), "FromPort": UNKNOWN}], "undecided"),
        ([{**ports(30, 40), "ToPort": UNKNOWN}], "proved"),  # begins too high
        (UNKNOWN, "undecided"),
        ([UNKNOWN, tcp(22, "0.0.0.0/0")], "refuted"),
    ],
)
def test_ssh_closed_to_internet(ingress: object, outcome: str) -> None:
    assert_outcome(ec2.ssh_closed_to_internet, {"SecurityGroupIngress": ingress}, outcome)


@pytest.mark.parametrize(
    ("rule", "outcome"),
    [
        ({"GroupId": ref("Example"), **tcp(22, "0.0.0.0/0")}, "refuted"),
        ({"GroupId": UNKNOWN, **tcp(22, "0.0.0.0/0")}, "undecided"),  # perhaps of this group
        ({"GroupId": "sg-elsewhere", **tcp(22, "0.0.0.0/0")}, "proved"),
    ],
)
def test_rules_that_stand_apart(rule: dict[str, Any], outcome: str) -> None:
    template = {
        "Example": {"Type": "AWS::EC2::SecurityGroup"},
        "Rule": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": rule},
    }
    assert_outcome(ec2.ssh_closed_to_internet, {"Resources": template}, outcome)


@pytest.mark.parametrize(
    ("ingress", "outcome"),
    [
        ([tcp(3389, "0.0.0.0/0")], "refuted"),
        ([ports(3000, 4000)], "refuted"),
        ([ports(3390, 65535)], "proved"),
        ([tcp(3389, "203.0.113.7/32")], "proved"),
        ([tcp(3389, UNKNOWN)], "undecided"),
    ],
)
def test_rdp_closed_to_internet(ingress: object, outcome: str) -> None:
    assert_outcome(ec2.rdp_closed_to_internet, {"SecurityGroupIngress": ingress}, outcome)


@pytest.mark.parametrize(
    ("ingress", "outcome"),
    [
        ([tcp(443, "0.0.0.0/0")], "proved"),
        ([tcp(6379, "0.0.0.0/0")], "refuted"),
        ([ports(27000, 28000)], "refuted"),
        ([ports(0, 65535, "10.0.0.0/8")], "proved"),
        ([tcp(9200, "0.0.0.0/1"), ports(9000, 9300, "128.0.0.0/1")], "refuted"),
        ([tcp(9200, "0.0.0.0/5"), tcp(9300, "8.0.0.0/5")], "refuted"),  # each is wide by itself
        ([tcp(11211, f"{n}.0.0.0/9") for n in range(20, 23)], "refuted"),  # three are wider
        ([tcp(9200, "20.0.0.0/8"), tcp(9300, "21.0.0.0/8")], "proved"),  # not at one port
        ([tcp(UNKNOWN, "0.0.0.0/0")], "undecided"),
        ([{"IpProtocol": UNKNOWN, "CidrIp": "0.0.0.0/0"}], "undecided"),
    ],
)
def test_high_risk_ports_closed_to_internet(ingress: object, outcome: str) -> None:
    control = ec2.high_risk_ports_closed_to_internet
    assert_outcome(control, {"SecurityGroupIngress": ingress}, outcome)


@pytest.mark.parametrize(
    ("ingress", "outcome"),
    [
        ([tcp(443, "0.0.0.0/0"), tcp(80, "::/0")], "proved"),
        ([ports(80, 443)], "refuted"),
        ([tcp(8443, "10.0.0.0/8")], "proved"),
        ([tcp(8443, f"{n}.0.0.0/9") for n in range(20, 23)], "refuted"),
        ([{"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1, "CidrIp": "0.0.0.0/0"}], "proved"),
        ([{"IpProtocol": "udp", "FromPort": 443, "ToPort": 443, "CidrIp": "::/0"}], "proved"),
        ([{"IpProtocol": "50", "CidrIp": "0.0.0.0/0"}], "refuted"),
        ([tcp(443, "0.0.0.0/0", IpProtocol="TCP")], "proved"),
        ([tcp(444, "0.0.0.0/0", IpProtocol="TCP")], "refuted"),
        ([tcp(UNKNOWN, "0.0.0.0/0")], "undecided"),
        ([ports(one_of(443, 8000), 8443)], "refuted"),  # 8000 is open wherever it begins
        ([ports(one_of(443, 9000), 8443)], "undecided"),
        ([ports(443, UNKNOWN)], "undecided"),  # 443 alone would do
        ([ports("443", "8443")], "refuted"),
        ([tcp(443, "0.0.0.0/0"), {"CidrIpv6": "203.0.113.7/32"}], "proved"),
    ],
)
def test_only_web_ports_open_to_internet(ingress: object, outcome: str) -> None:
    control = ec2.only_web_ports_open_to_internet
    assert_outcome(control, {"SecurityGroupIngress": ingress}, outcome)


@pytest.mark.parametrize(
    ("properties", "outcome"),
    [
        ({"SecurityGroupIngress": [], "SecurityGroupEgress": []}, "proved"),
        ({"SecurityGroupIngress": [tcp(22, "10.0.0.1/32")], "SecurityGroupEgress": []}, "refuted"),
        ({"SecurityGroupIngress": []}, "refuted"),  # the rule that EC2 adds
        ({"SecurityGroupIngress": UNKNOWN, "SecurityGroupEgress": []}, "undecided"),
    ],
)
def test_default_group_closed(properties: dict[str, Any], outcome: str) -> None:
    example = {
        "Type": "AWS::EC2::SecurityGroup",
        "Origin": "live",
        "Properties": {"GroupName": "default", **properties},
    }
    assert_outcome(ec2.default_group_closed, {"Resources": {"Example": example}}, outcome)


def test_a_group_that_is_named_in_a_template_is_no_default_group() -> None:
    assert_outcome(ec2.default_group_closed, {"GroupName": "web"}, "not_applicable")


@pytest.mark.parametrize(
    ("properties", "outcome"),
    [
        ({}, "refuted"),
        ({"SecurityGroupEgress": []}, "proved"),
        ({"SecurityGroupEgress": [{"IpProtocol": "-1", "CidrIp": "10.0.0.0/8"}]}, "proved"),
        ({"SecurityGroupEgress": [{"IpProtocol": "-1", "CidrIpv6": "::/0"}]}, "refuted"),
        ({"SecurityGroupEgress": [{"IpProtocol": UNKNOWN, "CidrIp": "0.0.0.0/0"}]}, "undecided"),
        ({"SecurityGroupEgress": [tcp(443, "0.0.0.0/0")]}, "proved"),
    ],
)
def test_egress_restricted(properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(ec2.egress_restricted, properties, outcome)


def test_a_rule_that_stands_apart_takes_the_place_of_the_rule_for_everything() -> None:
    rule = {"GroupId": ref("Example"), **tcp(443, "0.0.0.0/0")}
    template = {
        "Example": {"Type": "AWS::EC2::SecurityGroup"},
        "Rule": {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": rule},
    }
    assert_outcome(ec2.egress_restricted, {"Resources": template}, "proved")
    rule["GroupId"] = UNKNOWN
    assert_outcome(ec2.egress_restricted, {"Resources": template}, "undecided")


@pytest.mark.parametrize(
    ("ingress", "outcome"),
    [
        ([], "proved"),
        ([tcp(443, "0.0.0.0/0", Description="shop")], "proved"),
        ([tcp(443, "0.0.0.0/0", Description="")], "refuted"),
        ([tcp(443, "0.0.0.0/0", Description=Unknown("x", present=True))], "undecided"),
        ([tcp(443, "0.0.0.0/0", Description="shop"), tcp(80, "0.0.0.0/0")], "refuted"),
    ],
)
def test_rules_described(ingress: object, outcome: str) -> None:
    assert_outcome(ec2.rules_described, {"SecurityGroupIngress": ingress}, outcome)


@pytest.mark.parametrize(
    ("blocks", "outcome"),
    [
        (["10.0.0.0/8"], "proved"),
        (["0.0.0.0/1", "128.0.0.0/1"], "refuted"),
        (["10.0.0.0/8", UNKNOWN], "undecided"),
        ([], "proved"),
    ],
)
def test_a_prefix_list_of_the_input_is_looked_up(blocks: list[object], outcome: str) -> None:
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "SourcePrefixListId": ref("Offices")}
    template = {
        "Example": {
            "Type": "AWS::EC2::SecurityGroup",
            "Properties": {"SecurityGroupIngress": [rule]},
        },
        "Offices": {
            "Type": "AWS::EC2::PrefixList",
            "Properties": {"Entries": [{"Cidr": block} for block in blocks]},
        },
    }
    assert_outcome(ec2.ssh_closed_to_internet, {"Resources": template}, outcome)


@pytest.mark.parametrize(
    ("ingress", "outcome"),
    [
        ([], "proved"),
        ([every(1), every(0, "10.0.0.0/8")], "proved"),
        ([every(-1)], "refuted"),
        ([every("-1", "::/0")], "refuted"),
        ([every("-1", "0.0.0.0/1"), every("-1", "128.0.0.0/1")], "refuted"),  # two halves
        ([every("-1", "20.0.0.0/8"), tcp(443, "0.0.0.0/0")], "proved"),  # the rest: HTTPS only
        ([ports(0, 65535)], "proved"),
        ([every(UNKNOWN)], "undecided"),
        ([{**every(UNKNOWN), "FromPort": 0, "ToPort": 65535}], "undecided"),
        ([every("-1", UNKNOWN)], "undecided"),
        ([every(UNKNOWN), every("-1")], "refuted"),  # one hole is enough
        ([tcp(22, UNKNOWN)], "proved"),  # TCP only, whatever the source
        (UNKNOWN, "undecided"),
    ],
)
def test_all_ports_closed_to_internet(ingress: object, outcome: str) -> None:
    assert_outcome(ec2.all_ports_closed_to_internet, {"SecurityGroupIngress": ingress}, outcome)


@pytest.mark.parametrize(
    ("ingress", "outcome"),
    [
        ([tcp(443, "0.0.0.0/0")], "proved"),
        ([tcp(80, "0.0.0.0/0")], "refuted"),
        ([ports(1, 1024)], "refuted"),
        ([tcp(80, "10.0.0.0/8")], "proved"),
        ([tcp(80, UNKNOWN)], "undecided"),
    ],
)
def test_plain_http_closed_to_internet(ingress: object, outcome: str) -> None:
    assert_outcome(ec2.plain_http_closed_to_internet, {"SecurityGroupIngress": ingress}, outcome)
