variable "services" {
  type    = set(string)
  default = ["guardduty", "securityhub", "config"]
}
resource "aws_guardduty_detector" "d" {
  count                        = contains(var.services, "guardduty") ? 1 : 0
  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
}
resource "aws_securityhub_account" "s" {
  count                    = contains(var.services, "securityhub") ? 1 : 0
  enable_default_standards = false
}
resource "aws_macie2_account" "m" {
  count = contains(var.services, "macie") ? 1 : 0
}
resource "aws_config_configuration_recorder" "r" {
  for_each = setintersection(var.services, ["config"])
  role_arn = "arn:aws:iam::111111111111:role/config"
  recording_group {
    all_supported                 = true
    include_global_resource_types = true
  }
}
resource "aws_config_config_rule" "c" {
  for_each = { for rule in ["S3_BUCKET_VERSIONING_ENABLED", "ENCRYPTED_VOLUMES"] : lower(replace(rule, "_", "-")) => rule }
  name     = each.key
  source {
    owner             = "AWS"
    source_identifier = each.value
  }
  depends_on = [aws_config_configuration_recorder.r]
}
resource "aws_cloudtrail" "t" {
  name                          = "trail"
  s3_bucket_name                = aws_s3_bucket.t.id
  is_multi_region_trail         = true
  enable_log_file_validation    = true
  include_global_service_events = true
  kms_key_id                    = "arn:aws:kms:eu-central-1:111111111111:key/x"
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.t.arn}:*"
  cloud_watch_logs_role_arn     = "arn:aws:iam::111111111111:role/t"
  event_selector {
    read_write_type           = "All"
    include_management_events = true
    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3"]
    }
  }
}
resource "aws_s3_bucket" "t" {
  bucket = format("trail-%s", formatdate("YYYY", "2026-11-23T00:00:00Z"))
}
resource "aws_s3_bucket_policy" "t" {
  bucket = aws_s3_bucket.t.bucket
  policy = data.aws_iam_policy_document.t.json
}
data "aws_iam_policy_document" "t" {
  statement {
    sid       = "Acl"
    actions   = ["s3:GetBucketAcl"]
    resources = ["arn:aws:s3:::${aws_s3_bucket.t.bucket}"]
    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }
  statement {
    sid       = "Write"
    actions   = ["s3:PutObject"]
    resources = ["arn:aws:s3:::${aws_s3_bucket.t.bucket}/AWSLogs/111111111111/*"]
    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }
}
resource "aws_cloudwatch_log_group" "t" {
  name              = "trail"
  retention_in_days = 365
}
locals {
  metrics = {
    root-usage = "{ $.userIdentity.type = \"Root\" }"
    no-mfa     = <<-EOT
      { ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }
    EOT
  }
}
resource "aws_cloudwatch_log_metric_filter" "f" {
  for_each       = local.metrics
  name           = each.key
  pattern        = chomp(each.value)
  log_group_name = aws_cloudwatch_log_group.t.name
  metric_transformation {
    name      = each.key
    namespace = "Security"
    value     = "1"
  }
}
resource "aws_cloudwatch_metric_alarm" "a" {
  for_each            = aws_cloudwatch_log_metric_filter.f
  alarm_name          = each.key
  metric_name         = each.value.metric_transformation[0].name
  namespace           = each.value.metric_transformation[0].namespace
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  threshold           = 1
  period              = 300
  statistic           = "Sum"
}
resource "aws_accessanalyzer_analyzer" "a" {
  analyzer_name = "a"
}
resource "aws_iam_account_password_policy" "p" {
  minimum_password_length = 14
  require_symbols         = true
}
