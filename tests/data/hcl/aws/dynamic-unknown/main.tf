resource "terraform_data" "later" {
  input = "x"
}

resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_security_group" "unknown_cidr" {
  vpc_id = aws_vpc.v.id
  dynamic "ingress" {
    for_each = { ssh = 22, web = 443 }
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = [aws_vpc.v.cidr_block, "${aws_vpc.v.id}/32"]
    }
  }
}

resource "aws_security_group" "unknown_blocks" {
  name = "u"
  dynamic "ingress" {
    for_each = toset([terraform_data.later.id])
    content {
      description = ingress.value
      from_port   = 22
      to_port     = 22
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_security_group" "unknown_values" {
  name = "w"
  dynamic "ingress" {
    for_each = [terraform_data.later.id, "10.0.0.0/8"]
    content {
      from_port   = 80
      to_port     = 80
      protocol    = "tcp"
      cidr_blocks = [ingress.value]
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "l" {
  bucket = "b"
  dynamic "rule" {
    for_each = { a = 1, b = aws_vpc.v.arn }
    content {
      id     = rule.key
      status = "Enabled"
      filter {
        prefix = rule.value
      }
      expiration {
        days = 30
      }
    }
  }
}
