variable "mode" {
  default = "kms"
}
variable "maybe" {
  type    = list(string)
  default = null
}
resource "aws_kms_key" "k" {
  count = var.mode == "kms" ? 1 : 0
}
locals {
  nested  = var.mode == "kms" ? "a" : var.mode == "aes" ? "b" : "c"
  reverse = var.mode == "none" ? "a" : var.mode == "kms" ? "b" : "c"
  list    = var.maybe != null ? var.maybe : ["default"]
  object  = var.mode == "kms" ? { algorithm = "aws:kms", key = aws_kms_key.k[0].arn } : { algorithm = "AES256", key = null }
  number  = var.mode == "kms" ? 1 : "2"
  unset   = var.mode == "kms" ? null : "x"
}
resource "aws_sqs_queue" "q" {
  name                       = "${local.nested}${local.reverse}-${local.number}"
  kms_master_key_id          = local.object.key
  visibility_timeout_seconds = local.number
  delay_seconds              = var.mode == "kms" && length(local.list) > 0 || false ? 5 : 10
  sqs_managed_sse_enabled    = local.unset
}
resource "aws_s3_bucket_server_side_encryption_configuration" "e" {
  bucket = "b"
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = local.object["algorithm"]
      kms_master_key_id = local.object.key
    }
  }
}
resource "aws_security_group" "g" {
  name = local.list[0]
  dynamic "ingress" {
    for_each = var.mode == "kms" ? { a = 1 } : {}
    content {
      from_port   = -1 * -ingress.value
      to_port     = 7 % 4
      protocol    = !true ? "tcp" : "udp"
      cidr_blocks = local.unset == null ? ["10.0.0.0/8"] : null
    }
  }
}
