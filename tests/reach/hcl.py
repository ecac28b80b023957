"""Networks and pieces of them in Terraform; what varies is left out, as `%s`."""

from __future__ import annotations

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
ELSEWHERE = """
resource "%s" "j" {
  %s = "elsewhere"
  %s = aws_instance.inside.id
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
VERIFIED = """
resource "aws_verifiedaccess_endpoint" "e" {
  attachment_type          = "vpc"
  endpoint_type            = "%s"
  verified_access_group_id = "vagr-1"
  %s
}
"""
PRIVATE = """
resource "aws_network_interface" "n" {
  subnet_id       = aws_subnet.p.id
  security_groups = [aws_security_group.open.id]
}
"""
ONE_INTERFACE = "network_interface_options {\n network_interface_id = aws_network_interface.n.id\n}"
LATTICE = """
resource "aws_vpclattice_target_group" "g" {
  name = "g"
  type = "%s"
  config {
    port           = 443
    protocol       = "HTTPS"
    vpc_identifier = aws_vpc.v.id
  }
}
resource "aws_vpclattice_target_group_attachment" "a" {
  target_group_identifier = aws_vpclattice_target_group.g.id
  target {
    id = %s
  }
}
"""
SPOT = """
resource "aws_spot_instance_request" "s" {
  subnet_id              = aws_subnet.%s.id
  vpc_security_group_ids = [aws_security_group.open.id]
}
"""
FLEET_OF_MACHINES = """
resource "aws_ec2_fleet" "f" {
  launch_template_config {
    launch_template_specification {
      launch_template_id = "lt-1"
      version            = "1"
    }
  }
  target_capacity_specification {
    default_target_capacity_type = "spot"
    total_target_capacity        = 1
  }
}
"""
HOSTED = """
resource "%s" "h" {
  subnet_ids         = [aws_subnet.p.id]
  security_group_ids = [aws_security_group.%s.id]
  %s
}
"""
HOSTED_BY_VPC = HOSTED.replace("subnet_ids ", "vpc_subnet_ids ").replace(
    "security_group_ids ", "vpc_security_group_ids "
)
CONNECTED = HOSTED.replace("subnet_ids ", "%s ").replace("security_group_ids ", "security_groups ")
REDSHIFT = """
resource "aws_redshift_subnet_group" "g" {
  name       = "g"
  subnet_ids = [aws_subnet.p.id]
}
resource "aws_redshift_endpoint_access" "h" {
  endpoint_name          = "h"
  cluster_identifier     = "c"
  subnet_group_name      = aws_redshift_subnet_group.g.id
  vpc_security_group_ids = [aws_security_group.%s.id]
}
"""
