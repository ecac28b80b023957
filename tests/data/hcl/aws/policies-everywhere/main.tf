variable "org" {
  default = "o-abcdef1234"
}
data "aws_iam_policy_document" "scp" {
  statement {
    effect      = "Deny"
    not_actions = ["iam:*", "sts:*"]
    resources   = ["*"]
    condition {
      test     = "StringNotEquals"
      variable = "aws:RequestedRegion"
      values   = ["eu-central-1", "eu-west-1"]
    }
    condition {
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::*:role/admin"]
    }
  }
}
data "aws_iam_policy_document" "org_read" {
  for_each = { repo = "ecr:BatchGetImage", topic = "sns:Publish" }
  version  = "2012-10-17"
  statement {
    sid       = replace(title(replace(each.key, "-", " ")), " ", "")
    actions   = [each.value]
    resources = each.key == "topic" ? ["*"] : []
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = [var.org]
    }
  }
}
resource "aws_organizations_policy" "p" {
  name    = "p"
  content = data.aws_iam_policy_document.scp.minified_json
}
resource "aws_ecr_registry_policy" "r" {
  policy = data.aws_iam_policy_document.org_read["repo"].json
}
resource "aws_sns_topic_policy" "t" {
  arn    = "arn:aws:sns:eu-central-1:111111111111:t"
  policy = data.aws_iam_policy_document.org_read["topic"].json
}
resource "aws_glacier_vault" "g" {
  name          = "g"
  access_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "glacier:*", Resource = "*" }] })
}
resource "aws_secretsmanager_secret_policy" "s" {
  secret_arn = "arn:aws:secretsmanager:eu-central-1:111111111111:secret:x"
  policy     = replace(data.aws_iam_policy_document.scp.json, "Deny", "Allow")
}
resource "aws_cloudwatch_log_resource_policy" "l" {
  policy_name     = "l"
  policy_document = jsonencode(merge(jsondecode(data.aws_iam_policy_document.org_read["repo"].json), { Id = "l" }))
}
resource "aws_iam_role" "inline" {
  name               = "inline"
  assume_role_policy = data.aws_iam_policy_document.org_read["repo"].json
  inline_policy {
    name   = "a"
    policy = data.aws_iam_policy_document.scp.json
  }
  managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]
}
resource "aws_lambda_permission" "p" {
  action           = "lambda:InvokeFunction"
  function_name    = "f"
  principal        = "*"
  principal_org_id = var.org
}
