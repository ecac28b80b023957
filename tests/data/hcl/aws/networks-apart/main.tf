# What Terraform writes apart of gateways, interfaces, balancers and transit gateways.
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "s" {
  for_each          = { a = "10.0.1.0/24", b = "10.0.2.0/24" }
  vpc_id            = aws_vpc.v.id
  cidr_block        = each.value
  availability_zone = "eu-central-1${each.key}"
}
resource "aws_vpc_ipv6_cidr_block_association" "six" {
  vpc_id                           = aws_vpc.v.id
  assign_generated_ipv6_cidr_block = true
}
resource "aws_security_group" "g" {
  vpc_id = aws_vpc.v.id
}
resource "aws_vpc_security_group_vpc_association" "g" {
  security_group_id = aws_security_group.g.id
  vpc_id            = aws_vpc.v.id
}
resource "aws_instance" "i" {
  ami           = "ami-12345678"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.s["a"].id
}
resource "aws_spot_instance_request" "i" {
  ami                         = "ami-12345678"
  instance_type               = "t3.micro"
  spot_price                  = "0.03"
  subnet_id                   = aws_subnet.s["b"].id
  associate_public_ip_address = true
  tags                        = { Name = "spot" }
}
resource "aws_network_interface" "n" {
  count           = 2
  subnet_id       = aws_subnet.s["a"].id
  security_groups = [aws_security_group.g.id]
  dynamic "attachment" {
    for_each = count.index == 0 ? [1] : []
    content {
      instance     = aws_instance.i.id
      device_index = attachment.value
    }
  }
}
resource "aws_network_interface_attachment" "n" {
  instance_id          = aws_instance.i.id
  network_interface_id = aws_network_interface.n[1].id
  device_index         = 2
}
resource "aws_network_interface_sg_attachment" "n" {
  security_group_id    = aws_security_group.g.id
  network_interface_id = aws_instance.i.primary_network_interface_id
}
resource "aws_vpn_gateway" "own" {
  vpc_id = aws_vpc.v.id
}
resource "aws_vpn_gateway" "apart" {}
resource "aws_vpn_gateway_attachment" "apart" {
  vpc_id         = aws_vpc.v.id
  vpn_gateway_id = aws_vpn_gateway.apart.id
}
resource "aws_customer_gateway" "c" {
  bgp_asn    = 65000
  ip_address = "203.0.113.1"
  type       = "ipsec.1"
}
resource "aws_vpn_connection" "c" {
  vpn_gateway_id      = aws_vpn_gateway.own.id
  customer_gateway_id = aws_customer_gateway.c.id
  type                = "ipsec.1"
  static_routes_only  = true
}
resource "aws_vpn_connection_route" "c" {
  for_each               = toset(["192.168.0.0/16", "172.16.0.0/12"])
  destination_cidr_block = each.value
  vpn_connection_id      = aws_vpn_connection.c.id
}
resource "aws_ec2_managed_prefix_list" "l" {
  name           = "l"
  address_family = "IPv4"
  max_entries    = 5
}
resource "aws_ec2_managed_prefix_list_entry" "l" {
  prefix_list_id = aws_ec2_managed_prefix_list.l.id
  cidr           = aws_vpc.v.cidr_block
  description    = "own"
}
resource "aws_vpc_peering_connection" "p" {
  vpc_id      = aws_vpc.v.id
  peer_vpc_id = "vpc-12345678"
}
resource "aws_vpc_peering_connection_accepter" "p" {
  vpc_peering_connection_id = aws_vpc_peering_connection.p.id
  auto_accept               = true
}
resource "aws_ec2_transit_gateway" "t" {}
resource "aws_ec2_transit_gateway_peering_attachment" "t" {
  peer_region             = "eu-west-1"
  peer_transit_gateway_id = "tgw-12345678901234567"
  transit_gateway_id      = aws_ec2_transit_gateway.t.id
}
resource "aws_ec2_transit_gateway_peering_attachment_accepter" "t" {
  transit_gateway_attachment_id = aws_ec2_transit_gateway_peering_attachment.t.id
}
resource "aws_ec2_transit_gateway_vpc_attachment" "t" {
  transit_gateway_id = aws_ec2_transit_gateway.t.id
  vpc_id             = aws_vpc.v.id
  subnet_ids         = [for one in aws_subnet.s : one.id]
}
resource "aws_ec2_transit_gateway_vpc_attachment_accepter" "t" {
  transit_gateway_attachment_id                   = aws_ec2_transit_gateway_vpc_attachment.t.id
  transit_gateway_default_route_table_propagation = false
}
resource "aws_ec2_transit_gateway_route_table" "t" {
  transit_gateway_id = aws_ec2_transit_gateway.t.id
}
resource "aws_ec2_transit_gateway_prefix_list_reference" "t" {
  prefix_list_id                 = aws_ec2_managed_prefix_list.l.id
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.t.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.t.id
}
resource "aws_vpc_block_public_access_exclusion" "x" {
  vpc_id                          = aws_vpc.v.id
  internet_gateway_exclusion_mode = "allow-egress"
}
resource "aws_elb" "e" {
  subnets = [aws_subnet.s["a"].id]
  listener {
    instance_port     = 80
    instance_protocol = "tcp"
    lb_port           = 80
    lb_protocol       = "tcp"
  }
}
resource "aws_elb_attachment" "e" {
  elb      = aws_elb.e.id
  instance = aws_instance.i.id
}
resource "aws_lb_target_group" "g" {
  port     = 443
  protocol = "HTTPS"
  vpc_id   = aws_vpc.v.id
}
resource "aws_autoscaling_traffic_source_attachment" "g" {
  autoscaling_group_name = "fleet"
  traffic_source {
    identifier = aws_lb_target_group.g.arn
    type       = "elbv2"
  }
}
resource "aws_globalaccelerator_accelerator" "a" {
  name = "a"
  attributes {
    flow_logs_enabled = false
  }
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
    endpoint_id = aws_instance.i.id
    weight      = 100
  }
}
resource "aws_cloudfront_vpc_origin" "o" {
  vpc_origin_endpoint_config {
    name                   = "o"
    arn                    = aws_instance.i.arn
    http_port              = 80
    https_port             = 443
    origin_protocol_policy = "https-only"
    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }
}
resource "aws_dax_subnet_group" "d" {
  name       = "d"
  subnet_ids = values(aws_subnet.s)[*].id
}
resource "aws_apigatewayv2_vpc_link" "l" {
  name               = "l"
  subnet_ids         = values(aws_subnet.s)[*].id
  security_group_ids = [aws_security_group.g.id]
  tags               = { team = "shop" }
}
resource "aws_db_proxy_endpoint" "p" {
  db_proxy_name          = "p"
  db_proxy_endpoint_name = "p"
  vpc_subnet_ids         = values(aws_subnet.s)[*].id
}
resource "aws_opensearchserverless_vpc_endpoint" "e" {
  name       = "end"
  vpc_id     = aws_vpc.v.id
  subnet_ids = [aws_subnet.s["a"].id]
}
resource "aws_timestreaminfluxdb_db_instance" "t" {
  name                   = "t-db"
  allocated_storage      = 20
  bucket                 = "bucket"
  db_instance_type       = "db.influx.medium"
  organization           = "organization"
  username               = "admin"
  password               = "examplePassword"
  vpc_subnet_ids         = [aws_subnet.s["a"].id]
  vpc_security_group_ids = [aws_security_group.g.id]
}
resource "aws_vpclattice_target_group" "g" {
  name = "group"
  type = "INSTANCE"
  config {
    port           = 443
    protocol       = "HTTPS"
    vpc_identifier = aws_vpc.v.id
  }
}
resource "aws_vpclattice_target_group_attachment" "g" {
  target_group_identifier = aws_vpclattice_target_group.g.id
  target {
    id = aws_instance.i.id
  }
}
resource "aws_verifiedaccess_endpoint" "e" {
  attachment_type          = "vpc"
  endpoint_type            = "network-interface"
  domain_certificate_arn   = "arn:aws:acm:eu-central-1:111122223333:certificate/c"
  application_domain       = "app.example.com"
  endpoint_domain_prefix   = "app"
  verified_access_group_id = "vagr-12345678"
  network_interface_options {
    network_interface_id = aws_network_interface.n[0].id
    port                 = 443
    protocol             = "https"
  }
}
