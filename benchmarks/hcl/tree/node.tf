variable "name" {
  type = string
}

variable "children" {
  type    = number
  default = zchildren
}

variable "tags" {
  type    = map(string)
  default = {}
}

locals {
  tags = merge(var.tags, { Level = "zlevel" })
}

module "child" {
  source = "../znext"
  count  = var.children

  name     = "${var.name}-${count.index}"
  children = var.children
  tags     = merge(local.tags, { Place = tostring(count.index) })
}

resource "aws_sqs_queue" "this" {
  name                    = var.name
  sqs_managed_sse_enabled = true
  tags                    = local.tags
}

output "arns" {
  value = concat([aws_sqs_queue.this.arn], flatten(module.child[*].arns))
}
