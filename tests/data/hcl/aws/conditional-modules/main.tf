variable "enabled" {
  default = { a = true, b = false }
}
module "maybe" {
  source   = "./modules/thing"
  for_each = { for name, on in var.enabled : name => on if on }
  name     = each.key
}
module "never" {
  source = "./modules/thing"
  count  = 0
  name   = "never"
}
module "always" {
  source = "./modules/thing"
  name   = join("-", concat(["x"], module.never[*].name, [for one in module.maybe : one.name]))
  count  = length(module.maybe)
}
resource "aws_ssm_parameter" "p" {
  name  = "/p"
  type  = "String"
  value = try(module.never[0].name, module.always[0].arn)
}
resource "aws_ssm_parameter" "q" {
  name  = "/q"
  type  = "String"
  value = one(module.never[*].name) == null ? "none" : "some"
}
