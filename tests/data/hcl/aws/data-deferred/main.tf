resource "terraform_data" "later" {
  input = 1
}
data "aws_availability_zones" "a" {
  depends_on = [terraform_data.later]
}
data "aws_caller_identity" "me" {
  depends_on = [terraform_data.later]
}
data "aws_ami" "linux" {
  most_recent = true
  owners      = ["amazon"]
  depends_on  = [terraform_data.later]
  filter {
    name   = "name"
    values = ["al2023-*"]
  }
}
data "aws_kms_key" "k" {
  key_id     = "alias/app"
  depends_on = [terraform_data.later]
}
data "aws_vpc" "v" {
  id = terraform_data.later.id
}
data "aws_partition" "p" {}
data "aws_region" "r" {}
resource "aws_subnet" "s" {
  count             = 2
  vpc_id            = data.aws_vpc.v.id
  cidr_block        = "10.0.${count.index}.0/24"
  availability_zone = data.aws_availability_zones.a.names[count.index]
}
resource "aws_instance" "i" {
  ami           = data.aws_ami.linux.id
  instance_type = "t3.micro"
  root_block_device {
    encrypted  = true
    kms_key_id = data.aws_kms_key.k.arn
  }
}
resource "aws_s3_bucket" "b" {
  bucket = "logs-${data.aws_caller_identity.me.account_id}-${data.aws_region.r.name}"
}
resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:${data.aws_partition.p.partition}:iam::${data.aws_caller_identity.me.account_id}:root", Service = "ec2.${data.aws_partition.p.dns_suffix}" }
    }]
  })
}
resource "aws_security_group" "g" {
  vpc_id = data.aws_vpc.v.id
  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = [data.aws_vpc.v.cidr_block]
  }
}
data "aws_iam_policy_document" "waits" {
  depends_on = [terraform_data.later]
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
}
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = data.aws_iam_policy_document.waits.json
}
