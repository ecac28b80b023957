resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
locals {
  open   = aws_vpc.v.id == "vpc-1"
  cidrs  = local.open ? ["0.0.0.0/0"] : ["10.0.0.0/8"]
  one    = local.open ? "10.0.0.0/8" : "10.0.0.0/8"
  unsure = local.open && false
  sure   = local.open || true
}
resource "aws_security_group" "g" {
  name = "g"
  ingress {
    from_port   = 22
    to_port     = local.open ? 22 : 23
    protocol    = "tcp"
    cidr_blocks = local.cidrs
    self        = local.unsure
  }
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [local.one]
  }
}
resource "aws_db_instance" "d" {
  engine              = "postgres"
  instance_class      = "db.t3.micro"
  allocated_storage   = 20
  username            = "u"
  password            = "p4ssw0rd-unreal"
  skip_final_snapshot = true
  publicly_accessible = local.open
  storage_encrypted   = local.sure
  multi_az            = !local.unsure
  identifier          = "db-${local.open}"
}
resource "aws_s3_bucket_policy" "p" {
  bucket = local.open ? "a" : "b"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = local.open ? "Allow" : "Deny", Principal = "*", Action = "s3:*", Resource = "*" }]
  })
}
resource "aws_sqs_queue" "q" {
  count = 2
  name  = join("-", ["q", count.index, length(local.cidrs)])
  tags  = { Open = local.open, Static = "x" }
}
resource "aws_ssm_parameter" "p" {
  name  = "/p"
  type  = "String"
  value = try(local.cidrs[0], "none")
}
