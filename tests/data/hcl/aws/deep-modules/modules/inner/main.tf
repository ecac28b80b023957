variable "path" {}
locals {
  name = join("_", var.path)
}
module "leaf" {
  source = "./leaf"
  name   = local.name
}
output "names" {
  value = [module.leaf.name]
}
