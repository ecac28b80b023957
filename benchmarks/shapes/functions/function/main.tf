variable "name" { type = string }
variable "memory" { type = number }
variable "runtime" { type = string }
variable "topic" { type = string }

resource "aws_iam_role" "this" {
  name = var.name
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "publish"
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sns:Publish", Resource = var.topic }]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = 14
}

resource "aws_lambda_function" "this" {
  function_name = var.name
  role          = aws_iam_role.this.arn
  runtime       = var.runtime
  handler       = "app.handler"
  memory_size   = var.memory
  timeout       = 30
  s3_bucket     = "artifacts-111122223333"
  s3_key        = "${var.name}.zip"
  environment {
    variables = { TOPIC = var.topic, LOG_LEVEL = "info" }
  }
  tracing_config {
    mode = "Active"
  }
}

resource "aws_lambda_permission" "this" {
  statement_id  = "FromTopic"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  principal     = "sns.amazonaws.com"
  source_arn    = var.topic
}

output "arn" {
  value = aws_lambda_function.this.arn
}
