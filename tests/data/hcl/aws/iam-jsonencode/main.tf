variable "accounts" {
  default = ["111111111111", "222222222222"]
}

locals {
  readers = { s3 = ["GetObject", "ListBucket"], sqs = ["ReceiveMessage"] }
}

resource "aws_iam_role" "cross" {
  name = "cross"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for id in var.accounts : {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { AWS = "arn:aws:iam::${id}:root" }
        Condition = { StringEquals = { "sts:ExternalId" = id } }
      }
    ]
  })
  max_session_duration = 3600 * 2
}

resource "aws_iam_policy" "p" {
  name = "p"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      for service, actions in local.readers : {
        Sid      = title(service)
        Effect   = "Allow"
        Action   = formatlist("%s:%s", service, actions)
        Resource = "*"
      }
    ], [{ Effect = "Deny", NotAction = ["iam:*"], Resource = ["<all>&more"] }])
  })
}

resource "aws_iam_user_policy" "admin" {
  user   = "root-like"
  policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"
}

resource "aws_iam_role_policy" "unknown" {
  role = aws_iam_role.cross.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = "s3:*", Resource = aws_iam_role.cross.arn }
  })
}
