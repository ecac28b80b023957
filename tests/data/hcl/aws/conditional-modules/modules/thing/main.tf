variable "name" {
  type = string
  validation {
    condition     = length(var.name) > 0
    error_message = "a name is required"
  }
}
resource "aws_sns_topic" "t" {
  name = var.name
}
output "name" {
  value = aws_sns_topic.t.name
}
output "arn" {
  value = aws_sns_topic.t.arn
}
