variable "teams" {
  type    = set(string)
  default = ["red", "blue", "green", "red"]
}

locals {
  flat = toset(concat(["b", "a"], ["c", "b"]))
}

resource "aws_iam_user" "member" {
  for_each = var.teams
  name     = each.value
  path     = "/${each.key}/"
}

resource "aws_iam_group" "g" {
  for_each = local.flat
  name     = upper(each.value)
}

resource "aws_iam_user" "by_keys" {
  for_each = toset(keys({ x = 1, y = 2 }))
  name     = "u-${each.key}"
}

resource "aws_iam_user_group_membership" "m" {
  for_each = setsubtract(var.teams, ["blue"])
  user     = aws_iam_user.member[each.key].name
  groups   = [for g in aws_iam_group.g : g.name]
}
