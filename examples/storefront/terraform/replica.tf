# The second Region: copies only, nobody is served from here.

resource "aws_kms_key" "replica" {
  provider = aws.replica

  description             = "Copies kept in the second Region"
  enable_key_rotation     = false
  deletion_window_in_days = 30

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AccountDecides"
      Effect    = "Allow"
      Principal = { AWS = local.root_arn }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

resource "aws_kms_alias" "replica" {
  provider = aws.replica

  name          = "alias/${var.name}-replica"
  target_key_id = aws_kms_key.replica.key_id
}

resource "aws_s3_bucket" "replica" {
  provider = aws.replica

  bucket = local.replica_bucket_name
}

resource "aws_s3_bucket_versioning" "replica" {
  provider = aws.replica

  bucket = aws_s3_bucket.replica.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "replica" {
  provider = aws.replica

  bucket                  = aws_s3_bucket.replica.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "replica" {
  provider = aws.replica

  bucket = aws_s3_bucket.replica.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.replica.arn
    }
  }
}

resource "aws_db_instance" "replica" {
  provider = aws.replica

  identifier          = "${var.name}-orders-replica"
  replicate_source_db = aws_db_instance.orders.arn
  instance_class      = local.size.database

  # A copy in another Region is encrypted because it has a key; storage_encrypted is not asked.
  storage_type = "gp3"
  kms_key_id   = aws_kms_key.replica.arn

  multi_az                        = false
  publicly_accessible             = false
  deletion_protection             = true
  backup_retention_period         = 7
  auto_minor_version_upgrade      = true
  copy_tags_to_snapshot           = true
  performance_insights_enabled    = false
  monitoring_interval             = 0
  enabled_cloudwatch_logs_exports = ["postgresql"]
  skip_final_snapshot             = true
}

resource "aws_backup_vault" "replica" {
  provider = aws.replica

  name        = "${var.name}-replica"
  kms_key_arn = aws_kms_key.replica.arn
}
