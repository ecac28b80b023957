resource "aws_backup_vault" "v" {
  name        = "vault"
  kms_key_arn = "arn:aws:kms:eu-central-1:111111111111:key/x"
}
resource "aws_backup_plan" "p" {
  name = "p"
  dynamic "rule" {
    for_each = [
      { name = "daily", cron = "cron(0 5 * * ? *)", keep = 35, cold = null },
      { name = "monthly", cron = "cron(0 5 1 * ? *)", keep = 365, cold = 90 },
    ]
    content {
      rule_name         = rule.value.name
      target_vault_name = aws_backup_vault.v.name
      schedule          = rule.value.cron
      lifecycle {
        delete_after       = rule.value.keep
        cold_storage_after = rule.value.cold
      }
      dynamic "copy_action" {
        for_each = rule.value.cold == null ? toset([]) : toset(["arn:aws:backup:eu-west-1:111111111111:backup-vault:v"])
        content {
          destination_vault_arn = copy_action.value
        }
      }
    }
  }
}
resource "aws_backup_selection" "s" {
  name         = "s"
  plan_id      = aws_backup_plan.p.id
  iam_role_arn = "arn:aws:iam::111111111111:role/b"
  resources    = ["*"]
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "backup"
    value = true
  }
}
resource "aws_backup_vault_lock_configuration" "l" {
  backup_vault_name  = aws_backup_vault.v.name
  min_retention_days = 7
}
resource "aws_efs_file_system" "e" {
  encrypted        = true
  performance_mode = "generalPurpose"
  lifecycle_policy {
    transition_to_ia = "AFTER_30_DAYS"
  }
}
resource "aws_efs_mount_target" "m" {
  for_each        = { a = "subnet-1", b = "subnet-2" }
  file_system_id  = aws_efs_file_system.e.id
  subnet_id       = each.value
  security_groups = []
}
resource "aws_efs_file_system_policy" "p" {
  file_system_id = aws_efs_file_system.e.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = { AWS = "*" }, Action = "*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = false } } }]
  })
}
resource "aws_fsx_lustre_file_system" "f" {
  subnet_ids       = ["subnet-1"]
  storage_capacity = 1200
  deployment_type  = "SCRATCH_2"
}
resource "aws_dlm_lifecycle_policy" "d" {
  description        = "snapshots"
  execution_role_arn = "arn:aws:iam::111111111111:role/d"
  policy_details {
    resource_types = ["VOLUME"]
    target_tags    = { Snapshot = "true" }
    schedule {
      name = "daily"
      create_rule {
        interval = 24
        times    = ["23:45"]
      }
      retain_rule {
        count = 14
      }
    }
  }
}
resource "aws_ebs_encryption_by_default" "e" {
  enabled = true
}
resource "aws_ebs_snapshot_copy" "c" {
  source_snapshot_id = "snap-0123456789abcdef0"
  source_region      = "eu-west-1"
  encrypted          = true
}
