variable "spot" {
  default = true
}
variable "volumes" {
  default = [
    { device = "/dev/xvda", size = 20, encrypted = true },
    { device = "/dev/xvdb", size = 100, encrypted = false },
  ]
}
variable "tags" {
  default = { Name = "asg", Team = "core" }
}
resource "aws_launch_template" "t" {
  name_prefix   = "web-"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.small"
  user_data     = base64encode("#!/bin/sh\necho ${var.tags["Name"]}\n")
  dynamic "block_device_mappings" {
    for_each = var.volumes
    content {
      device_name = block_device_mappings.value.device
      ebs {
        volume_size           = block_device_mappings.value.size
        encrypted             = block_device_mappings.value.encrypted
        delete_on_termination = block_device_mappings.key == 0
      }
    }
  }
  dynamic "instance_market_options" {
    for_each = var.spot ? { market_type = "spot" } : {}
    content {
      market_type = instance_market_options.value
    }
  }
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = var.spot ? "required" : "optional"
    http_put_response_hop_limit = "1"
  }
  network_interfaces {
    associate_public_ip_address = true
    security_groups             = [aws_security_group.g.id]
  }
  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume"])
    content {
      resource_type = tag_specifications.key
      tags          = merge(var.tags, { For = tag_specifications.value })
    }
  }
}
resource "aws_security_group" "g" {
  name = "web"
}
resource "aws_autoscaling_group" "a" {
  name                = "a"
  min_size            = 1
  max_size            = 3
  vpc_zone_identifier = ["subnet-1"]
  launch_template {
    id      = aws_launch_template.t.id
    version = aws_launch_template.t.latest_version
  }
  dynamic "tag" {
    for_each = [for key in sort(keys(var.tags)) : { key = key, value = var.tags[key] }]
    content {
      key                 = tag.value.key
      value               = tag.value.value
      propagate_at_launch = tag.key == 0
    }
  }
}
resource "aws_autoscaling_policy" "p" {
  name                   = "p"
  autoscaling_group_name = aws_autoscaling_group.a.name
  policy_type            = "TargetTrackingScaling"
  target_tracking_configuration {
    target_value = 50
    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}
resource "aws_placement_group" "p" {
  name     = "p"
  strategy = "spread"
}
resource "aws_key_pair" "k" {
  key_name   = "k"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB unreal"
}
