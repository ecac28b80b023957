# People's and machines' permissions.
provider "aws" {
  region                      = "eu-west-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  default_tags {
    tags = { Environment = "production", ManagedBy = "terraform", CostCentre = "4711" }
  }
}

locals {
  zstem_readers = { zkey = {} }
}

resource "aws_iam_policy" "zstem_read" {
  name        = "zstem-read"
  description = "Reads what zstem keeps"
  policy      = data.aws_iam_policy_document.zstem_read.json
}

data "aws_iam_policy_document" "zstem_read" {
  statement {
    sid       = "List"
    actions   = ["s3:ListBucket"]
    resources = ["arn:aws:s3:::zstem-reports"]
  }
  statement {
    sid       = "Get"
    actions   = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = ["arn:aws:s3:::zstem-reports/*"]
    condition {
      test     = "Bool"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["true"]
    }
  }
}

resource "aws_iam_policy" "zstem_admin" {
  name = "zstem-admin"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}

resource "aws_iam_group" "zstem" {
  name = "zstem"
}

resource "aws_iam_group_policy_attachment" "zstem" {
  group      = aws_iam_group.zstem.name
  policy_arn = aws_iam_policy.zstem_admin.arn
}

resource "aws_iam_role" "zstem_reader" {
  for_each             = local.zstem_readers
  name                 = "zstem-reader-${each.key}"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Condition = { StringEquals = { "sts:ExternalId" = "zstem-${each.key}" } }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "zstem_reader" {
  for_each   = local.zstem_readers
  role       = aws_iam_role.zstem_reader[each.key].name
  policy_arn = aws_iam_policy.zstem_read.arn
}

resource "aws_iam_user" "zstem_robot" {
  name          = "zstem-robot"
  force_destroy = true
}

resource "aws_iam_access_key" "zstem_robot" {
  user = aws_iam_user.zstem_robot.name
}
