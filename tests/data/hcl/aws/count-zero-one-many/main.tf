variable "names" {
  type    = list(string)
  default = ["orders", "billing", "audit"]
}

variable "with_archive" {
  type    = bool
  default = false
}

resource "aws_sqs_queue" "none" {
  count = 0
  name  = "never"
}

resource "aws_sqs_queue" "single" {
  count = 1
  name  = "single-${count.index}"
}

resource "aws_sqs_queue" "many" {
  count                      = length(var.names)
  name                       = "${var.names[count.index]}-${format("%02d", count.index + 1)}"
  visibility_timeout_seconds = 30 * (count.index + 1)
  delay_seconds              = count.index == 2 ? 5 : null
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.single[0].arn
    maxReceiveCount     = 4 + count.index
  })
}

resource "aws_s3_bucket" "archive" {
  count  = var.with_archive ? 1 : 0
  bucket = "archive"
}

resource "aws_s3_bucket" "inverse" {
  count  = var.with_archive ? 0 : 1
  bucket = "no-archive-${length(aws_s3_bucket.archive)}"
}

resource "aws_sns_topic" "text_count" {
  count = "2"
  name  = "topic-${count.index}"
}
