variable "retention" {
  default = 14
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
      }
      retain_rule {
        count = var.retention
      }
    }
  }
}
resource "aws_eks_cluster" "c" {
  name     = "c"
  role_arn = "arn:aws:iam::111111111111:role/c"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
  dynamic "encryption_config" {
    for_each = ["arn:aws:kms:eu-central-1:111111111111:key/x"]
    content {
      resources = ["secrets"]
      provider {
        key_arn = encryption_config.value
      }
    }
  }
}
resource "aws_backup_plan" "b" {
  name = "b"
  rule {
    rule_name         = "daily"
    target_vault_name = "vault"
    lifecycle {
      delete_after = var.retention
    }
  }
}
resource "aws_wafv2_web_acl" "w" {
  name  = "w"
  scope = "REGIONAL"
  default_action {
    block {}
  }
  rule {
    name     = "count-only"
    priority = 1
    action {
      count {}
    }
    statement {
      rate_based_statement {
        limit              = 1000
        aggregate_key_type = "IP"
      }
    }
    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "m"
      sampled_requests_enabled   = true
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "w"
    sampled_requests_enabled   = true
  }
}
