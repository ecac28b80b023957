variable "name" {
  type = string
}

variable "children" {
  type    = number
  default = 0
}

variable "tags" {
  type    = map(string)
  default = {}
}

resource "aws_sqs_queue" "this" {
  name                    = var.name
  sqs_managed_sse_enabled = true
  tags                    = merge(var.tags, { Level = "leaf" })
}

resource "aws_s3_bucket" "this" {
  bucket = "${var.name}-bucket"
  tags   = var.tags
}

output "arns" {
  value = [aws_sqs_queue.this.arn]
}
