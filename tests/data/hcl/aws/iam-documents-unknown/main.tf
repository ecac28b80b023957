resource "aws_s3_bucket" "b" {
  bucket_prefix = "b-"
}

resource "aws_sns_topic" "t" {
  name = "t"
}

data "aws_iam_policy_document" "known" {
  statement {
    sid       = "Base"
    actions   = ["s3:ListAllMyBuckets"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "bucket" {
  source_policy_documents = [data.aws_iam_policy_document.known.json]
  statement {
    sid       = "Objects"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.b.arn}/*", aws_s3_bucket.b.arn]
  }
}

data "aws_iam_policy_document" "chained" {
  source_policy_documents = [data.aws_iam_policy_document.bucket.json]
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "per_topic" {
  for_each = { t = aws_sns_topic.t.arn, u = "arn:aws:sns:eu-central-1:111111111111:u" }
  statement {
    actions   = ["sns:Publish"]
    resources = [each.value]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_iam_policy" "bucket" {
  policy = data.aws_iam_policy_document.bucket.json
}

resource "aws_iam_policy" "chained" {
  policy = data.aws_iam_policy_document.chained.json
}

resource "aws_sns_topic_policy" "t" {
  for_each = data.aws_iam_policy_document.per_topic
  arn      = aws_sns_topic.t.arn
  policy   = each.value.json
}

resource "aws_s3_bucket_policy" "b" {
  bucket = aws_s3_bucket.b.id
  policy = templatefile("${path.module}/policy.json.tftpl", { arn = aws_s3_bucket.b.arn, actions = ["s3:Get*", "s3:List*"] })
}
