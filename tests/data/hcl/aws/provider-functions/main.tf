terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
locals {
  parsed = provider::aws::arn_parse("arn:aws:iam::111111111111:role/service-role/app")
}
resource "aws_iam_role_policy_attachment" "a" {
  role       = local.parsed.resource
  policy_arn = provider::aws::arn_build(local.parsed.partition, "iam", "", "aws", "policy/ReadOnlyAccess")
}
resource "aws_sns_topic" "t" {
  name = "account-${local.parsed.account_id}"
}
