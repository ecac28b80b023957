locals {
  root_arn = "arn:aws:iam::${var.account_id}:root"

  sizes = {
    production = { database = "db.r6g.large", cache = "cache.r7g.large", tasks = 3 }
    staging    = { database = "db.t4g.medium", cache = "cache.t4g.small", tasks = 1 }
  }
  size = local.sizes[var.stage]

  # The names of the buckets are known before the buckets are, so policies can speak of them.
  bucket_names = {
    for role in ["assets", "uploads", "exports", "logs"] : role => "${var.name}-${var.stage}-${role}"
  }
  bucket_arns         = { for role, name in local.bucket_names : role => "arn:aws:s3:::${name}" }
  replica_bucket_name = "${var.name}-${var.stage}-replica"

  trail_name   = "${var.name}-trail"
  trail_arn    = "arn:aws:cloudtrail:${var.region}:${var.account_id}:trail/${local.trail_name}"
  queue_prefix = "arn:aws:sqs:${var.region}:${var.account_id}:${var.name}"

  backed_up = { Backup = "daily" }
}
