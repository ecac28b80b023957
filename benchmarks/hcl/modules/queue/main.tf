variable "name" {
  type = string
}

variable "senders" {
  type    = list(string)
  default = []
}

variable "settings" {
  type = object({
    fifo       = optional(bool, false)
    visibility = optional(number, 60)
    keep       = optional(number, 345600)
    tries      = optional(number, 5)
  })
  default = {}
}

variable "tags" {
  type    = map(string)
  default = {}
}

locals {
  ending = var.settings.fifo ? ".fifo" : ""
}

resource "aws_sqs_queue" "dead" {
  name                      = "${var.name}-dead${local.ending}"
  fifo_queue                = var.settings.fifo
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
  tags                      = var.tags
}

resource "aws_sqs_queue" "this" {
  name                       = "${var.name}${local.ending}"
  fifo_queue                 = var.settings.fifo
  visibility_timeout_seconds = var.settings.visibility
  message_retention_seconds  = var.settings.keep
  sqs_managed_sse_enabled    = true
  tags                       = var.tags

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = var.settings.tries
  })
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "Senders"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.this.arn]

    principals {
      type        = "AWS"
      identifiers = var.senders
    }
  }
}

resource "aws_sqs_queue_policy" "this" {
  count = length(var.senders) == 0 ? 0 : 1

  queue_url = aws_sqs_queue.this.url
  policy    = data.aws_iam_policy_document.this.json
}

output "arn" {
  value = aws_sqs_queue.this.arn
}
