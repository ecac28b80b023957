variable "path" {
  type = list(string)
}
variable "depth" {
  type = number
}
resource "aws_sns_topic" "t" {
  name = join("-", var.path)
}
module "inner" {
  source = "../inner"
  count  = var.depth > 1 ? 2 : 1
  path   = concat(var.path, ["i${count.index}"])
}
output "names" {
  value = concat([aws_sns_topic.t.name], flatten(module.inner[*].names))
}
