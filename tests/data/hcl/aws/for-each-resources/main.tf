resource "aws_s3_bucket" "b" {
  for_each = toset(["logs", "data"])
  bucket   = "acme-${each.key}"
}

resource "aws_s3_bucket_versioning" "v" {
  for_each = aws_s3_bucket.b
  bucket   = each.value.id
  versioning_configuration {
    status = each.key == "data" ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_public_access_block" "p" {
  for_each                = { for name, bucket in aws_s3_bucket.b : name => bucket.id }
  bucket                  = each.value
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = each.key == "logs"
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "tls" {
  for_each = aws_s3_bucket_public_access_block.p
  bucket   = aws_s3_bucket.b[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Tls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::${aws_s3_bucket.b[each.key].bucket}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
