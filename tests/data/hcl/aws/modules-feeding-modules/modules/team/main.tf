variable "name" {
  type     = string
  nullable = false
}
variable "queues" {
  type    = list(string)
  default = ["default"]
}
resource "aws_sqs_queue" "q" {
  for_each = toset(var.queues)
  name     = "${var.name}-${each.value}"
}
output "queues" {
  description = "ARNs by name"
  value       = { for key, queue in aws_sqs_queue.q : "${var.name}-${key}" => queue.arn }
}
