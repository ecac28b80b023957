resource "aws_kms_key" "k" {}
locals {
  buckets = {
    plain     = { key = null, public = false }
    encrypted = { key = aws_kms_key.k.arn, public = true }
  }
}
resource "aws_s3_bucket" "b" {
  for_each = local.buckets
  bucket   = each.key
}
resource "aws_s3_bucket_server_side_encryption_configuration" "e" {
  for_each = { for name, one in local.buckets : name => one.key if one.public }
  bucket   = aws_s3_bucket.b[each.key].id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = each.value == null ? "AES256" : "aws:kms"
      kms_master_key_id = each.value
    }
  }
}
resource "aws_s3_bucket_public_access_block" "p" {
  for_each                = { for name, one in local.buckets : name => one.public }
  bucket                  = aws_s3_bucket.b[each.key].bucket
  block_public_policy     = !each.value
  restrict_public_buckets = each.value ? false : true
  block_public_acls       = aws_kms_key.k.enable_key_rotation == true
}
resource "aws_sns_topic" "t" {
  name              = "t"
  kms_master_key_id = coalesce(aws_kms_key.k.key_id, "alias/aws/sns")
  display_name      = aws_kms_key.k.arn == "" ? "empty" : "set"
}
