locals {
  started = timestamp()
}
resource "aws_ssm_parameter" "p" {
  for_each = { time = local.started, id = uuid(), day = formatdate("YYYY-MM-DD", local.started) }
  name     = "/${each.key}"
  type     = "String"
  value    = each.value
}
resource "aws_s3_object" "o" {
  bucket  = "b"
  key     = "static/${uuid()}"
  content = "made ${timestamp()}"
  tags    = { Static = "yes", Length = length(uuid()) }
}
resource "aws_iam_user" "u" {
  name          = "u"
  force_destroy = local.started == "never"
}
