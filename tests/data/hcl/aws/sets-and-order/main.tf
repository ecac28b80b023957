variable "zones" {
  default = ["c", "a", "B", "10", "9"]
}
resource "aws_security_group" "g" {
  name = "g"
  dynamic "ingress" {
    for_each = toset(var.zones)
    content {
      from_port       = 1
      to_port         = 2
      protocol        = "tcp"
      description     = "zone ${ingress.key}"
      security_groups = ["sg-${lower(ingress.value)}", "sg-1"]
    }
  }
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.2.0.0/16", "10.10.0.0/16", "10.1.0.0/16"]
  }
}
resource "aws_lb" "l" {
  name               = "l"
  load_balancer_type = "application"
  subnets            = [for zone in var.zones : "subnet-${lower(zone)}"]
  security_groups    = sort(["sg-b", "sg-a"])
}
resource "aws_cloudwatch_metric_alarm" "a" {
  alarm_name          = "a"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = 1
  metric_name         = "m"
  namespace           = "n"
  period              = 60
  statistic           = "Sum"
  alarm_actions       = distinct(concat(["arn:aws:sns:eu-central-1:111111111111:b", "arn:aws:sns:eu-central-1:111111111111:a"], ["arn:aws:sns:eu-central-1:111111111111:b"]))
}
resource "aws_network_acl" "n" {
  vpc_id = "vpc-0123456789abcdef0"
  ingress {
    rule_no    = 200
    action     = "deny"
    protocol   = "icmp"
    from_port  = 0
    to_port    = 0
    icmp_type  = 8
    icmp_code  = -1
    cidr_block = "0.0.0.0/0"
  }
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "6"
    from_port  = 443
    to_port    = 443
    cidr_block = "10.0.0.0/8"
  }
}
resource "aws_autoscaling_group" "a" {
  min_size             = 0
  max_size             = 1
  availability_zones   = toset([for zone in ["b", "a"] : "eu-central-1${zone}"])
  launch_configuration = "l"
  tag {
    key                 = "B"
    value               = "2"
    propagate_at_launch = true
  }
  tag {
    key                 = "A"
    value               = "1"
    propagate_at_launch = false
  }
  enabled_metrics = ["GroupMinSize", "GroupMaxSize"]
}
