variable "name" {
  type = string
}
variable "fifo" {
  type    = bool
  default = false
}
resource "aws_sqs_queue" "dead" {
  count = var.fifo ? 0 : 1
  name  = "${var.name}-dead"
}
resource "aws_sqs_queue" "this" {
  name                      = var.fifo ? "${var.name}.fifo" : var.name
  fifo_queue                = var.fifo
  message_retention_seconds = var.fifo ? 86400 : null
  redrive_policy            = var.fifo ? null : jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead[0].arn, maxReceiveCount = 5 })
}
output "name" {
  value = aws_sqs_queue.this.name
}
output "arn" {
  value = aws_sqs_queue.this.arn
}
