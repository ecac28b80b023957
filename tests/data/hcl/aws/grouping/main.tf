variable "people" {
  type = map(object({ team = string, admin = optional(bool, false) }))
  default = {
    ann = { team = "red", admin = true }
    bob = { team = "blue" }
    cat = { team = "red" }
  }
}
locals {
  by_team = { for name, one in var.people : one.team => name... }
  admins  = [for name, one in var.people : name if one.admin]
  index   = { for n, name in keys(var.people) : name => n }
  inverse = transpose({ red = ["ann"], blue = ["ann", "bob"] })
  chunks  = chunklist(keys(var.people), 2)
}
resource "aws_iam_group" "team" {
  for_each = local.by_team
  name     = "${each.key}-${length(each.value)}"
}
resource "aws_iam_user" "u" {
  for_each = var.people
  name     = each.key
  path     = "/${each.value.team}/${local.index[each.key]}/"
  tags     = { teams = join(" ", lookup(local.inverse, each.key, [])) }
}
resource "aws_iam_group_membership" "m" {
  for_each = local.by_team
  name     = each.key
  group    = aws_iam_group.team[each.key].name
  users    = each.value
}
resource "aws_iam_user_policy_attachment" "admin" {
  count      = length(local.admins)
  user       = local.admins[count.index]
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
resource "aws_iam_policy_attachment" "chunk" {
  for_each   = { for n, chunk in local.chunks : n => chunk }
  name       = "chunk-${each.key}"
  users      = each.value
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
