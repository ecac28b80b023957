variable "name" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "image" {
  type = string
}

variable "cpu" {
  type    = number
  default = 256
}

variable "memory" {
  type    = number
  default = 512
}

variable "desired" {
  type    = number
  default = 2
}

variable "ports" {
  description = "Each port the service listens on, and who may reach it."
  type = list(object({
    port        = number
    protocol    = optional(string, "tcp")
    sources     = optional(list(string), ["10.0.0.0/8"])
    description = optional(string)
  }))
  default = []
}

variable "environment" {
  type    = map(string)
  default = {}
}

variable "secrets" {
  type    = map(string)
  default = {}
}

variable "policy_json" {
  type    = string
  default = null
}

variable "log_days" {
  type    = number
  default = 365
}

variable "tags" {
  type    = map(string)
  default = {}
}

locals {
  tags = merge({ Name = var.name, Part = "service" }, var.tags)
  log  = "/ecs/${lower(var.name)}"
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "task" {
  name               = "${var.name}-task"
  assume_role_policy = data.aws_iam_policy_document.assume.json
  tags               = local.tags
}

resource "aws_iam_role_policy" "task" {
  count = var.policy_json == null ? 0 : 1

  name   = "what-it-needs"
  role   = aws_iam_role.task.id
  policy = var.policy_json
}

resource "aws_cloudwatch_log_group" "this" {
  name              = local.log
  retention_in_days = var.log_days
  tags              = local.tags
}

resource "aws_security_group" "this" {
  name_prefix = "${var.name}-"
  description = "Who may reach ${var.name}"
  vpc_id      = var.vpc_id
  tags        = local.tags

  dynamic "ingress" {
    for_each = var.ports

    content {
      description = coalesce(ingress.value.description, "port ${ingress.value.port}")
      from_port   = ingress.value.port
      to_port     = ingress.value.port
      protocol    = ingress.value.protocol
      cidr_blocks = ingress.value.sources
    }
  }

  egress {
    description = "HTTPS to anywhere"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  task_role_arn            = aws_iam_role.task.arn
  execution_role_arn       = aws_iam_role.task.arn
  tags                     = local.tags

  container_definitions = jsonencode([
    {
      name                   = var.name
      image                  = var.image
      essential              = true
      readonlyRootFilesystem = true
      user                   = "1000:1000"
      portMappings           = [for one in var.ports : { containerPort = one.port, protocol = one.protocol }]
      environment            = [for name, value in var.environment : { name = name, value = value }]
      secrets                = [for name, from in var.secrets : { name = name, valueFrom = from }]
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          "awslogs-group"         = local.log
          "awslogs-region"        = "eu-west-1"
          "awslogs-stream-prefix" = var.name
        }
      }
    },
  ])
}

resource "aws_ecs_cluster" "this" {
  name = var.name
  tags = local.tags

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_service" "this" {
  name            = var.name
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = var.desired
  launch_type     = "FARGATE"
  tags            = local.tags

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.this.id]
    assign_public_ip = false
  }
}

output "security_group_id" {
  value = aws_security_group.this.id
}

output "role_arn" {
  value = aws_iam_role.task.arn
}
