locals {
  queues = {
    orders       = { delay = 0, fifo = true }
    "with space" = { delay = 15, fifo = false, kms = "alias/aws/sqs" }
    "dotted.key" = { delay = 900, fifo = false }
  }
}

resource "aws_sqs_queue" "q" {
  for_each          = local.queues
  name              = each.value.fifo ? "${each.key}.fifo" : replace(each.key, "/[^a-z]/", "-")
  delay_seconds     = each.value.delay
  fifo_queue        = each.value.fifo
  kms_master_key_id = lookup(each.value, "kms", null)
}

resource "aws_sns_topic_subscription" "s" {
  for_each  = { for name, one in local.queues : name => one if !one.fifo }
  topic_arn = "arn:aws:sns:eu-central-1:111111111111:${each.key == "dotted.key" ? "d" : "s"}"
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.q[each.key].arn
}

resource "aws_cloudwatch_log_group" "empty" {
  for_each = {}
  name     = each.key
}

resource "aws_cloudwatch_log_group" "by_merge" {
  for_each          = merge({ app = 7 }, { db = 30, app = 14 })
  name              = "/svc/${each.key}"
  retention_in_days = each.value
}
