variable "config" {
  type = any
  default = {
    encryption = { key = "alias/own" }
    logging    = "off"
    size       = "20"
    list       = ["x"]
  }
}

locals {
  deep    = try(var.config.encryption.key, null)
  none    = try(var.config.encryption.missing.deeper, var.config.nothing, "default")
  size    = try(tonumber(var.config.size), 10)
  bad     = try(tonumber(var.config.logging), 5)
  has     = can(var.config.list[0])
  hasnot  = can(var.config.list[3])
  matches = can(regex("^o", var.config.logging))
  later   = try(aws_kms_key.k.arn, "never")
  yaml    = try(yamldecode("a: [1, 2]").a[1], 0)
}

resource "aws_kms_key" "k" {
  enable_key_rotation = local.has && !local.hasnot
}

resource "aws_ebs_volume" "v" {
  availability_zone = "eu-central-1a"
  size              = local.size
  iops              = local.bad * 1000
  type              = local.matches ? "io2" : "gp3"
  encrypted         = local.deep != null
  kms_key_id        = local.later
  throughput        = null
  tags              = { None = local.none, Yaml = local.yaml }
}

resource "aws_ebs_volume" "w" {
  availability_zone = "eu-central-1b"
  size              = coalesce(null, try(var.config.list.size, null), 8)
  snapshot_id       = coalesce("", try(var.config.snapshot, ""), "snap-0")
}
