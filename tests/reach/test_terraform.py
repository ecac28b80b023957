"""Types of Terraform that change a network, each beside a network that would differ without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from partywall.assess.reach import Flow, Reach
from partywall.sources.inputs import InputOptions, Inputs
from reach.hcl import (
    ACCELERATED,
    BASE,
    BY_LIST,
    CACHE,
    CLASSIC,
    CLOSED,
    CONNECTED,
    ELSEWHERE,
    FLEET,
    FLEET_OF_MACHINES,
    FROM_LIST,
    HOSTED,
    HOSTED_BY_VPC,
    INTERFACE,
    JOINED,
    LATTICE,
    LINK,
    LISTED,
    MORE_GROUPS,
    ONE_INTERFACE,
    ORIGIN,
    PEER,
    PEERED,
    PRIVATE,
    PROPAGATED,
    REDSHIFT,
    SPOT,
    TO_SITE,
    TRANSIT,
    TWO_GATEWAYS,
    VERIFIED,
    VPN,
)

YES, NO, UNKNOWN = "yes", "no", "unknown"
OPEN, SHUT, INSIDE = "aws_instance.open", "aws_instance.shut", "aws_instance.inside"
SITE = "onprem:192.168.0.0/16"
FAR = "aws_instance.far"
PEERING = "aws_ec2_transit_gateway_peering_attachment"
INFLUX = "aws_timestreaminfluxdb_db_instance"

Case = tuple[str, str, str, str]
"""Terraform, a source, a destination, and the answer for port 443."""

CASES: dict[str, list[Case]] = {
    "aws_vpn_gateway": [
        (VPN % "vpc_id = aws_vpc.v.id" + TO_SITE, OPEN, SITE, YES),
        (VPN % "" + TO_SITE, OPEN, SITE, NO),
    ],
    "aws_network_interface": [
        (INTERFACE % "", "internet", SHUT, NO),
        (INTERFACE % "attachment {\n instance = aws_instance.shut.id\n device_index = 1\n }",
         "internet", SHUT, YES),
        ('variable "which" {}' + INTERFACE
         % "attachment {\n instance = var.which\n device_index = 1\n }", "internet", SHUT, UNKNOWN),
    ],
    "aws_network_interface_attachment": [
        (INTERFACE % "" + """
resource "aws_network_interface_attachment" "j" {
  instance_id          = aws_instance.shut.id
  network_interface_id = aws_network_interface.n.id
  device_index         = 1
}
""", "internet", SHUT, YES),
    ],
    "aws_network_interface_sg_attachment": [
        (MORE_GROUPS % ("open", "aws_instance.shut.primary_network_interface_id"),
         "internet", SHUT, YES),
        (MORE_GROUPS % ("shut", "aws_instance.shut.primary_network_interface_id"),
         "internet", SHUT, NO),
        (MORE_GROUPS % ("open", "aws_instance.open.primary_network_interface_id"),
         "internet", SHUT, NO),
        ('variable "which" {}' + MORE_GROUPS % ("open", "var.which"), "internet", SHUT, UNKNOWN),
        ('variable "which" {}' + MORE_GROUPS % ("open", "var.which"), "internet", OPEN, YES),
        (MORE_GROUPS % ("open", '"eni-elsewhere"'), "internet", SHUT, NO),
    ],
    "aws_network_interface_permission": [
        (INTERFACE % "" + """
resource "aws_network_interface_permission" "n" {
  network_interface_id = aws_network_interface.n.id
  aws_account_id       = "111122223333"
  permission           = "INSTANCE-ATTACH"
}
""", "internet", SHUT, NO),
    ],
    "aws_vpc_ipv6_cidr_block_association": [
        ("""
resource "aws_vpc_ipv6_cidr_block_association" "six" {
  vpc_id                           = aws_vpc.v.id
  assign_generated_ipv6_cidr_block = true
}
""", "internet", OPEN, YES),
    ],
    "aws_vpc_security_group_vpc_association": [
        (PEER + """
resource "aws_vpc_security_group_vpc_association" "w" {
  security_group_id = aws_security_group.open.id
  vpc_id            = aws_vpc.w.id
}
""", "internet", FAR, NO),
    ],
    "aws_vpc_block_public_access_exclusion": [
        (CLOSED % "s", "internet", OPEN, YES),
        (CLOSED % "p", "internet", OPEN, NO),
    ],
    "aws_vpc_peering_connection_accepter": [
        (PEERED % '"10.1.0.0/16"', OPEN, FAR, YES),
        (PEERED % '"10.2.0.0/16"', OPEN, FAR, NO),
    ],
    "aws_vpn_gateway_attachment": [
        (VPN % "" + TO_SITE + """
resource "aws_vpn_gateway_attachment" "j" {
  vpc_id         = aws_vpc.v.id
  vpn_gateway_id = aws_vpn_gateway.g.id
}
""", OPEN, SITE, YES),
    ],
    "aws_vpn_connection_route": [
        (VPN % "vpc_id = aws_vpc.v.id" + PROPAGATED % "192.168.0.0/16", INSIDE, SITE, YES),
        (VPN % "vpc_id = aws_vpc.v.id" + PROPAGATED % "172.16.0.0/16", INSIDE, SITE, NO),
    ],
    "aws_vpc_endpoint_service_allowed_principal": [
        ("""
resource "aws_vpc_endpoint_service_allowed_principal" "p" {
  vpc_endpoint_service_id = "vpce-svc-1"
  principal_arn           = "arn:aws:iam::111122223333:root"
}
resource "aws_vpc_endpoint_private_dns" "p" {
  vpc_endpoint_id     = "vpce-1"
  private_dns_enabled = true
}
resource "aws_vpc_endpoint_connection_notification" "p" {
  vpc_endpoint_service_id     = "vpce-svc-1"
  connection_notification_arn = "arn:aws:sns:eu-west-1:111122223333:topic"
  connection_events           = ["Accept"]
}
""", "internet", SHUT, NO),
    ],
    "aws_ec2_managed_prefix_list_entry": [
        (LISTED % "198.51.100.0/24" + FROM_LIST, "198.51.100.7", SHUT, YES),
        (LISTED % "198.51.100.0/24" + FROM_LIST, "203.0.113.7", SHUT, NO),
    ],
    "aws_ec2_transit_gateway_prefix_list_reference": [
        (TRANSIT % "g" + LISTED % "10.1.0.0/16" + BY_LIST % "aws_ec2_managed_prefix_list.l.id",
         OPEN, FAR, YES),
        (TRANSIT % "g" + LISTED % "10.2.0.0/16" + BY_LIST % "aws_ec2_managed_prefix_list.l.id",
         OPEN, FAR, NO),
        (TRANSIT % "g" + BY_LIST % '"pl-1"', OPEN, FAR, UNKNOWN),
    ],
    "aws_ec2_transit_gateway_peering_attachment": [
        (TWO_GATEWAYS % ("10.1.0.0/16", PEERING), OPEN, FAR, YES),
        (TWO_GATEWAYS % ("10.2.0.0/16", PEERING), OPEN, FAR, NO),
    ],
    "aws_ec2_transit_gateway_peering_attachment_accepter": [
        (TWO_GATEWAYS % ("10.1.0.0/16", f"{PEERING}_accepter"), OPEN, FAR, YES),
    ],
    "aws_elb_attachment": [
        (ELSEWHERE % ("aws_elb_attachment", "elb", "instance"), "internet", INSIDE, UNKNOWN),
        (ELSEWHERE % ("aws_elb_attachment", "elb", "instance"), "internet", SHUT, NO),
        (CLASSIC + """
resource "aws_elb_attachment" "j" {
  elb      = aws_elb.front.id
  instance = aws_instance.inside.id
}
""", "internet", INSIDE, YES),
        (CLASSIC, "internet", INSIDE, NO),
    ],
    "aws_autoscaling_traffic_source_attachment": [
        (FLEET, "internet", "aws_autoscaling_group.fleet", NO),
        (FLEET + JOINED, "internet", "aws_autoscaling_group.fleet", YES),
        (FLEET + JOINED.replace("aws_lb_target_group.g.arn", '"arn:aws:other"'),
         "internet", "aws_autoscaling_group.fleet", UNKNOWN),
    ],
    "aws_lb_target_group_attachment": [
        (ELSEWHERE % ("aws_lb_target_group_attachment", "target_group_arn", "target_id"),
         "internet", INSIDE, UNKNOWN),
    ],
    "aws_dax_subnet_group": [
        (CACHE % "open", OPEN, "aws_dax_cluster.c", YES),
        (CACHE % "shut", OPEN, "aws_dax_cluster.c", NO),
    ],
    "aws_apigatewayv2_vpc_link": [
        (LINK % "open", "aws_apigatewayv2_vpc_link.l", INSIDE, YES),
        (LINK % "shut", "aws_apigatewayv2_vpc_link.l", INSIDE, NO),
    ],
    "aws_globalaccelerator_endpoint_group": [
        (ACCELERATED % "inside", "internet", INSIDE, UNKNOWN),
        (ACCELERATED % "open", "internet", INSIDE, NO),
    ],
    "aws_cloudfront_vpc_origin": [
        (ORIGIN % "inside", "internet", INSIDE, UNKNOWN),
        (ORIGIN % "open", "internet", INSIDE, NO),
    ],
    "aws_verifiedaccess_endpoint": [
        (PRIVATE + VERIFIED % ("network-interface", ONE_INTERFACE),
         "internet", "aws_network_interface.n", UNKNOWN),
        (PRIVATE, "internet", "aws_network_interface.n", NO),
        (VERIFIED % ("cidr", 'cidr_options {\n cidr = "10.0.2.0/25"\n}'),
         "internet", INSIDE, UNKNOWN),
        (VERIFIED % ("cidr", 'cidr_options {\n cidr = "10.0.3.0/25"\n}'), "internet", INSIDE, NO),
    ],
    "aws_vpclattice_target_group": [
        (LATTICE % ("INSTANCE", "aws_instance.inside.id"), "internet", INSIDE, UNKNOWN),
        (LATTICE % ("INSTANCE", "aws_instance.open.id"), "internet", INSIDE, NO),
        (LATTICE % ("IP", '"10.0.2.9"'), "internet", INSIDE, UNKNOWN),
        (LATTICE % ("IP", '"10.0.1.9"'), "internet", INSIDE, NO),
    ],
    "aws_spot_instance_request": [
        (SPOT % "s", "internet", "aws_spot_instance_request.s", YES),
        (SPOT % "p", "internet", "aws_spot_instance_request.s", NO),
        (SPOT % "s" + MORE_GROUPS % (
            "shut", "aws_spot_instance_request.s.primary_network_interface_id"),
         "internet", "aws_spot_instance_request.s", YES),
    ],
    "aws_ec2_fleet": [
        (FLEET_OF_MACHINES, "internet", "aws_ec2_fleet.f", UNKNOWN),
        (FLEET_OF_MACHINES, "internet", INSIDE, NO),
    ],
    "aws_db_proxy_endpoint": [
        (HOSTED_BY_VPC % ("aws_db_proxy_endpoint", "open", 'db_proxy_endpoint_name = "h"\n'
                          'db_proxy_name = "p"'), OPEN, "aws_db_proxy_endpoint.h", YES),
        (HOSTED_BY_VPC % ("aws_db_proxy_endpoint", "shut", 'db_proxy_endpoint_name = "h"\n'
                          'db_proxy_name = "p"'), OPEN, "aws_db_proxy_endpoint.h", NO),
    ],
    INFLUX: [
        (HOSTED_BY_VPC % (INFLUX, "open", "publicly_accessible = false"),
         "internet", f"{INFLUX}.h", NO),
        (HOSTED_BY_VPC % (INFLUX, "open", "publicly_accessible = false"), OPEN, f"{INFLUX}.h", YES),
        (HOSTED_BY_VPC.replace("subnet.p", "subnet.s") % (
            INFLUX, "open", "publicly_accessible = true"), "internet", f"{INFLUX}.h", YES),
    ],
    "aws_opensearchserverless_vpc_endpoint": [
        (HOSTED % ("aws_opensearchserverless_vpc_endpoint", group,
                   'name = "h"\n vpc_id = aws_vpc.v.id'),
         OPEN, "aws_opensearchserverless_vpc_endpoint.h", word)
        for group, word in (("open", YES), ("shut", NO))
    ],
    "aws_vpclattice_resource_gateway": [
        (HOSTED % ("aws_vpclattice_resource_gateway", group,
                   'name = "h"\n vpc_id = aws_vpc.v.id'),
         "aws_vpclattice_resource_gateway.h", INSIDE, word)
        for group, word in (("open", YES), ("shut", NO))
    ],
    "aws_quicksight_vpc_connection": [
        (HOSTED % ("aws_quicksight_vpc_connection", group, 'name = "h"\n vpc_connection_id = "h"\n'
                   'role_arn = "arn:aws:iam::111122223333:role/q"'),
         "aws_quicksight_vpc_connection.h", INSIDE, word)
        for group, word in (("open", YES), ("shut", NO))
    ],
    "aws_apprunner_vpc_connector": [
        (CONNECTED % ("aws_apprunner_vpc_connector", "subnets", group, 'vpc_connector_name = "h"'),
         "aws_apprunner_vpc_connector.h", INSIDE, word)
        for group, word in (("open", YES), ("shut", NO))
    ],
    "aws_msk_vpc_connection": [
        (CONNECTED % ("aws_msk_vpc_connection", "client_subnets", group,
                      'authentication = "TLS"\n target_cluster_arn = "arn:aws:kafka:x"\n'
                      "vpc_id = aws_vpc.v.id"), OPEN, "aws_msk_vpc_connection.h", word)
        for group, word in (("open", YES), ("shut", NO))
    ],
    "aws_docdbelastic_cluster": [
        (HOSTED_BY_VPC.replace("vpc_subnet_ids", "subnet_ids") % (
            "aws_docdbelastic_cluster", group, 'name = "h"'),
         OPEN, "aws_docdbelastic_cluster.h", word)
        for group, word in (("open", YES), ("shut", NO))
    ],
    "aws_redshift_endpoint_access": [
        (REDSHIFT % group, OPEN, "aws_redshift_endpoint_access.h", word)
        for group, word in (("open", YES), ("shut", NO))
    ],
}  # fmt: skip
"""Type → networks with it, and without what it says."""


def answer(folder: Path, hcl: str, source: str, destination: str) -> str:
    """The answer for a network that is the one above and something more."""
    (folder / "main.tf").write_text(BASE + hcl, "utf-8")
    reach = Reach(Inputs((str(folder),), InputOptions()).readings())
    return reach.ask(Flow(source, destination, "tcp", 443)).one_way


@pytest.mark.parametrize(
    ("hcl", "source", "destination", "word"),
    [pytest.param(*case, id=kind) for kind, cases in CASES.items() for case in cases],
)
def test_what_a_type_says_is_read(
    hcl: str, source: str, destination: str, word: str, tmp_path: Path
) -> None:
    assert answer(tmp_path, hcl, source, destination) == word
