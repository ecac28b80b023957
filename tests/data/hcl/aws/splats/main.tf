resource "aws_subnet" "s" {
  count      = 3
  vpc_id     = "vpc-0123456789abcdef0"
  cidr_block = "10.0.${count.index}.0/24"
  tags       = { Name = "s${count.index}", Zone = element(["a", "b"], count.index) }
}

resource "aws_vpc" "maybe" {
  count      = 0
  cidr_block = "10.0.0.0/16"
}

locals {
  rules = [
    { port = 80, cidrs = ["10.0.0.0/8", "172.16.0.0/12"] },
    { port = 443, cidrs = ["0.0.0.0/0"] },
  ]
  single = { port = 22 }
  absent = null
}

resource "aws_db_subnet_group" "g" {
  name        = join("-", local.rules[*].port)
  subnet_ids  = aws_subnet.s[*].id
  description = "${length(aws_vpc.maybe[*].id)} ${join(",", aws_subnet.s.*.cidr_block)} ${length(local.absent[*])}"
}

resource "aws_network_acl" "n" {
  vpc_id     = one(aws_vpc.maybe[*].id) == null ? "vpc-0123456789abcdef0" : aws_vpc.maybe[0].id
  subnet_ids = slice(aws_subnet.s.*.id, 0, 2)
  dynamic "ingress" {
    for_each = flatten(local.rules[*].cidrs)
    content {
      rule_no    = 100 + ingress.key
      action     = "allow"
      protocol   = "tcp"
      from_port  = one(local.single[*].port)
      to_port    = local.rules.0.port
      cidr_block = ingress.value
    }
  }
  tags = aws_subnet.s[1].tags
}

resource "aws_ec2_tag" "t" {
  for_each    = { for n, s in aws_subnet.s : tostring(n) => s.tags.Zone }
  resource_id = aws_subnet.s[tonumber(each.key)].id
  key         = "zone"
  value       = each.value
}
