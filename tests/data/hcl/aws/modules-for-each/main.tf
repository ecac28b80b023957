module "bucket" {
  source   = "./modules/bucket"
  for_each = { logs = { versioned = false }, data = { versioned = true, tags = { tier = "gold" } } }
  name     = "acme-${each.key}"
  settings = each.value
}

resource "aws_iam_policy" "read" {
  name = "read"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for name, one in module.bucket : {
      Sid      = name
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "arn:aws:s3:::${one.name}/*"
    }]
  })
}

resource "aws_s3_bucket_logging" "l" {
  bucket        = module.bucket["data"].id
  target_bucket = module.bucket["logs"].id
  target_prefix = "${module.bucket["data"].name}/"
}
