variable "names" {}
variable "flag" {}
resource "aws_sns_topic" "t" {
  count      = length(var.names)
  name       = var.names[count.index]
  fifo_topic = !var.flag
}
