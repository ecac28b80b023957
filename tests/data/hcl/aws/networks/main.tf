variable "cidr" {
  default = "10.64.0.0/16"
}
variable "tiers" {
  default = ["public", "private", "data"]
}
locals {
  blocks = cidrsubnets(var.cidr, 4, 4, 8, 8)
  zones  = { for n in range(2) : "eu-central-1${["a", "b", "c"][n]}" => n }
  grid = merge([
    for t, tier in var.tiers : {
      for zone, z in local.zones : "${tier}-${substr(zone, -1, 1)}" => {
        cidr = cidrsubnet(var.cidr, 8, t * 16 + z), zone = zone, public = tier == "public"
      }
    }
  ]...)
}
resource "aws_vpc" "v" {
  cidr_block                       = var.cidr
  assign_generated_ipv6_cidr_block = true
}
resource "aws_subnet" "s" {
  for_each                        = local.grid
  vpc_id                          = aws_vpc.v.id
  cidr_block                      = each.value.cidr
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.v.ipv6_cidr_block, 8, index(keys(local.grid), each.key))
  availability_zone               = each.value.zone
  map_public_ip_on_launch         = each.value.public
  assign_ipv6_address_on_creation = true
}
resource "aws_route_table" "r" {
  for_each = toset(var.tiers)
  vpc_id   = aws_vpc.v.id
  dynamic "route" {
    for_each = each.key == "public" ? ["0.0.0.0/0"] : []
    content {
      cidr_block = route.value
      gateway_id = aws_internet_gateway.i.id
    }
  }
  tags = { Name = title(each.key) }
}
resource "aws_internet_gateway" "i" {
  vpc_id = aws_vpc.v.id
}
resource "aws_network_acl_rule" "n" {
  for_each       = { for n, cidr in local.blocks : n => cidr }
  network_acl_id = aws_vpc.v.default_network_acl_id
  rule_number    = 100 + 10 * each.key
  protocol       = "tcp"
  rule_action    = each.key < 2 ? "allow" : "deny"
  cidr_block     = each.value
  from_port      = 1024
  to_port        = 65535
}
resource "aws_vpc_peering_connection" "p" {
  vpc_id      = aws_vpc.v.id
  peer_vpc_id = "vpc-0123456789abcdef0"
  auto_accept = true
}
resource "aws_vpc_endpoint_service" "s" {
  acceptance_required        = false
  network_load_balancer_arns = ["arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer/net/x/1"]
  allowed_principals         = ["*"]
}
resource "aws_ec2_managed_prefix_list" "l" {
  name           = "corp"
  address_family = "IPv4"
  max_entries    = 5
  dynamic "entry" {
    for_each = { office = "192.0.2.0/24", home = cidrsubnet("198.51.100.0/24", 1, 1) }
    content {
      cidr        = entry.value
      description = entry.key
    }
  }
}
resource "aws_security_group" "g" {
  vpc_id = aws_vpc.v.id
  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    prefix_list_ids = [aws_ec2_managed_prefix_list.l.id]
    cidr_blocks     = ["${cidrhost(var.cidr, 5)}/32", format("%s/%d", cidrhost(var.cidr, -2), 32)]
  }
}
resource "aws_networkfirewall_firewall_policy" "f" {
  name = "f"
  firewall_policy {
    stateless_default_actions          = ["aws:drop"]
    stateless_fragment_default_actions = ["aws:drop"]
  }
}
resource "aws_vpc_dhcp_options" "d" {
  domain_name_servers = ["AmazonProvidedDNS"]
}
resource "aws_customer_gateway" "c" {
  bgp_asn    = 65000
  ip_address = "198.51.100.7"
  type       = "ipsec.1"
}
