variable "rules" {
  type = any
  default = [
    { port = 22, cidr = "10.0.0.0/8" },
    { port = 80, cidr = "0.0.0.0/0", note = "open" },
  ]
}
variable "config" {
  type = map(any)
  default = {
    a = "1"
    b = 2
    c = true
  }
}
variable "list" {
  type    = list(any)
  default = [1, "two"]
}
variable "untyped" {
  default = { nested = { list = [{ x = null }, { x = 1 }] } }
}

resource "aws_security_group" "g" {
  name = "any"
  dynamic "ingress" {
    for_each = [for rule in var.rules : rule if try(rule.note, "") != "skip"]
    content {
      from_port   = ingress.value["port"]
      to_port     = ingress.value.port
      protocol    = lookup(ingress.value, "protocol", "tcp")
      cidr_blocks = compact([ingress.value.cidr, lookup(ingress.value, "second", "")])
      description = try(ingress.value.note, null)
    }
  }
  tags = var.config
}

resource "aws_ssm_parameter" "p" {
  name  = "/any"
  type  = "StringList"
  value = join(",", var.list)
  tags  = { for n, one in var.untyped.nested.list : "t${n}" => one.x == null ? "none" : tostring(one.x) }
}
