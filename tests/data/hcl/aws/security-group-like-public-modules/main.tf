variable "create" {
  default = true
}
variable "rules" {
  type = map(list(any))
  default = {
    http-80-tcp   = [80, 80, "tcp", "HTTP"]
    https-443-tcp = [443, 443, "tcp", "HTTPS"]
    ssh-tcp       = [22, 22, "tcp", "SSH"]
    all-all       = [-1, -1, "-1", "All protocols"]
  }
}
variable "ingress_rules" {
  type    = list(string)
  default = ["http-80-tcp", "ssh-tcp"]
}
variable "ingress_cidr_blocks" {
  type    = list(string)
  default = ["0.0.0.0/0", "10.0.0.0/8"]
}
variable "ingress_with_cidr_blocks" {
  type = list(map(string))
  default = [
    { rule = "https-443-tcp", cidr_blocks = "10.1.0.0/16,10.2.0.0/16" },
    { from_port = 8080, to_port = 8090, protocol = "tcp", description = "range" },
    { from_port = "9090" },
  ]
}
variable "egress_rules" {
  default = ["all-all"]
}
variable "computed" {
  type    = list(map(string))
  default = []
}
variable "number_of_computed" {
  type    = number
  default = 0
}
locals {
  create = var.create && length(var.rules) > 0
  id     = local.create ? concat(aws_security_group.this[*].id, aws_security_group.prefixed[*].id, [""])[0] : ""
}
resource "aws_security_group" "this" {
  count       = local.create && false ? 1 : 0
  name        = "named"
  description = "Security Group managed by Terraform"
}
resource "aws_security_group" "prefixed" {
  count       = local.create ? 1 : 0
  name_prefix = "${join("-", ["web", "sg"])}-"
  description = "Security Group managed by Terraform"
  tags        = merge({ "Name" = format("%s", "web") }, {})
  lifecycle {
    create_before_destroy = true
  }
}
resource "aws_security_group_rule" "ingress_rules" {
  count             = local.create ? length(var.ingress_rules) : 0
  security_group_id = local.id
  type              = "ingress"
  cidr_blocks       = var.ingress_cidr_blocks
  ipv6_cidr_blocks  = []
  prefix_list_ids   = []
  description       = var.rules[var.ingress_rules[count.index]][3]
  from_port         = var.rules[var.ingress_rules[count.index]][0]
  to_port           = var.rules[var.ingress_rules[count.index]][1]
  protocol          = var.rules[var.ingress_rules[count.index]][2]
}
resource "aws_security_group_rule" "with_cidr" {
  count             = local.create ? length(var.ingress_with_cidr_blocks) : 0
  security_group_id = local.id
  type              = "ingress"
  cidr_blocks = compact(split(
    ",",
    lookup(
      var.ingress_with_cidr_blocks[count.index],
      "cidr_blocks",
      join(",", var.ingress_cidr_blocks),
    ),
  ))
  description = lookup(var.ingress_with_cidr_blocks[count.index], "description", "Ingress Rule")
  from_port = lookup(
    var.ingress_with_cidr_blocks[count.index], "from_port",
    var.rules[lookup(var.ingress_with_cidr_blocks[count.index], "rule", "ssh-tcp")][0],
  )
  to_port = lookup(
    var.ingress_with_cidr_blocks[count.index], "to_port",
    var.rules[lookup(var.ingress_with_cidr_blocks[count.index], "rule", "ssh-tcp")][1],
  )
  protocol = lookup(
    var.ingress_with_cidr_blocks[count.index], "protocol",
    var.rules[lookup(var.ingress_with_cidr_blocks[count.index], "rule", "ssh-tcp")][2],
  )
}
resource "aws_security_group_rule" "computed" {
  count             = local.create ? var.number_of_computed : 0
  security_group_id = local.id
  type              = "ingress"
  from_port         = lookup(var.computed[count.index], "from_port", 0)
  to_port           = 0
  protocol          = "tcp"
  self              = true
}
resource "aws_security_group_rule" "egress" {
  count             = local.create ? length(var.egress_rules) : 0
  security_group_id = local.id
  type              = "egress"
  cidr_blocks       = ["0.0.0.0/0"]
  from_port         = element(var.rules[var.egress_rules[count.index]], 0)
  to_port           = element(var.rules[var.egress_rules[count.index]], 1)
  protocol          = element(var.rules[var.egress_rules[count.index]], 2)
}
