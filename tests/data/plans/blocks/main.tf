terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "x"
  secret_key                  = "y"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "terraform_data" "t" { input = ["a"] }
resource "aws_security_group" "dyn" {
  name = "dyn"
  dynamic "ingress" {
    for_each = terraform_data.t.output
    content {
      from_port   = 22
      to_port     = 22
      protocol    = "tcp"
      cidr_blocks = [ingress.value]
    }
  }
}
resource "aws_security_group" "plain" {
  name   = "plain"
  vpc_id = aws_vpc.v.id
}
resource "aws_security_group" "known" {
  name = "known"
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.v.cidr_block, "${aws_vpc.v.id}/32"]
  }
}
resource "aws_s3_bucket" "b" {
  dynamic "versioning" {
    for_each = terraform_data.t.output
    content { enabled = true }
  }
  dynamic "logging" {
    for_each = terraform_data.t.output
    content { target_bucket = "x" }
  }
}
resource "aws_s3_bucket" "plain" {
}
resource "aws_s3_bucket_server_side_encryption_configuration" "d" {
  bucket = aws_s3_bucket.b.id
  dynamic "rule" {
    for_each = terraform_data.t.output
    content {
      apply_server_side_encryption_by_default { sse_algorithm = "aws:kms" }
    }
  }
}
resource "aws_instance" "i" {
  ami           = "ami-1"
  instance_type = "t3.micro"
  dynamic "root_block_device" {
    for_each = terraform_data.t.output
    content { encrypted = true }
  }
  dynamic "ebs_block_device" {
    for_each = terraform_data.t.output
    content {
      device_name = "/dev/sdf"
      encrypted   = true
    }
  }
  dynamic "metadata_options" {
    for_each = terraform_data.t.output
    content { http_tokens = "required" }
  }
}
resource "aws_instance" "plain" {
  ami           = "ami-1"
  instance_type = "t3.micro"
}
resource "aws_s3_bucket_lifecycle_configuration" "lc" {
  bucket = aws_s3_bucket.b.id
  dynamic "rule" {
    for_each = terraform_data.t.output
    content {
      id     = rule.value
      status = "Enabled"
    }
  }
}
resource "aws_cloudfront_distribution" "c" {
  enabled = true
  origin {
    domain_name = "x.y"
    origin_id   = "a"
  }
  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "a"
    viewer_protocol_policy = "https-only"
  }
  restrictions {
    geo_restriction { restriction_type = "none" }
  }
  viewer_certificate { cloudfront_default_certificate = true }
  dynamic "logging_config" {
    for_each = terraform_data.t.output
    content { bucket = "b.s3.amazonaws.com" }
  }
}
