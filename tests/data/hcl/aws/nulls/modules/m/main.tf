variable "not_nullable" {
  default  = "inner"
  nullable = false
}
variable "nullable" {
  default = "inner"
}
resource "aws_sns_topic" "t" {
  name         = var.not_nullable
  display_name = var.nullable
}
