locals {
  zip_functions = {
    thumbnail = { runtime = "nodejs16.x", handler = "index.handler" }
    rotate    = { runtime = "python3.13", handler = "rotate.handler" }
  }
}

# Nobody said how long to keep these.
resource "aws_cloudwatch_log_group" "function" {
  for_each = toset(["thumbnail", "rotate"])

  name       = "/aws/lambda/${var.name}-${each.key}"
  kms_key_id = aws_kms_key.logs.arn
}

resource "aws_lambda_function" "zip" {
  for_each = local.zip_functions

  function_name = "${var.name}-${each.key}"
  role          = aws_iam_role.function.arn
  package_type  = "Zip"
  s3_bucket     = "${var.name}-releases"
  s3_key        = "${each.key}.zip"
  runtime       = each.value.runtime
  handler       = each.value.handler
  architectures = ["arm64"]
  memory_size   = 256
  timeout       = 30
  kms_key_arn   = aws_kms_key.data.arn

  environment {
    variables = { STAGE = var.stage }
  }

  tracing_config {
    mode = "Active"
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.orders_dead.arn
  }
}

resource "aws_lambda_function" "reports" {
  function_name = "${var.name}-reports"
  role          = aws_iam_role.function.arn
  package_type  = "Image"
  image_uri     = "${var.account_id}.dkr.ecr.${var.region}.amazonaws.com/${var.name}/reports:2026.11"
  architectures = ["arm64"]
  memory_size   = 1024
  timeout       = 120

  tracing_config {
    mode = "PassThrough"
  }

  vpc_config {
    subnet_ids         = module.network.private_subnet_ids
    security_group_ids = [aws_security_group.worker.id]
  }
}

resource "aws_lambda_permission" "rotate" {
  statement_id   = "SecretsManagerCalls"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.zip["rotate"].function_name
  principal      = "secretsmanager.amazonaws.com"
  source_account = var.account_id
}

resource "aws_lambda_permission" "reports" {
  statement_id  = "ApiCalls"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.reports.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.reports.execution_arn}/*"
}

# --- the HTTP API in front of the reports ----------------------------------------------------

resource "aws_apigatewayv2_api" "reports" {
  name                         = "${var.name}-reports"
  protocol_type                = "HTTP"
  disable_execute_api_endpoint = false
}

resource "aws_apigatewayv2_integration" "reports" {
  api_id                 = aws_apigatewayv2_api.reports.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.reports.invoke_arn
  integration_method     = "POST"
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "reports" {
  api_id             = aws_apigatewayv2_api.reports.id
  route_key          = "GET /reports/{day}"
  authorization_type = "NONE"
  target             = "integrations/${aws_apigatewayv2_integration.reports.id}"
}

resource "aws_apigatewayv2_stage" "reports" {
  api_id      = aws_apigatewayv2_api.reports.id
  name        = "$default"
  auto_deploy = true

  default_route_settings {
    throttling_burst_limit = 50
    throttling_rate_limit  = 20
  }
}
