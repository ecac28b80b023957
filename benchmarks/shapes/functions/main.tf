# Functions made by a module, with the queues, topics and tables between them.
provider "aws" {
  region                      = "eu-west-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  default_tags {
    tags = { Environment = "production", ManagedBy = "terraform", CostCentre = "4711" }
  }
}

locals {
  zstem_functions = { zkey = { memory = 256, runtime = "python3.12" } }
  zstem_queues    = { zkey = { retention = 345600 } }
}

module "zstem_function" {
  source   = "./function"
  for_each = local.zstem_functions
  name     = "zstem-${each.key}"
  memory   = each.value.memory
  runtime  = each.value.runtime
  topic    = aws_sns_topic.zstem.arn
}

resource "aws_sns_topic" "zstem" {
  name              = "zstem"
  kms_master_key_id = "alias/aws/sns"
}

resource "aws_sqs_queue" "zstem" {
  for_each                   = local.zstem_queues
  name                       = "zstem-${each.key}"
  message_retention_seconds  = each.value.retention
  visibility_timeout_seconds = 120
  sqs_managed_sse_enabled    = true
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.zstem_dead.arn, maxReceiveCount = 5 })
}

resource "aws_sqs_queue" "zstem_dead" {
  name                      = "zstem-dead"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue_policy" "zstem_dead" {
  queue_url = aws_sqs_queue.zstem_dead.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Send"
      Effect    = "Allow"
      Principal = "*"
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:eu-west-1:111122223333:zstem-dead"
      Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
    }]
  })
}

resource "aws_sns_topic_subscription" "zstem" {
  topic_arn = aws_sns_topic.zstem.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.zstem_dead.arn
}

resource "aws_dynamodb_table" "zstem" {
  name                        = "zstem"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pk"
  range_key                   = "sk"
  deletion_protection_enabled = true
  attribute {
    name = "pk"
    type = "S"
  }
  attribute {
    name = "sk"
    type = "S"
  }
  point_in_time_recovery {
    enabled = true
  }
  server_side_encryption {
    enabled = true
  }
}

resource "aws_dynamodb_table" "zstem_sessions" {
  name           = "zstem-sessions"
  billing_mode   = "PROVISIONED"
  read_capacity  = 5
  write_capacity = 5
  hash_key       = "id"
  attribute {
    name = "id"
    type = "S"
  }
  ttl {
    attribute_name = "expires"
    enabled        = true
  }
}

resource "aws_cloudwatch_event_rule" "zstem" {
  name                = "zstem-nightly"
  schedule_expression = "cron(15 3 * * ? *)"
  state               = "ENABLED"
}

resource "aws_cloudwatch_event_target" "zstem" {
  rule      = aws_cloudwatch_event_rule.zstem.name
  target_id = "queue"
  arn       = aws_sqs_queue.zstem_dead.arn
}

resource "aws_ssm_parameter" "zstem" {
  name  = "/zstem/limit"
  type  = "String"
  value = "250"
}

resource "aws_ssm_parameter" "zstem_token" {
  name  = "/zstem/token"
  type  = "SecureString"
  value = "not-a-real-token"
}
