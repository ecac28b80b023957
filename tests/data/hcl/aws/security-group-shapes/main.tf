resource "aws_vpc" "v" {
  cidr_block = "172.16.0.0/16"
}

resource "aws_security_group" "attributes" {
  name   = "as-attributes"
  vpc_id = aws_vpc.v.id
  ingress = [
    {
      description      = "all"
      from_port        = 0
      to_port          = 0
      protocol         = "-1"
      cidr_blocks      = ["0.0.0.0/0"]
      ipv6_cidr_blocks = []
      prefix_list_ids  = []
      security_groups  = []
      self             = false
    },
    {
      description      = null
      from_port        = 5432
      to_port          = 5432
      protocol         = "tcp"
      cidr_blocks      = null
      ipv6_cidr_blocks = null
      prefix_list_ids  = null
      security_groups  = ["sg-0123456789abcdef0"]
      self             = null
    },
  ]
  egress = []
}

resource "aws_security_group" "bare" {
  name_prefix = "bare-"
}

resource "aws_security_group" "peer" {
  name   = "peer"
  vpc_id = aws_vpc.v.id
  ingress {
    from_port       = 0
    to_port         = 65535
    protocol        = "TCP"
    security_groups = [aws_security_group.attributes.id, aws_security_group.bare.id]
  }
  ingress {
    from_port   = "8"
    to_port     = "0"
    protocol    = "icmp"
    cidr_blocks = [aws_vpc.v.cidr_block]
  }
  tags = { Name = "peer" }
}

resource "aws_security_group_rule" "halves" {
  for_each          = toset(["0.0.0.0/1", "128.0.0.0/1"])
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = [each.value]
  security_group_id = aws_security_group.bare.id
}

resource "aws_security_group_rule" "from_group" {
  type                     = "egress"
  from_port                = -1
  to_port                  = -1
  protocol                 = "all"
  source_security_group_id = aws_security_group.peer.id
  security_group_id        = aws_security_group.bare.id
}

resource "aws_vpc_security_group_ingress_rule" "v4" {
  count             = 2
  security_group_id = aws_security_group.bare.id
  cidr_ipv4         = cidrsubnet(aws_vpc.v.cidr_block, 4, count.index)
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_security_group.bare.id
  cidr_ipv6         = "::/0"
  ip_protocol       = "-1"
}

resource "aws_default_security_group" "d" {
  vpc_id = aws_vpc.v.id
}
