variable "tags" {
  type    = map(string)
  default = { Team = "core" }
}

provider "aws" {
  region                      = "eu-central-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  default_tags {
    tags = merge(var.tags, { Stage = terraform.workspace })
  }
}

resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "w" {
  cidr_block = "10.1.0.0/16"
  tags       = merge(var.tags, { Name = "w", Team = "edge" })
}

resource "aws_sqs_queue" "q" {
  name = "q"
  tags = { Vpc = aws_vpc.v.id }
}

resource "aws_autoscaling_group" "g" {
  min_size             = 1
  max_size             = 2
  availability_zones   = ["eu-central-1a"]
  launch_configuration = "lc"
  dynamic "tag" {
    for_each = var.tags
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}
