# What team zteam runs: a service with its database, buckets for what comes and goes, queues
# between the steps, and functions that clean up.

locals {
  name  = "zteam-${var.stage}"
  big   = var.stage == "production"
  tags  = merge(var.tags, { Team = "zteam", Stage = var.stage, CostCentre = "zcost" })
  steps = ["zstep1", "zstep2", "zstep3"]

  buckets = {
    incoming = { versioned = true, expire = { "raw/" = 30, "tmp/" = 3 } }
    results  = { versioned = local.big, expire = {} }
  }

  functions = {
    zstep1 = { memory = 256, every = "rate(5 minutes)", may = ["s3:GetObject", "s3:PutObject"] }
    zstep2 = { memory = 512, every = "rate(1 hour)", may = ["s3:ListBucket"] }
  }

  ports = concat(
    [{ port = 8080, description = "the application" }],
    local.big ? [{ port = 9090, description = "its figures", sources = ["10.40.0.0/16"] }] : [],
  )
}

data "aws_iam_policy_document" "service" {
  statement {
    sid       = "Buckets"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:ListBucket"]
    resources = flatten([for one in module.bucket : [one.arn, "${one.arn}/*"]])
  }

  statement {
    sid       = "Queues"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:SendMessage"]
    resources = [for step in local.steps : module.queue[step].arn]
  }

  statement {
    sid       = "Secrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [module.database.secret_arn]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/Team"
      values   = ["zteam"]
    }
  }
}

module "service" {
  source = "../ecs-service"

  name       = local.name
  vpc_id     = var.vpc_id
  subnet_ids = var.subnet_ids
  image      = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/zteam:zversion"
  cpu        = local.big ? 1024 : 256
  memory     = local.big ? 2048 : 512
  desired    = local.big ? zdesired : 1
  ports      = local.ports
  tags       = local.tags

  environment = {
    STAGE    = var.stage
    INCOMING = module.bucket["incoming"].name
    RESULTS  = module.bucket["results"].name
    DATABASE = "postgres://${module.database.address}:5432/zteam"
  }

  secrets = {
    DATABASE_PASSWORD = "${module.database.secret_arn}:password::"
  }

  policy_json = data.aws_iam_policy_document.service.json
}

module "database" {
  source = "../rds"

  name          = local.name
  vpc_id        = var.vpc_id
  subnet_ids    = var.subnet_ids
  client_groups = [module.service.security_group_id]
  tags          = local.tags

  settings = {
    class    = local.big ? "db.r6g.large" : "db.t4g.medium"
    storage  = zstorage
    multi_az = local.big
    backup   = local.big ? 35 : 7
  }
}

module "bucket" {
  source   = "../bucket"
  for_each = local.buckets

  name        = "${local.name}-${each.key}-zcost"
  versioned   = each.value.versioned
  expire      = each.value.expire
  kms_key_arn = aws_kms_key.team.arn
  tags        = local.tags
}

module "queue" {
  source   = "../queue"
  for_each = toset(local.steps)

  name    = "${local.name}-${each.key}"
  senders = [module.service.role_arn]
  tags    = local.tags

  settings = {
    visibility = each.key == "zstep1" ? 120 : 60
  }
}

module "function" {
  source   = "../function"
  for_each = local.functions

  name        = "${local.name}-${each.key}"
  environment = { BUCKET = module.bucket["incoming"].name, STEP = upper(each.key) }
  tags        = local.tags

  statements = [{
    actions   = each.value.may
    resources = [module.bucket["incoming"].arn, "${module.bucket["incoming"].arn}/*"]
  }]
}

resource "aws_kms_key" "team" {
  description         = "What team zteam keeps"
  enable_key_rotation = true
  tags                = local.tags
}

resource "aws_kms_alias" "team" {
  name          = "alias/${local.name}"
  target_key_id = aws_kms_key.team.key_id
}
