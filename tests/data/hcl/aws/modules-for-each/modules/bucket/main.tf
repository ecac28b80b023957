variable "name" {
  type = string
}

variable "settings" {
  type = object({
    versioned = optional(bool, true)
    tags      = optional(map(string), {})
  })
}

resource "aws_s3_bucket" "this" {
  bucket = var.name
  tags   = merge({ module = "bucket" }, var.settings.tags)
}

resource "aws_s3_bucket_versioning" "this" {
  count  = var.settings.versioned ? 1 : 0
  bucket = aws_s3_bucket.this.id
  versioning_configuration {
    status = "Enabled"
  }
}

output "id" {
  value = aws_s3_bucket.this.id
}

output "name" {
  value = aws_s3_bucket.this.bucket
}
