variable "index" {
  type = number
}
variable "names" {
  type = list(string)
}

module "queue" {
  source   = "../queue"
  for_each = toset(var.names)
  name     = "${each.key}-${var.index}"
  fifo     = var.index > 0
}

output "queues" {
  value = module.queue
}

output "queue_names" {
  value = [for one in values(module.queue) : one.name]
}
