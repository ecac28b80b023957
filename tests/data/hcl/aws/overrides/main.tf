variable "encrypted" {
  default = false
}

resource "aws_db_instance" "d" {
  engine              = "mysql"
  instance_class      = "db.t3.micro"
  username            = "u"
  password            = "p4ssw0rd-unreal"
  allocated_storage   = 10
  storage_encrypted   = var.encrypted
  skip_final_snapshot = true
  publicly_accessible = true
}

resource "aws_security_group" "g" {
  name = "g"
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  ingress {
    from_port   = 23
    to_port     = 23
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

locals {
  a = "main"
  b = "main"
}

resource "aws_sns_topic" "t" {
  name         = "${local.a}-${local.b}"
  display_name = "main"
}
