module "one" {
  source = "./modules/level"
  path   = ["one"]
  depth  = 4
}
module "two" {
  source   = "./modules/level"
  for_each = toset(["x", "y"])
  path     = ["two", each.key]
  depth    = 1
}
output "names" {
  value = concat(module.one.names, flatten([for one in module.two : one.names]))
}
resource "aws_ssm_parameter" "names" {
  name  = "/deep"
  type  = "String"
  value = join("|", sort(concat(module.one.names, flatten(values(module.two)[*].names))))
}
