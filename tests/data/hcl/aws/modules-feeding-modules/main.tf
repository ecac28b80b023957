locals {
  teams = {
    red  = { queues = ["in", "out"], budget = 10 }
    blue = { queues = [], budget = 20 }
  }
}
module "team" {
  source   = "./modules/team"
  for_each = local.teams
  name     = each.key
  queues   = each.value.queues
}
module "report" {
  source = "./modules/report"
  queues = merge(values(module.team)[*].queues...)
  total  = sum([for one in local.teams : one.budget])
}
resource "aws_sns_topic" "per_queue" {
  for_each = merge([for name, team in module.team : { for key, arn in team.queues : key => name }]...)
  name     = "${each.value}-${each.key}"
}
resource "aws_iam_policy" "all" {
  policy = module.report.policy
}
