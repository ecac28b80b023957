# Buckets: most by a module, one written out, one bare.
provider "aws" {
  region                      = "eu-west-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  default_tags {
    tags = { Environment = "production", ManagedBy = "terraform", CostCentre = "4711" }
  }
}

locals {
  zstem_buckets = { zkey = { versioning = "Enabled", algorithm = "aws:kms" } }
}

module "zstem_bucket" {
  source     = "./bucket"
  for_each   = local.zstem_buckets
  name       = "zstem-${each.key}"
  versioning = each.value.versioning
  key        = aws_kms_key.zstem_data.arn
}

resource "aws_kms_key" "zstem_data" {
  description             = "Buckets of zstem"
  deletion_window_in_days = 30
  enable_key_rotation     = true
}

resource "aws_s3_bucket" "zstem_logs" {
  bucket        = "zstem-logs"
  force_destroy = false
  tags          = { Purpose = "logs", Team = "zstem" }
}

resource "aws_s3_bucket_versioning" "zstem_logs" {
  bucket = aws_s3_bucket.zstem_logs.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "zstem_logs" {
  bucket = aws_s3_bucket.zstem_logs.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.zstem_data.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "zstem_logs" {
  bucket                  = aws_s3_bucket.zstem_logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "zstem_logs" {
  bucket = aws_s3_bucket.zstem_logs.id
  rule {
    id     = "expire"
    status = "Enabled"
    filter {}
    expiration {
      days = 400
    }
    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }
}

resource "aws_s3_bucket_policy" "zstem_logs" {
  bucket = aws_s3_bucket.zstem_logs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TransportOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::zstem-logs", "arn:aws:s3:::zstem-logs/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket" "zstem_scratch" {
  bucket        = "zstem-scratch"
  force_destroy = true
}

resource "aws_s3_bucket_ownership_controls" "zstem_scratch" {
  bucket = aws_s3_bucket.zstem_scratch.id
  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_acl" "zstem_scratch" {
  bucket = aws_s3_bucket.zstem_scratch.id
  acl    = "private"
}
