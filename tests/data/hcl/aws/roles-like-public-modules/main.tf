variable "roles" {
  type = map(object({
    services    = optional(list(string), [])
    accounts    = optional(list(string), [])
    oidc        = optional(map(list(string)), {})
    mfa         = optional(bool, false)
    policies    = optional(map(string), {})
    inline      = optional(list(object({ sid = optional(string), effect = optional(string), actions = list(string), resources = optional(list(string), ["*"]) })), [])
    max_session = optional(number)
    boundary    = optional(string)
  }))
  default = {
    app = {
      services = ["ecs-tasks.amazonaws.com", "ec2.amazonaws.com"]
      policies = { logs = "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess" }
      inline   = [{ sid = "Read", actions = ["s3:Get*", "s3:List*"] }, { effect = "Deny", actions = ["s3:Delete*"], resources = ["arn:aws:s3:::a", "arn:aws:s3:::a/*"] }]
    }
    admin = { accounts = ["111111111111", "222222222222"], mfa = true, max_session = 7200, policies = { admin = "arn:aws:iam::aws:policy/AdministratorAccess" } }
    ci    = { oidc = { "token.actions.githubusercontent.com" = ["repo:acme/app:*", "repo:acme/lib:ref:refs/heads/main"] } }
  }
}
locals {
  attachments = merge([for name, role in var.roles : { for key, arn in role.policies : "${name}:${key}" => { role = name, arn = arn } }]...)
}
data "aws_iam_policy_document" "trust" {
  for_each = var.roles
  dynamic "statement" {
    for_each = length(each.value.services) > 0 ? [1] : []
    content {
      actions = ["sts:AssumeRole"]
      principals {
        type        = "Service"
        identifiers = each.value.services
      }
    }
  }
  dynamic "statement" {
    for_each = length(each.value.accounts) > 0 ? { accounts = each.value.accounts } : {}
    content {
      sid     = title(statement.key)
      actions = ["sts:AssumeRole"]
      principals {
        type        = "AWS"
        identifiers = [for id in statement.value : format("arn:aws:iam::%s:root", id)]
      }
      dynamic "condition" {
        for_each = each.value.mfa ? { Bool = "aws:MultiFactorAuthPresent", NumericLessThan = "aws:MultiFactorAuthAge" } : {}
        content {
          test     = condition.key
          variable = condition.value
          values   = condition.key == "Bool" ? ["true"] : ["3600"]
        }
      }
    }
  }
  dynamic "statement" {
    for_each = each.value.oidc
    iterator = provider
    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = ["arn:aws:iam::111111111111:oidc-provider/${provider.key}"]
      }
      condition {
        test     = "StringLike"
        variable = "${provider.key}:sub"
        values   = provider.value
      }
    }
  }
}
data "aws_iam_policy_document" "inline" {
  for_each = { for name, role in var.roles : name => role.inline if length(role.inline) > 0 }
  dynamic "statement" {
    for_each = each.value
    content {
      sid       = statement.value.sid
      effect    = coalesce(statement.value.effect, "Allow")
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}
resource "aws_iam_role" "this" {
  for_each             = var.roles
  name                 = each.key
  assume_role_policy   = data.aws_iam_policy_document.trust[each.key].json
  max_session_duration = each.value.max_session
  permissions_boundary = each.value.boundary
}
resource "aws_iam_role_policy" "inline" {
  for_each = data.aws_iam_policy_document.inline
  name     = "inline"
  role     = aws_iam_role.this[each.key].id
  policy   = each.value.minified_json
}
resource "aws_iam_role_policy_attachment" "this" {
  for_each   = local.attachments
  role       = aws_iam_role.this[each.value.role].name
  policy_arn = each.value.arn
}
resource "aws_iam_instance_profile" "app" {
  for_each = { for name, role in aws_iam_role.this : name => role.name if contains(var.roles[name].services, "ec2.amazonaws.com") }
  name     = each.key
  role     = each.value
}
