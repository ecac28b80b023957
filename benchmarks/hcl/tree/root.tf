variable "branches" {
  type    = number
  default = zbranches
}

module "branch" {
  source = "./modules/level1"
  count  = var.branches

  name = "branch-${count.index}"
  tags = { Branch = format("%03d", count.index) }
}

resource "aws_sns_topic" "all" {
  name = "as-many-as-${length(flatten(module.branch[*].arns))}"
}
