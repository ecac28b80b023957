# Machines of our own, one by one and as a group.
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
  zstem_workers = { zkey = { size = "m6i.large" } }
}

resource "aws_security_group" "zstem_hosts" {
  name        = "zstem-hosts"
  description = "Hosts of zstem"
  vpc_id      = "vpc-0a1b2c3d4e5f60718"
  ingress {
    description      = "Administration"
    protocol         = "tcp"
    from_port        = 22
    to_port          = 22
    cidr_blocks      = ["0.0.0.0/1", "128.0.0.0/1"]
    ipv6_cidr_blocks = ["::/0"]
  }
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "zstem_bastion" {
  ami                         = "ami-0f1e2d3c4b5a69788"
  instance_type               = "t3.small"
  subnet_id                   = "subnet-0aa11bb22cc33dd44"
  associate_public_ip_address = true
  monitoring                  = true
  vpc_security_group_ids      = [aws_security_group.zstem_hosts.id]
  metadata_options {
    http_tokens   = "required"
    http_endpoint = "enabled"
  }
  root_block_device {
    encrypted   = true
    volume_size = 20
  }
  tags = { Name = "zstem-bastion" }
}

resource "aws_instance" "zstem_worker" {
  for_each               = local.zstem_workers
  ami                    = "ami-0f1e2d3c4b5a69788"
  instance_type          = each.value.size
  subnet_id              = "subnet-0ee55ff66aa77bb88"
  vpc_security_group_ids = [aws_security_group.zstem_hosts.id]
  iam_instance_profile   = aws_iam_instance_profile.zstem.name
  user_data              = "#!/bin/sh\nsystemctl enable --now zstem\n"
  tags                   = { Name = "zstem-${each.key}" }
}

resource "aws_iam_role" "zstem_host" {
  name = "zstem-host"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "zstem" {
  name = "zstem-host"
  role = aws_iam_role.zstem_host.name
}

resource "aws_ebs_volume" "zstem_data" {
  availability_zone = "eu-west-1a"
  size              = 200
  type              = "gp3"
  encrypted         = true
  tags              = { Name = "zstem-data" }
}

resource "aws_volume_attachment" "zstem_data" {
  device_name = "/dev/sdf"
  volume_id   = aws_ebs_volume.zstem_data.id
  instance_id = aws_instance.zstem_bastion.id
}

resource "aws_launch_template" "zstem" {
  name          = "zstem"
  image_id      = "ami-0f1e2d3c4b5a69788"
  instance_type = "m6i.large"
  metadata_options {
    http_tokens = "required"
  }
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      encrypted   = true
      volume_size = 40
      volume_type = "gp3"
    }
  }
}

resource "aws_autoscaling_group" "zstem" {
  name                = "zstem"
  min_size            = 2
  max_size            = 12
  vpc_zone_identifier = ["subnet-0aa11bb22cc33dd44", "subnet-0ee55ff66aa77bb88"]
  launch_template {
    id      = aws_launch_template.zstem.id
    version = aws_launch_template.zstem.latest_version
  }
  tag {
    key                 = "Name"
    value               = "zstem"
    propagate_at_launch = true
  }
}

resource "aws_ecr_repository" "zstem" {
  name                 = "zstem"
  image_tag_mutability = "IMMUTABLE"
  image_scanning_configuration {
    scan_on_push = true
  }
}
