variable "rules" {
  type = list(object({
    port  = number
    cidrs = optional(list(string), ["10.0.0.0/8"])
    note  = optional(string)
  }))
  default = [
    { port = 443, cidrs = ["0.0.0.0/0"], note = "https" },
    { port = 22 },
  ]
}

variable "extra" {
  type    = map(number)
  default = { ssh = 22, rdp = 3389 }
}

resource "aws_security_group" "list" {
  name = "list"
  dynamic "ingress" {
    for_each = var.rules
    content {
      description = coalesce(ingress.value.note, "rule ${ingress.key}")
      from_port   = ingress.value.port
      to_port     = ingress.value.port
      protocol    = "tcp"
      cidr_blocks = ingress.value.cidrs
    }
  }
  dynamic "egress" {
    for_each = []
    content {
      from_port = 0
      to_port   = 0
      protocol  = "-1"
    }
  }
}

resource "aws_security_group" "map" {
  name = "map"
  dynamic "ingress" {
    for_each = var.extra
    iterator = service
    content {
      description      = service.key
      from_port        = service.value
      to_port          = service.value
      protocol         = "tcp"
      ipv6_cidr_blocks = ["::/0"]
    }
  }
  ingress {
    from_port = 0
    to_port   = 0
    protocol  = "-1"
    self      = true
  }
  egress {
    from_port   = 0
    to_port     = 65535
    protocol    = "udp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "set" {
  name = "set"
  dynamic "ingress" {
    for_each = toset([80, 8080])
    content {
      from_port   = ingress.value
      to_port     = ingress.key
      protocol    = "6"
      cidr_blocks = ["192.168.0.0/16"]
    }
  }
}
