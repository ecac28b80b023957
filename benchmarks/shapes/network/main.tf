# One network of three zones. `zstem` and `zkey` stand for names that the generator fills in.
provider "aws" {
  region                      = "eu-west-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  default_tags {
    tags = { Environment = "production", ManagedBy = "terraform", CostCentre = "4711" }
  }
}

locals {
  zstem_zones = { zkey = { zone = "eu-west-1a", cidr = "10.20.1.0/24" } }
}

resource "aws_vpc" "zstem" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_hostnames = true
  enable_dns_support   = true
  tags                 = { Name = "zstem", Team = "platform" }
}

resource "aws_internet_gateway" "zstem" {
  vpc_id = aws_vpc.zstem.id
  tags   = { Name = "zstem" }
}

resource "aws_subnet" "zstem_private" {
  for_each                = local.zstem_zones
  vpc_id                  = aws_vpc.zstem.id
  availability_zone       = each.value.zone
  cidr_block              = each.value.cidr
  map_public_ip_on_launch = false
  tags                    = { Name = "zstem-private-${each.key}" }
}

resource "aws_subnet" "zstem_public" {
  for_each                = local.zstem_zones
  vpc_id                  = aws_vpc.zstem.id
  availability_zone       = each.value.zone
  cidr_block              = cidrsubnet(each.value.cidr, 4, 1)
  map_public_ip_on_launch = true
  tags                    = { Name = "zstem-public-${each.key}" }
}

resource "aws_eip" "zstem_nat" {
  domain = "vpc"
  tags   = { Name = "zstem-nat" }
}

resource "aws_nat_gateway" "zstem" {
  allocation_id = aws_eip.zstem_nat.id
  subnet_id     = values(aws_subnet.zstem_public)[0].id
  depends_on    = [aws_internet_gateway.zstem]
}

resource "aws_route_table" "zstem_private" {
  vpc_id = aws_vpc.zstem.id
  tags   = { Name = "zstem-private" }
}

resource "aws_route_table" "zstem_public" {
  vpc_id = aws_vpc.zstem.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.zstem.id
  }
  tags = { Name = "zstem-public" }
}

resource "aws_route" "zstem_out" {
  route_table_id         = aws_route_table.zstem_private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.zstem.id
}

resource "aws_route_table_association" "zstem_private" {
  for_each       = local.zstem_zones
  subnet_id      = aws_subnet.zstem_private[each.key].id
  route_table_id = aws_route_table.zstem_private.id
}

resource "aws_route_table_association" "zstem_public" {
  for_each       = local.zstem_zones
  subnet_id      = aws_subnet.zstem_public[each.key].id
  route_table_id = aws_route_table.zstem_public.id
}

resource "aws_cloudwatch_log_group" "zstem_flow" {
  name              = "/vpc/zstem/flow"
  retention_in_days = 90
}

resource "aws_iam_role" "zstem_flow" {
  name = "zstem-flow"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "vpc-flow-logs.amazonaws.com" } }]
  })
}

resource "aws_flow_log" "zstem" {
  vpc_id          = aws_vpc.zstem.id
  traffic_type    = "ALL"
  iam_role_arn    = aws_iam_role.zstem_flow.arn
  log_destination = aws_cloudwatch_log_group.zstem_flow.arn
}

# The inline form, with one address known only after apply.
resource "aws_security_group" "zstem_edge" {
  name        = "zstem-edge"
  description = "Edge of zstem"
  vpc_id      = aws_vpc.zstem.id
  ingress {
    description = "HTTPS from anywhere"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
  ingress {
    description = "SSH from our own exit"
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["${aws_eip.zstem_nat.public_ip}/32"]
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# The separate form of provider 5.
resource "aws_vpc_security_group_ingress_rule" "zstem_admin" {
  security_group_id = aws_security_group.zstem_edge.id
  description       = "Administration"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_ipv4         = "10.0.0.0/8"
}

resource "aws_vpc_security_group_egress_rule" "zstem_out" {
  security_group_id = aws_security_group.zstem_edge.id
  ip_protocol       = "-1"
  cidr_ipv4         = "10.20.0.0/16"
}

resource "aws_network_acl" "zstem" {
  vpc_id = aws_vpc.zstem.id
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

output "zstem_vpc_id" {
  value = aws_vpc.zstem.id
}
