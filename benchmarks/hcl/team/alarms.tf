locals {
  alarms = {
    cpu = {
      namespace  = "AWS/ECS"
      metric     = "CPUUtilization"
      threshold  = local.big ? 70 : 90
      dimensions = { ClusterName = local.name, ServiceName = local.name }
    }
    waiting = {
      namespace  = "AWS/SQS"
      metric     = "ApproximateAgeOfOldestMessage"
      threshold  = zthreshold
      dimensions = { QueueName = "${local.name}-zstep1" }
    }
    connections = {
      namespace  = "AWS/RDS"
      metric     = "DatabaseConnections"
      threshold  = 200
      dimensions = { DBInstanceIdentifier = local.name }
    }
  }
}

resource "aws_sns_topic" "alarms" {
  name              = "${local.name}-alarms"
  kms_master_key_id = aws_kms_key.team.arn
  tags              = local.tags
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = <<-EOT
    ${title(each.key)} of team zteam in ${var.stage}.
    %{if local.big~}
    Somebody is called at night.
    %{else~}
    This can wait until morning.
    %{endif~}
  EOT
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  threshold           = each.value.threshold
  statistic           = "Average"
  period              = 60
  dimensions          = each.value.dimensions
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = local.big ? [aws_sns_topic.alarms.arn] : []
  treat_missing_data  = "notBreaching"
  tags                = local.tags
}

resource "aws_security_group" "tools" {
  name        = "${local.name}-tools"
  description = "The tools of team zteam"
  vpc_id      = var.vpc_id
  tags        = local.tags

  dynamic "ingress" {
    for_each = { for place, range in var.office_ranges : "office-${place}" => range }

    content {
      description = ingress.key
      from_port   = 443
      to_port     = 443
      protocol    = "tcp"
      cidr_blocks = [ingress.value]
    }
  }
}

output "service_role_arn" {
  value = module.service.role_arn
}

output "bucket_names" {
  value = { for key, one in module.bucket : key => one.name }
}
