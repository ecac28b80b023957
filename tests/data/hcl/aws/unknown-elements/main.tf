resource "aws_subnet" "s" {
  for_each   = { a = "10.0.0.0/24", b = "10.0.1.0/24" }
  vpc_id     = aws_vpc.v.id
  cidr_block = each.value
}
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
locals {
  ids    = [for s in aws_subnet.s : s.id]
  by_key = { for key, s in aws_subnet.s : key => s.arn }
  mixed  = concat(local.ids, ["subnet-known"])
}
resource "aws_route_table_association" "a" {
  count          = length(local.ids)
  subnet_id      = local.ids[count.index]
  route_table_id = aws_vpc.v.main_route_table_id
}
resource "aws_ec2_tag" "t" {
  for_each    = local.by_key
  resource_id = aws_subnet.s[each.key].id
  key         = "arn"
  value       = each.value
}
resource "aws_eip" "n" {
  count  = length(local.mixed) - 1
  domain = "vpc"
  tags   = { Subnet = local.mixed[count.index], Last = element(local.mixed, 2), Known = tostring(contains(keys(local.by_key), "a")) }
}
resource "aws_lb" "l" {
  name               = "l"
  load_balancer_type = "network"
  subnets            = toset(local.mixed)
  internal           = length(local.ids) == 2
}
resource "aws_network_acl" "n" {
  vpc_id     = aws_vpc.v.id
  subnet_ids = setunion(local.ids, [])
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = -1
    from_port  = 0
    to_port    = 0
    cidr_block = aws_vpc.v.cidr_block
  }
}
resource "aws_vpc_endpoint" "e" {
  for_each          = { s3 = "Gateway", sqs = "Interface" }
  vpc_id            = aws_vpc.v.id
  service_name      = "com.amazonaws.eu-central-1.${each.key}"
  vpc_endpoint_type = each.value
  subnet_ids        = each.value == "Interface" ? local.ids : null
  route_table_ids   = each.value == "Gateway" ? [aws_vpc.v.default_route_table_id] : null
  policy            = each.key == "s3" ? jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }] }) : null
}
