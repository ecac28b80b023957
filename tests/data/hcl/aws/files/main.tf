locals {
  config  = jsondecode(file("${path.module}/config.json"))
  scripts = fileset(path.module, "scripts/*.sh")
}

resource "aws_s3_object" "script" {
  for_each    = local.scripts
  bucket      = "b"
  key         = basename(each.value)
  content     = file("${path.module}/${each.key}")
  source_hash = filemd5("${path.module}/${each.value}")
}

resource "aws_iam_policy" "p" {
  name   = trimsuffix(basename("${path.module}/config.json"), ".json")
  policy = file("config.json") == "" ? "{}" : jsonencode(local.config.policy)
}

resource "aws_lambda_function" "f" {
  function_name    = "f"
  role             = "arn:aws:iam::111111111111:role/r"
  handler          = "index.handler"
  runtime          = local.config.runtime
  filename         = "${path.module}/scripts/a.sh"
  source_code_hash = filebase64sha256("${path.module}/scripts/a.sh")
  environment {
    variables = { for key, value in local.config.env : upper(key) => tostring(value) }
  }
}
