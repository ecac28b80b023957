"""Types of Terraform that change a network, each beside a network that would differ without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from partywall.assess.reach import Flow, Reach
from partywall.sources.inputs import InputOptions, Inputs

BASE = """
provider "aws" {
  region = "eu-west-1"
}
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "i" {
  vpc_id = aws_vpc.v.id
}
resource "aws_route_table" "t" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.i.id
  }
}
resource "aws_subnet" "s" {
  vpc_id                  = aws_vpc.v.id
  cidr_block              = "10.0.1.0/24"
  availability_zone       = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_route_table_association" "s" {
  subnet_id      = aws_subnet.s.id
  route_table_id = aws_route_table.t.id
}
resource "aws_subnet" "p" {
  vpc_id            = aws_vpc.v.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "open" {
  vpc_id = aws_vpc.v.id
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "shut" {
  vpc_id = aws_vpc.v.id
}
resource "aws_instance" "open" {
  subnet_id              = aws_subnet.s.id
  vpc_security_group_ids = [aws_security_group.open.id]
}
resource "aws_instance" "shut" {
  subnet_id              = aws_subnet.s.id
  vpc_security_group_ids = [aws_security_group.shut.id]
}
resource "aws_instance" "inside" {
  subnet_id              = aws_subnet.p.id
  vpc_security_group_ids = [aws_security_group.open.id]
}
"""
"""A VPC with a public subnet and one without a way out, and a machine that anybody reaches, one
that nobody does, and one that only those inside do."""

YES, NO, UNKNOWN = "yes", "no", "unknown"
OPEN, SHUT, INSIDE = "aws_instance.open", "aws_instance.shut", "aws_instance.inside"
SITE = "onprem:192.168.0.0/16"

VPN = """
resource "aws_vpn_gateway" "g" {
  %s
}
resource "aws_vpn_connection" "c" {
  vpn_gateway_id      = aws_vpn_gateway.g.id
  customer_gateway_id = "cgw-1"
  type                = "ipsec.1"
  static_routes_only  = true
}
"""
TO_SITE = """
resource "aws_route" "site" {
  route_table_id         = aws_route_table.t.id
  destination_cidr_block = "192.168.0.0/16"
  gateway_id             = aws_vpn_gateway.g.id
}
"""
INTERFACE = """
resource "aws_network_interface" "n" {
  subnet_id       = aws_subnet.s.id
  security_groups = [aws_security_group.open.id]
  %s
}
resource "aws_eip" "n" {
  network_interface = aws_network_interface.n.id
}
"""
PEER = """
resource "aws_vpc" "w" {
  cidr_block = "10.1.0.0/16"
}
resource "aws_subnet" "w" {
  vpc_id            = aws_vpc.w.id
  cidr_block        = "10.1.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "w" {
  vpc_id = aws_vpc.w.id
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "far" {
  subnet_id              = aws_subnet.w.id
  vpc_security_group_ids = [aws_security_group.w.id]
}
"""
FAR = "aws_instance.far"
PEERED = (
    PEER
    + """
resource "aws_vpc_peering_connection" "p" {
  vpc_id      = aws_vpc.v.id
  peer_vpc_id = aws_vpc.w.id
}
resource "aws_vpc_peering_connection_accepter" "p" {
  vpc_peering_connection_id = aws_vpc_peering_connection.p.id
  auto_accept               = true
}
resource "aws_route" "there" {
  route_table_id            = aws_route_table.t.id
  destination_cidr_block    = %s
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.p.id
}
"""
)
TRANSIT = (
    PEER
    + """
resource "aws_ec2_transit_gateway" "g" {
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
}
resource "aws_ec2_transit_gateway_vpc_attachment" "v" {
  transit_gateway_id = aws_ec2_transit_gateway.g.id
  vpc_id             = aws_vpc.v.id
  subnet_ids         = [aws_subnet.s.id]
}
resource "aws_ec2_transit_gateway_vpc_attachment" "w" {
  transit_gateway_id = aws_ec2_transit_gateway.%s.id
  vpc_id             = aws_vpc.w.id
  subnet_ids         = [aws_subnet.w.id]
}
resource "aws_ec2_transit_gateway_route_table" "g" {
  transit_gateway_id = aws_ec2_transit_gateway.g.id
}
resource "aws_ec2_transit_gateway_route_table_association" "v" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.v.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.g.id
}
resource "aws_route" "there" {
  route_table_id         = aws_route_table.t.id
  destination_cidr_block = "10.1.0.0/16"
  transit_gateway_id     = aws_ec2_transit_gateway.g.id
}
"""
)
LISTED = """
resource "aws_ec2_managed_prefix_list" "l" {
  name           = "l"
  address_family = "IPv4"
  max_entries    = 5
}
resource "aws_ec2_managed_prefix_list_entry" "l" {
  prefix_list_id = aws_ec2_managed_prefix_list.l.id
  cidr           = "%s"
}
"""
BY_LIST = """
resource "aws_ec2_transit_gateway_prefix_list_reference" "w" {
  prefix_list_id                 = %s
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.w.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.g.id
}
"""
TWO_GATEWAYS = (
    TRANSIT % "h"
    + """
resource "aws_ec2_transit_gateway" "h" {}
resource "aws_ec2_transit_gateway_peering_attachment" "p" {
  peer_region             = "eu-west-1"
  peer_transit_gateway_id = aws_ec2_transit_gateway.h.id
  transit_gateway_id      = aws_ec2_transit_gateway.g.id
}
resource "aws_ec2_transit_gateway_peering_attachment_accepter" "p" {
  transit_gateway_attachment_id = aws_ec2_transit_gateway_peering_attachment.p.id
}
resource "aws_ec2_transit_gateway_route" "across" {
  destination_cidr_block         = "%s"
  transit_gateway_attachment_id  = %s.p.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.g.id
}
"""
)
PEERING = "aws_ec2_transit_gateway_peering_attachment"
CLASSIC = """
resource "aws_elb" "front" {
  subnets         = [aws_subnet.s.id]
  security_groups = [aws_security_group.open.id]
  listener {
    instance_port     = 443
    instance_protocol = "tcp"
    lb_port           = 443
    lb_protocol       = "tcp"
  }
}
"""
FLEET = """
resource "aws_launch_template" "t" {
  vpc_security_group_ids = [aws_security_group.open.id]
}
resource "aws_autoscaling_group" "fleet" {
  min_size            = 1
  max_size            = 2
  vpc_zone_identifier = [aws_subnet.p.id]
  launch_template {
    id = aws_launch_template.t.id
  }
}
resource "aws_lb" "front" {
  subnets         = [aws_subnet.s.id]
  security_groups = [aws_security_group.open.id]
}
resource "aws_lb_target_group" "g" {
  port     = 443
  protocol = "HTTPS"
  vpc_id   = aws_vpc.v.id
}
resource "aws_lb_listener" "l" {
  load_balancer_arn = aws_lb.front.arn
  port              = 443
  protocol          = "HTTPS"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.g.arn
  }
}
"""
JOINED = """
resource "aws_autoscaling_traffic_source_attachment" "j" {
  autoscaling_group_name = aws_autoscaling_group.fleet.id
  traffic_source {
    identifier = aws_lb_target_group.g.arn
    type       = "elbv2"
  }
}
"""
PROPAGATED = """
resource "aws_route_table" "p" {
  vpc_id           = aws_vpc.v.id
  propagating_vgws = [aws_vpn_gateway.g.id]
}
resource "aws_route_table_association" "p" {
  subnet_id      = aws_subnet.p.id
  route_table_id = aws_route_table.p.id
}
resource "aws_vpn_connection_route" "r" {
  destination_cidr_block = "%s"
  vpn_connection_id      = aws_vpn_connection.c.id
}
"""
FROM_LIST = """
resource "aws_vpc_security_group_ingress_rule" "l" {
  security_group_id = aws_security_group.shut.id
  prefix_list_id    = aws_ec2_managed_prefix_list.l.id
  ip_protocol       = "-1"
}
"""
ACCELERATED = """
resource "aws_globalaccelerator_accelerator" "a" {
  name = "a"
}
resource "aws_globalaccelerator_listener" "a" {
  accelerator_arn = aws_globalaccelerator_accelerator.a.id
  protocol        = "TCP"
  port_range {
    from_port = 443
    to_port   = 443
  }
}
resource "aws_globalaccelerator_endpoint_group" "a" {
  listener_arn = aws_globalaccelerator_listener.a.id
  endpoint_configuration {
    endpoint_id = aws_instance.%s.id
  }
}
"""
ORIGIN = """
resource "aws_cloudfront_vpc_origin" "o" {
  vpc_origin_endpoint_config {
    name                   = "o"
    arn                    = aws_instance.%s.arn
    http_port              = 80
    https_port             = 443
    origin_protocol_policy = "https-only"
    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }
}
"""
MORE_GROUPS = """
resource "aws_network_interface_sg_attachment" "m" {
  security_group_id    = aws_security_group.%s.id
  network_interface_id = %s
}
"""
CACHE = """
resource "aws_dax_subnet_group" "g" {
  name       = "g"
  subnet_ids = [aws_subnet.p.id]
}
resource "aws_dax_cluster" "c" {
  cluster_name       = "c"
  node_type          = "dax.r5.large"
  replication_factor = 3
  iam_role_arn       = "arn:aws:iam::111122223333:role/dax"
  subnet_group_name  = aws_dax_subnet_group.g.name
  security_group_ids = [aws_security_group.%s.id]
}
"""
LINK = """
resource "aws_apigatewayv2_vpc_link" "l" {
  name               = "l"
  subnet_ids         = [aws_subnet.p.id]
  security_group_ids = [aws_security_group.%s.id]
}
"""
CLOSED = """
resource "aws_vpc_block_public_access_options" "o" {
  internet_gateway_block_mode = "block-bidirectional"
}
resource "aws_vpc_block_public_access_exclusion" "x" {
  subnet_id                       = aws_subnet.%s.id
  internet_gateway_exclusion_mode = "allow-bidirectional"
}
"""
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
