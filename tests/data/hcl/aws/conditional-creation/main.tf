variable "create" {
  type    = bool
  default = true
}
variable "kms_key_arn" {
  type    = string
  default = null
}
variable "existing_role" {
  type    = string
  default = ""
}

locals {
  create_key = var.create && var.kms_key_arn == null
  key_arn    = local.create_key ? one(aws_kms_key.k[*].arn) : var.kms_key_arn
  role_name  = var.existing_role != "" ? var.existing_role : try(aws_iam_role.r[0].name, "fallback")
  missing    = try(aws_kms_key.absent[0].arn, "no-key")
}

resource "aws_kms_key" "k" {
  count               = local.create_key ? 1 : 0
  enable_key_rotation = true
}

resource "aws_kms_key" "absent" {
  count = var.create ? 0 : 1
}

resource "aws_iam_role" "r" {
  count              = var.existing_role == "" ? 1 : 0
  name               = "svc"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_iam_role_policy_attachment" "a" {
  role       = local.role_name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_secretsmanager_secret" "s" {
  name       = "db"
  kms_key_id = local.key_arn
}

resource "aws_secretsmanager_secret" "plain" {
  name        = "plain"
  kms_key_id  = join("", aws_kms_key.absent[*].arn)
  description = local.missing
}

resource "aws_cloudwatch_log_group" "l" {
  name              = coalesce(var.existing_role, "default")
  kms_key_id        = concat(aws_kms_key.k[*].arn, aws_kms_key.absent[*].arn, [""])[0]
  retention_in_days = var.create ? 30 : null
}
