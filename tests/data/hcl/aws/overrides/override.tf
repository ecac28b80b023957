variable "encrypted" {
  default = true
}

resource "aws_db_instance" "d" {
  publicly_accessible = false
}

resource "aws_security_group" "g" {
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}

locals {
  b = "override"
}
