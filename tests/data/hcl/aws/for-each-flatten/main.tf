variable "networks" {
  default = {
    prod = { cidr = "10.0.0.0/16", zones = ["a", "b"] }
    dev  = { cidr = "10.1.0.0/16", zones = ["a"] }
    none = { cidr = "10.2.0.0/16", zones = [] }
  }
}

locals {
  subnets = flatten([
    for name, net in var.networks : [
      for n, zone in net.zones : {
        key  = "${name}-${zone}"
        vpc  = name
        cidr = cidrsubnet(net.cidr, 8, n)
        zone = "eu-central-1${zone}"
      }
    ]
  ])
  pairs = { for pair in setproduct(["read", "write"], ["blue", "red"]) : join("/", pair) => pair }
}

resource "aws_vpc" "v" {
  for_each             = var.networks
  cidr_block           = each.value.cidr
  enable_dns_hostnames = true
}

resource "aws_subnet" "s" {
  for_each                = { for one in local.subnets : one.key => one }
  vpc_id                  = aws_vpc.v[each.value.vpc].id
  cidr_block              = each.value.cidr
  availability_zone       = each.value.zone
  map_public_ip_on_launch = endswith(each.key, "-b")
}

resource "aws_iam_group" "g" {
  for_each = local.pairs
  name     = "${each.value[0]}-${each.value[1]}"
}
