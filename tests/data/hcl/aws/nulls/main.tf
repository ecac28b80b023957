variable "unset" {
  type    = string
  default = null
}
variable "not_nullable" {
  type     = string
  default  = "kept"
  nullable = false
}

module "m" {
  source       = "./modules/m"
  not_nullable = null
  nullable     = null
}

resource "aws_db_instance" "d" {
  engine                          = "postgres"
  instance_class                  = "db.t3.micro"
  allocated_storage               = var.unset == null ? 20 : 30
  username                        = "u"
  password                        = "p4ssw0rd-unreal"
  kms_key_id                      = var.unset
  storage_encrypted               = null
  multi_az                        = null
  deletion_protection             = var.unset != null
  final_snapshot_identifier       = "final"
  tags                            = { Kept = var.not_nullable, Null = null }
  enabled_cloudwatch_logs_exports = null
}

resource "aws_s3_bucket_website_configuration" "w" {
  bucket = "b"
  dynamic "index_document" {
    for_each = var.unset[*]
    content {
      suffix = index_document.value
    }
  }
  dynamic "redirect_all_requests_to" {
    for_each = var.not_nullable[*]
    content {
      host_name = redirect_all_requests_to.value
      protocol  = var.unset
    }
  }
}
