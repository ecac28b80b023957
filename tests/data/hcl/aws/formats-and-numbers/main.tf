locals {
  third   = 1 / 3
  big     = 9007199254740993
  percent = 0.1 + 0.2
  neg     = -5 % 3
}

resource "aws_cloudwatch_metric_alarm" "a" {
  alarm_name          = format("%s-%03d-%.2f-%q-%v-%t-%x", "cpu", 7, 2.5, "q", [1, "a"], true, 255)
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = "3"
  period              = 5 * 60
  threshold           = local.percent
  namespace           = "AWS/EC2"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  alarm_description   = "${local.third} ${local.big} ${local.neg} ${1e3} ${ceil(2.1)} ${floor(-2.1)} ${pow(2, 70)}"
  dimensions          = { for n in range(2) : format("d%d", n) => n * 1.5 }
  actions_enabled     = "false"
  datapoints_to_alarm = max(1, 2, [3][0])
}

resource "aws_cloudwatch_metric_alarm" "b" {
  alarm_name          = join("-", formatlist("%s:%d", ["a", "b"], [1, 2]))
  comparison_operator = "LessThanLowerOrGreaterThanUpperThreshold"
  evaluation_periods  = parseint("ff", 16) - 250
  threshold_metric_id = "e1"
  metric_query {
    id          = "e1"
    expression  = "ANOMALY_DETECTION_BAND(m1, ${tonumber("2")})"
    return_data = true
  }
  metric_query {
    id = "m1"
    metric {
      metric_name = title("latency of ${substr("requests", 0, 3)}")
      namespace   = "X"
      period      = 60
      stat        = "p99.9"
    }
  }
}
