resource "aws_cloudwatch_log_group" "trail" {
  name              = "/${var.name}/trail"
  retention_in_days = 400
  kms_key_id        = aws_kms_key.logs.arn
}

data "aws_iam_policy_document" "trail" {
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.trail.arn}:*"]
  }
}

resource "aws_iam_role_policy" "trail" {
  name   = "write-trail"
  role   = aws_iam_role.service["trail"].id
  policy = data.aws_iam_policy_document.trail.json
}

resource "aws_cloudtrail" "shop" {
  depends_on = [aws_s3_bucket_policy.logs]

  name                          = local.trail_name
  s3_bucket_name                = local.bucket_names.logs
  s3_key_prefix                 = "trail"
  kms_key_id                    = aws_kms_key.logs.arn
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.service["trail"].arn
  enable_logging                = true
  include_global_service_events = true
  is_multi_region_trail         = true
  enable_log_file_validation    = false
}
