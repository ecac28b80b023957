variable "defaults" {
  default = { retention = 30, class = "STANDARD" }
}
variable "services" {
  default = {
    api = { retention = 365 }
    web = {}
    job = { class = "INFREQUENT_ACCESS", tags = { Cost = "batch" } }
  }
}

locals {
  full = { for name, one in var.services : name => merge(var.defaults, { tags = {} }, one) }
  tags = [{ A = "1" }, { B = "2" }, { A = "3" }]
}

resource "aws_cloudwatch_log_group" "g" {
  for_each          = local.full
  name              = "/svc/${each.key}"
  retention_in_days = lookup(each.value, "retention", 1)
  log_group_class   = each.value["class"]
  tags              = merge(merge(local.tags...), each.value.tags, { Name = each.key })
}

resource "aws_ssm_parameter" "p" {
  name        = "p"
  type        = lookup({ a = "String" }, "b", "SecureString")
  value       = jsonencode(zipmap(keys(local.full), [for one in values(local.full) : one.retention]))
  description = join(";", [for key in sort(keys(merge({ z = 1 }, { a = null }))) : key])
  tier        = contains(keys(var.services), "api") ? "Advanced" : "Standard"
  tags        = { for key, value in { x = "1", y = null, z = "" } : key => value if value != null && value != "" }
}
