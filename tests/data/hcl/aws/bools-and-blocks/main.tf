variable "features" {
  type = object({
    logging    = optional(bool, true)
    cors       = optional(list(string))
    lifecycle  = optional(map(number), {})
    website    = optional(object({ index = optional(string, "index.html"), error = optional(string) }))
    encryption = optional(object({ algorithm = string, key = optional(string) }), { algorithm = "AES256" })
  })
  default = {
    cors      = ["https://example.com"]
    lifecycle = { tmp = 1, logs = 90 }
    website   = {}
  }
}
resource "aws_s3_bucket" "b" {
  bucket = "features"
}
resource "aws_s3_bucket_logging" "l" {
  count         = var.features.logging ? 1 : 0
  bucket        = aws_s3_bucket.b.id
  target_bucket = "logs"
  target_prefix = ""
}
resource "aws_s3_bucket_cors_configuration" "c" {
  count  = var.features.cors == null ? 0 : 1
  bucket = aws_s3_bucket.b.id
  dynamic "cors_rule" {
    for_each = coalesce(var.features.cors, [])
    content {
      allowed_methods = concat(["GET"], cors_rule.key > 0 ? ["PUT"] : [])
      allowed_origins = [cors_rule.value]
    }
  }
}
resource "aws_s3_bucket_lifecycle_configuration" "l" {
  count  = length(var.features.lifecycle) > 0 ? 1 : 0
  bucket = aws_s3_bucket.b.id
  dynamic "rule" {
    for_each = var.features.lifecycle
    content {
      id     = rule.key
      status = rule.value > 7 ? "Enabled" : "Disabled"
      filter {
        prefix = "${rule.key}/"
      }
      expiration {
        days = rule.value
      }
    }
  }
}
resource "aws_s3_bucket_website_configuration" "w" {
  for_each = var.features.website == null ? {} : { it = var.features.website }
  bucket   = aws_s3_bucket.b.id
  index_document {
    suffix = each.value.index
  }
  dynamic "error_document" {
    for_each = each.value.error[*]
    content {
      key = error_document.value
    }
  }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "e" {
  bucket = aws_s3_bucket.b.id
  rule {
    bucket_key_enabled = var.features.encryption.algorithm != "AES256" ? true : null
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.features.encryption.algorithm
      kms_master_key_id = var.features.encryption.key
    }
  }
}
