locals {
  topics  = ["orders", "refunds"]
  fan_out = { for pair in setproduct(local.topics, ["audit", "search"]) : "${pair[0]}-${pair[1]}" => { topic = pair[0], queue = pair[1] } }
}
resource "aws_sns_topic" "t" {
  for_each          = toset(local.topics)
  name              = each.value
  kms_master_key_id = each.value == "orders" ? "alias/aws/sns" : null
  delivery_policy   = jsonencode({ http = { defaultHealthyRetryPolicy = { numRetries = 3 } } })
}
resource "aws_sqs_queue" "q" {
  for_each                  = toset(["audit", "search"])
  name                      = each.key
  receive_wait_time_seconds = 20
  sqs_managed_sse_enabled   = each.key == "audit"
}
resource "aws_sqs_queue_policy" "p" {
  for_each  = aws_sqs_queue.q
  queue_url = each.value.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for topic in local.topics : {
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = each.value.arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.t[topic].arn } }
    }]
  })
}
resource "aws_sns_topic_subscription" "s" {
  for_each             = local.fan_out
  topic_arn            = aws_sns_topic.t[each.value.topic].arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.q[each.value.queue].arn
  raw_message_delivery = true
  filter_policy        = each.value.queue == "search" ? jsonencode({ kind = [{ prefix = "s" }] }) : null
}
resource "aws_cloudwatch_event_rule" "r" {
  name          = "r"
  event_pattern = jsonencode({ source = ["aws.ec2"], detail = { state = ["stopped", "terminated"] } })
}
resource "aws_cloudwatch_event_rule" "s" {
  name_prefix         = "nightly-"
  schedule_expression = "cron(0 2 * * ? *)"
  state               = "DISABLED"
}
resource "aws_cloudwatch_event_target" "t" {
  for_each = { for n, rule in [aws_cloudwatch_event_rule.r, aws_cloudwatch_event_rule.s] : n => rule }
  rule     = each.value.name
  arn      = aws_sqs_queue.q["audit"].arn
  input_transformer {
    input_paths    = { id = "$.detail.id" }
    input_template = "\"instance <id>\""
  }
}
resource "aws_kinesis_stream" "k" {
  name             = "k"
  retention_period = 48
  encryption_type  = "KMS"
  kms_key_id       = "alias/aws/kinesis"
  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}
resource "aws_kinesis_firehose_delivery_stream" "f" {
  name        = "f"
  destination = "extended_s3"
  extended_s3_configuration {
    role_arn   = "arn:aws:iam::111111111111:role/f"
    bucket_arn = "arn:aws:s3:::b"
    prefix     = "year=!{timestamp:yyyy}/"
    processing_configuration {
      enabled = "false"
    }
  }
  server_side_encryption {
    enabled = true
  }
}
resource "aws_mq_broker" "m" {
  broker_name         = "m"
  engine_type         = "RabbitMQ"
  engine_version      = "3.13"
  host_instance_type  = "mq.t3.micro"
  publicly_accessible = true
  user {
    username = "admin"
    password = "p4ssw0rd-unreal-long"
  }
}
resource "aws_msk_cluster" "k" {
  cluster_name           = "k"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 3
  broker_node_group_info {
    client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
    instance_type   = "kafka.m5.large"
    security_groups = ["sg-1"]
  }
  encryption_info {
    encryption_in_transit {
      client_broker = "TLS_PLAINTEXT"
    }
  }
}
resource "aws_sfn_state_machine" "s" {
  name     = "s"
  role_arn = "arn:aws:iam::111111111111:role/s"
  definition = jsonencode({
    StartAt = "A"
    States  = { A = { Type = "Task", Resource = "arn:aws:states:::sqs:sendMessage", Parameters = { QueueUrl = aws_sqs_queue.q["audit"].url }, End = true } }
  })
  logging_configuration {
    level                  = "ALL"
    include_execution_data = true
    log_destination        = "arn:aws:logs:eu-central-1:111111111111:log-group:l:*"
  }
}
