resource "aws_s3_bucket" "b" {
  bucket        = "everything"
  force_destroy = true
  tags          = { Name = "everything" }
}
resource "aws_s3_bucket" "generated" {}
resource "aws_s3_bucket_versioning" "b" {
  bucket = aws_s3_bucket.b.id
  versioning_configuration {
    status     = "Enabled"
    mfa_delete = "Disabled"
  }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
  bucket = aws_s3_bucket.b.bucket
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.k.arn
    }
  }
}
resource "aws_kms_key" "k" {}
resource "aws_s3_bucket_acl" "b" {
  bucket     = aws_s3_bucket.b.id
  acl        = "public-read"
  depends_on = [aws_s3_bucket_ownership_controls.b]
}
resource "aws_s3_bucket_ownership_controls" "b" {
  bucket = aws_s3_bucket.b.id
  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}
resource "aws_s3_bucket_public_access_block" "b" {
  bucket            = aws_s3_bucket.b.id
  block_public_acls = false
}
resource "aws_s3_account_public_access_block" "a" {
  account_id          = "111111111111"
  block_public_acls   = true
  block_public_policy = true
}
resource "aws_s3_bucket_cors_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  cors_rule {
    allowed_methods = ["GET", "PUT"]
    allowed_origins = ["*"]
    max_age_seconds = 3000
  }
}
resource "aws_s3_bucket_lifecycle_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  rule {
    id     = "all"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = 90
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
  rule {
    id     = "logs"
    status = "Disabled"
    filter {
      and {
        prefix = "logs/"
        tags   = { a = "b" }
      }
    }
    transition {
      days          = 30
      storage_class = "STANDARD_IA"
    }
  }
}
resource "aws_s3_bucket_logging" "b" {
  bucket        = aws_s3_bucket.b.id
  target_bucket = aws_s3_bucket.generated.id
  target_prefix = "log/"
}
resource "aws_s3_bucket_replication_configuration" "b" {
  role   = "arn:aws:iam::111111111111:role/r"
  bucket = aws_s3_bucket.b.id
  rule {
    id     = "r"
    status = "Enabled"
    filter {
      prefix = ""
    }
    delete_marker_replication {
      status = "Disabled"
    }
    destination {
      bucket        = aws_s3_bucket.generated.arn
      storage_class = "STANDARD"
    }
  }
}
resource "aws_s3_bucket_object_lock_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  rule {
    default_retention {
      mode = "COMPLIANCE"
      days = 5
    }
  }
}
resource "aws_s3_bucket_notification" "b" {
  bucket      = aws_s3_bucket.b.id
  eventbridge = true
  topic {
    topic_arn = "arn:aws:sns:eu-central-1:111111111111:t"
    events    = ["s3:ObjectCreated:*"]
  }
}
resource "aws_s3_access_point" "p" {
  bucket = aws_s3_bucket.b.id
  name   = "p"
  vpc_configuration {
    vpc_id = "vpc-0123456789abcdef0"
  }
}
resource "aws_s3_bucket" "legacy" {
  bucket = "legacy"
  acl    = "private"
  versioning {
    enabled = true
  }
  logging {
    target_bucket = aws_s3_bucket.generated.id
  }
  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm = "AES256"
      }
    }
  }
}
