locals {
  functions = {
    list = { memory = 128, route = "GET /items" }
    put  = { memory = 512, route = "PUT /items/{id}", env = { TABLE = "t" } }
  }
}
resource "aws_lambda_function" "f" {
  for_each      = local.functions
  function_name = "items-${each.key}"
  role          = aws_iam_role.f.arn
  package_type  = "Image"
  image_uri     = "111111111111.dkr.ecr.eu-central-1.amazonaws.com/items:${each.key}"
  memory_size   = each.value.memory
  timeout       = 30
  architectures = ["arm64"]
  dynamic "environment" {
    for_each = try([each.value.env], [])
    content {
      variables = merge(environment.value, { ROLE = aws_iam_role.f.name })
    }
  }
  tracing_config {
    mode = "Active"
  }
  dead_letter_config {
    target_arn = aws_sqs_queue.dead.arn
  }
  vpc_config {
    subnet_ids         = []
    security_group_ids = []
  }
}
resource "aws_sqs_queue" "dead" {
  name_prefix             = "dead-"
  sqs_managed_sse_enabled = true
}
resource "aws_iam_role" "f" {
  name = "items"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}
resource "aws_lambda_permission" "api" {
  for_each      = aws_lambda_function.f
  action        = "lambda:InvokeFunction"
  function_name = each.value.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.a.execution_arn}/*/*"
}
resource "aws_apigatewayv2_api" "a" {
  name          = "items"
  protocol_type = "HTTP"
  cors_configuration {
    allow_origins = ["*"]
    max_age       = "300"
  }
}
resource "aws_apigatewayv2_integration" "i" {
  for_each               = local.functions
  api_id                 = aws_apigatewayv2_api.a.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.f[each.key].invoke_arn
  payload_format_version = "2.0"
}
resource "aws_apigatewayv2_route" "r" {
  for_each           = local.functions
  api_id             = aws_apigatewayv2_api.a.id
  route_key          = each.value.route
  authorization_type = startswith(each.value.route, "GET") ? "NONE" : "AWS_IAM"
  target             = "integrations/${aws_apigatewayv2_integration.i[each.key].id}"
}
resource "aws_apigatewayv2_stage" "s" {
  api_id      = aws_apigatewayv2_api.a.id
  name        = "$default"
  auto_deploy = true
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.l.arn
    format          = jsonencode({ id = "$context.requestId", ip = "$context.identity.sourceIp" })
  }
}
resource "aws_cloudwatch_log_group" "l" {
  name = "/api/items"
}
resource "aws_api_gateway_rest_api" "r" {
  name = "old"
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "old", version = "1" }
    paths   = { for name in ["a", "b"] : "/${name}" => { get = { responses = {} } } }
  })
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}
resource "aws_api_gateway_deployment" "d" {
  rest_api_id = aws_api_gateway_rest_api.r.id
  triggers    = { redeploy = sha1(aws_api_gateway_rest_api.r.body) }
}
resource "aws_api_gateway_stage" "s" {
  rest_api_id           = aws_api_gateway_rest_api.r.id
  deployment_id         = aws_api_gateway_deployment.d.id
  stage_name            = "v1"
  xray_tracing_enabled  = true
  cache_cluster_enabled = false
}
resource "aws_lambda_function_url" "u" {
  function_name      = aws_lambda_function.f["list"].function_name
  authorization_type = "NONE"
}
resource "aws_lambda_event_source_mapping" "m" {
  function_name    = aws_lambda_function.f["put"].arn
  event_source_arn = aws_sqs_queue.dead.arn
  batch_size       = 10
  filter_criteria {
    filter {
      pattern = jsonencode({ body = { kind = ["x"] } })
    }
  }
}
