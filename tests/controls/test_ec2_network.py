"""VPCs, subnets, network ACLs and gateways, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import ref
from controls.law import assert_outcome
from partywall.controls import ec2
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SSH = {"From": 22, "To": 22}


def entry(number: object, action: object, cidr: object = "0.0.0.0/0", **more: object) -> Any:
    described = {"NetworkAclId": ref("Example"), "RuleNumber": number, "RuleAction": action}
    return described | {"CidrBlock": cidr, "Protocol": -1} | more


def acl(*entries: dict[str, Any]) -> dict[str, Any]:
    resources: dict[str, Any] = {"Example": {"Type": "AWS::EC2::NetworkAcl"}}
    for n, one in enumerate(entries):
        resources[f"E{n}"] = {"Type": "AWS::EC2::NetworkAclEntry", "Properties": one}
    return {"Resources": resources}


def flow_log(**properties: object) -> dict[str, Any]:
    log = {"ResourceId": ref("Example"), "TrafficType": "ALL", **properties}
    return {
        "Resources": {
            "Example": {"Type": "AWS::EC2::VPC"},
            "Log": {"Type": "AWS::EC2::FlowLog", "Properties": log},
        }
    }


@pytest.mark.parametrize(
    ("described", "outcome"),
    [
        (acl(), "proved"),  # what no entry allows is denied
        (acl(entry(100, "allow")), "refuted"),
        (acl(entry(100, "allow", Egress=True)), "proved"),
        (acl(entry(100, "allow", "10.0.0.0/8")), "proved"),
        (acl(entry(100, "deny"), entry(200, "allow")), "proved"),
        (acl(entry(200, "deny"), entry(100, "allow")), "refuted"),
        (acl(entry(50, "deny", Protocol=6, PortRange=SSH), entry(100, "allow")), "refuted"),  # RDP
        (
            acl(
                entry(50, "deny", Protocol=6, PortRange=SSH),
                entry(51, "deny", Protocol="6", PortRange={"From": 3389, "To": 3389}),
                entry(100, "allow"),
            ),
            "proved",
        ),
        (acl(entry(100, "allow", "0.0.0.0/1"), entry(110, "allow", "128.0.0.0/1")), "refuted"),
        (acl(entry(90, "deny", "0.0.0.0/1"), entry(100, "allow")), "refuted"),  # half is left
        (acl(entry(100, "allow", Protocol=17)), "proved"),
        (acl(entry(100, "allow", None, Ipv6CidrBlock="::/0")), "refuted"),
        (acl(entry(100, UNKNOWN)), "undecided"),
        (acl(entry(UNKNOWN, "deny"), entry(100, "allow")), "undecided"),  # before or after
        (acl(entry(UNKNOWN, "allow"), entry(100, "deny")), "undecided"),
        (acl(entry(UNKNOWN, "allow", "10.0.0.0/8")), "proved"),
        (acl(entry(100, "allow"), entry(200, UNKNOWN, "10.0.0.0/8")), "refuted"),
        (acl(entry(100, "allow", UNKNOWN)), "undecided"),
        (acl(entry(100, "allow", NetworkAclId=UNKNOWN)), "undecided"),
    ],
)
def test_network_acl_admin_ports_closed(described: dict[str, Any], outcome: str) -> None:
    assert_outcome(ec2.network_acl_admin_ports_closed, described, outcome)


POLICY = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
LOGGED = {"LogOptions": {"CloudwatchLogOptions": {"LogEnabled": True}}}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (ec2.vpc_has_flow_logs, {}, "refuted"),
        (ec2.vpc_has_flow_logs, flow_log(), "proved"),
        (ec2.vpc_has_flow_logs, flow_log(TrafficType="REJECT"), "proved"),
        (ec2.vpc_has_flow_logs, flow_log(TrafficType="ACCEPT"), "refuted"),
        (ec2.vpc_has_flow_logs, flow_log(TrafficType=UNKNOWN), "undecided"),
        (ec2.vpc_has_flow_logs, flow_log(ResourceId="vpc-elsewhere"), "refuted"),
        (ec2.vpc_has_flow_logs, flow_log(ResourceId=UNKNOWN), "undecided"),
        (ec2.subnet_gives_no_public_addresses, {}, "proved"),
        (ec2.subnet_gives_no_public_addresses, {"MapPublicIpOnLaunch": "true"}, "refuted"),
        (ec2.subnet_gives_no_public_addresses, {"MapPublicIpOnLaunch": False}, "proved"),
        (ec2.subnet_gives_no_public_addresses, {"MapPublicIpOnLaunch": UNKNOWN}, "undecided"),
        (ec2.transit_gateway_asks_first, {}, "proved"),
        (ec2.transit_gateway_asks_first, {"AutoAcceptSharedAttachments": "enable"}, "refuted"),
        (ec2.transit_gateway_asks_first, {"AutoAcceptSharedAttachments": UNKNOWN}, "undecided"),
        (ec2.endpoint_policy_limits, {}, "refuted"),
        (ec2.endpoint_policy_limits, {"PolicyDocument": {"Statement": [POLICY]}}, "refuted"),
        (ec2.endpoint_policy_limits, {"PolicyDocument": {"Statement": [UNKNOWN]}}, "undecided"),
        (
            ec2.endpoint_policy_limits,
            {"PolicyDocument": {"Statement": [POLICY | {"Action": "s3:GetObject"}]}},
            "proved",
        ),
        (
            ec2.endpoint_policy_limits,
            {"PolicyDocument": {"Statement": [POLICY | {"Action": "*:*"}]}},
            "refuted",
        ),
        (
            ec2.endpoint_policy_limits,  # the condition may be absent
            {"PolicyDocument": {"Statement": [POLICY | {"Condition": {"Bool": {"k": UNKNOWN}}}]}},
            "undecided",
        ),
        (ec2.endpoint_policy_limits, {"VpcEndpointType": "GatewayLoadBalancer"}, "not_applicable"),
        (ec2.client_vpn_logs, {"ConnectionLogOptions": {"Enabled": True}}, "proved"),
        (ec2.interface_checks_addresses, {}, "proved"),
        (ec2.interface_checks_addresses, {"SourceDestCheck": "false"}, "refuted"),
        (ec2.interface_checks_addresses, {"SourceDestCheck": UNKNOWN}, "undecided"),
        (ec2.endpoint_service_asks_first, {}, "undecided"),
        (ec2.endpoint_service_asks_first, {"AcceptanceRequired": "true"}, "proved"),
        (ec2.endpoint_service_asks_first, {"AcceptanceRequired": False}, "refuted"),
        (ec2.endpoint_service_asks_first, {"AcceptanceRequired": UNKNOWN}, "undecided"),
        (ec2.client_vpn_logs, {}, "refuted"),
        (ec2.client_vpn_logs, {"ConnectionLogOptions": UNKNOWN}, "undecided"),
        (ec2.vpn_tunnels_logged, {"VpnTunnelOptionsSpecifications": [LOGGED, LOGGED]}, "proved"),
        (ec2.vpn_tunnels_logged, {"VpnTunnelOptionsSpecifications": [LOGGED]}, "refuted"),
        (ec2.vpn_tunnels_logged, {"VpnTunnelOptionsSpecifications": [LOGGED, {}]}, "refuted"),
        (ec2.vpn_tunnels_logged, {"VpnTunnelOptionsSpecifications": UNKNOWN}, "undecided"),
    ],
)
def test_network(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
