variable "each" {
  default = ["variable named each"]
}
locals {
  path   = "local named path"
  count  = 2
  module = { a = "x" }
  nested = { for a in ["x", "y"] : a => [for a in [upper(a), a] : "${a}!"] }
  inner  = [for k, v in { var = 1, local = 2 } : "${k}=${v}"]
}
resource "aws_sqs_queue" "count" {
  count = local.count
  name  = "q${count.index}-${length(var.each)}"
  tags  = { for key, list in local.nested : key => join(",", list) }
}
resource "aws_sns_topic" "dynamic" {
  name         = "t"
  display_name = "${local.path}: ${local.module.a} ${join(" ", local.inner)}"
}
resource "aws_security_group" "rule" {
  name = "shadow"
  dynamic "ingress" {
    for_each = { a = [1, 2], b = [3] }
    iterator = outer
    content {
      from_port   = min(outer.value...)
      to_port     = max(outer.value...)
      protocol    = "tcp"
      cidr_blocks = [for outer in outer.value : "10.${outer}.0.0/16"]
      description = outer.key
    }
  }
}
data "aws_iam_policy_document" "aws" {
  dynamic "statement" {
    for_each = { one = { s3 = "Get" }, two = { sqs = "Send", sns = "Publish" } }
    content {
      sid       = statement.key
      actions   = [for service, verb in statement.value : "${service}:${verb}*"]
      resources = ["*"]
      dynamic "condition" {
        for_each = statement.key == "one" ? ["a", "b"] : []
        content {
          test     = "StringEquals"
          variable = "aws:${statement.key}"
          values   = [condition.value]
        }
      }
    }
  }
}
resource "aws_iam_policy" "aws" {
  policy = data.aws_iam_policy_document.aws.json
}
