variable "admins" {
  type    = list(string)
  default = []
}
variable "users" {
  type    = list(string)
  default = ["arn:aws:iam::111111111111:role/app"]
}
variable "password" {
  type      = string
  sensitive = true
  default   = "s3cret-unreal"
}
data "aws_iam_policy_document" "key" {
  dynamic "statement" {
    for_each = length(var.admins) > 0 ? [var.admins] : []
    content {
      sid       = "Admins"
      actions   = ["kms:*"]
      resources = ["*"]
      principals {
        type        = "AWS"
        identifiers = statement.value
      }
    }
  }
  dynamic "statement" {
    for_each = var.users
    iterator = user
    content {
      actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
      resources = ["*"]
      principals {
        type        = "AWS"
        identifiers = [user.value]
      }
      condition {
        test     = "StringLike"
        variable = "kms:ViaService"
        values   = ["s3.*.amazonaws.com"]
      }
      condition {
        test     = "Bool"
        variable = "kms:GrantIsForAWSResource"
        values   = [true]
      }
    }
  }
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}
resource "aws_kms_key" "k" {
  description              = "k"
  policy                   = data.aws_iam_policy_document.key.json
  enable_key_rotation      = true
  rotation_period_in_days  = 180
  deletion_window_in_days  = 7
  multi_region             = true
  customer_master_key_spec = "SYMMETRIC_DEFAULT"
}
resource "aws_kms_alias" "a" {
  for_each      = toset(["app", "db"])
  name          = "alias/${each.key}"
  target_key_id = aws_kms_key.k.key_id
}
resource "aws_kms_grant" "g" {
  key_id            = aws_kms_key.k.key_id
  grantee_principal = var.users[0]
  operations        = ["Encrypt", "Decrypt"]
}
resource "aws_secretsmanager_secret" "s" {
  name                    = "app/db"
  kms_key_id              = aws_kms_alias.a["app"].target_key_arn
  recovery_window_in_days = 0
}
resource "aws_secretsmanager_secret_version" "v" {
  secret_id     = aws_secretsmanager_secret.s.id
  secret_string = jsonencode({ user = "app", password = var.password })
}
resource "aws_secretsmanager_secret_rotation" "r" {
  secret_id           = aws_secretsmanager_secret.s.id
  rotation_lambda_arn = "arn:aws:lambda:eu-central-1:111111111111:function:rotate"
  rotation_rules {
    automatically_after_days = 30
  }
}
resource "aws_ssm_parameter" "p" {
  name  = "/app/password"
  type  = "SecureString"
  value = "prefix-${var.password}"
}
