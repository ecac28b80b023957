terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
variable "region" { default = "eu-west-1" }
variable "secret" {
  default   = { user = "root", password = "hunter22-secret" }
  sensitive = true
}
provider "aws" {
  region                      = var.region
  access_key                  = "x"
  secret_key                  = "y"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  default_tags {
    tags = { owner = "payments" }
  }
}
provider "aws" {
  alias                       = "peer"
  region                      = "us-east-1"
  access_key                  = "x"
  secret_key                  = "y"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
locals {
  names = toset(["two.x", "a\"q", "größe"])
  id    = aws_s3_bucket.plain.id
}
resource "aws_s3_bucket" "plain" {
  bucket = "plain-bucket"
  tags   = { team = "a" }
}
resource "aws_s3_bucket" "peer" {
  provider = aws.peer
}
resource "aws_s3_bucket" "each" {
  for_each = local.names
}
resource "aws_s3_bucket" "counted" {
  count = 2
}
resource "aws_s3_bucket_versioning" "by_name" {
  bucket = "plain-bucket"
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_versioning" "each" {
  for_each = local.names
  bucket   = aws_s3_bucket.each[each.key].id
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_versioning" "through" {
  bucket = aws_s3_bucket_server_side_encryption_configuration.peer.id
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "peer" {
  provider = aws.peer
  bucket   = aws_s3_bucket.peer.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.k.arn
    }
  }
}
resource "aws_kms_key" "k" {}
resource "aws_s3_bucket_public_access_block" "counted" {
  count                   = 2
  bucket                  = aws_s3_bucket.counted[count.index].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource "aws_s3_bucket_public_access_block" "never" {
  count             = 0
  bucket            = aws_s3_bucket.plain.id
  block_public_acls = true
}
resource "aws_s3_bucket_ownership_controls" "local" {
  bucket = local.id
  rule { object_ownership = "BucketOwnerEnforced" }
}
resource "aws_s3_bucket_logging" "splat" {
  bucket        = one(aws_s3_bucket.counted[*].id)
  target_bucket = aws_s3_bucket.plain.id
  target_prefix = "x/"
  count         = 0
}
module "m" {
  source   = "./m"
  for_each = local.names
  name     = each.key
  key      = aws_kms_key.k.arn
}
resource "aws_s3_bucket_versioning" "module" {
  bucket = module.m["two.x"].id
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_acl" "modules" {
  for_each = local.names
  bucket   = module.m[each.key].id
  acl      = "private"
}
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
data "aws_iam_policy_document" "read" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.peer.arn}/*"]
  }
}
resource "aws_iam_policy" "read" {
  name   = "read"
  policy = data.aws_iam_policy_document.read.json
}
resource "aws_iam_role_policy_attachment" "read" {
  role       = aws_iam_role.r.name
  policy_arn = aws_iam_policy.read.arn
}
resource "aws_iam_role_policy_attachment" "many" {
  for_each   = toset(["arn:aws:iam::aws:policy/ReadOnlyAccess"])
  role       = aws_iam_role.r.name
  policy_arn = each.value
}
resource "aws_iam_role_policy" "inline" {
  role   = aws_iam_role.r.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = aws_s3_bucket.plain.arn }] })
}
resource "aws_security_group" "g" {
  name        = "g"
  description = var.secret.password
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8", "192.168.0.0/16"]
  }
}
resource "aws_security_group_rule" "r" {
  type              = "ingress"
  security_group_id = aws_security_group.g.id
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/8", "0.0.0.0/0"]
}
resource "aws_vpc_security_group_ingress_rule" "v" {
  security_group_id            = aws_security_group.g.id
  ip_protocol                  = "-1"
  referenced_security_group_id = aws_security_group.g.id
}
resource "aws_db_instance" "d" {
  instance_class         = "db.t3.micro"
  engine                 = "mysql"
  allocated_storage      = 10
  username               = var.secret.user
  password               = var.secret.password
  vpc_security_group_ids = [aws_security_group.g.id]
  skip_final_snapshot    = true
}
