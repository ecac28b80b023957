variable "name" {}
resource "aws_sqs_queue" "q" {
  name = "${var.name}_${basename(path.module)}"
}
output "name" {
  value = aws_sqs_queue.q.name
}
