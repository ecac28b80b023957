# A service behind a balancer, with its database. `zstem` and `zkey` stand for generated names.
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
  zstem_ports  = { zkey = { port = 8443, source = "10.0.0.0/8" } }
  zstem_alarms = { zkey = { metric = "CPUUtilization", threshold = 80 } }
}

resource "aws_kms_key" "zstem" {
  description             = "Data of zstem"
  deletion_window_in_days = 30
  enable_key_rotation     = true
  tags                    = { Service = "zstem" }
}

resource "aws_kms_alias" "zstem" {
  name          = "alias/zstem"
  target_key_id = aws_kms_key.zstem.key_id
}

resource "aws_security_group" "zstem_lb" {
  name        = "zstem-lb"
  description = "Balancer of zstem"
  vpc_id      = "vpc-0a1b2c3d4e5f60718"
  tags        = { Name = "zstem-lb" }
}

resource "aws_security_group" "zstem_db" {
  name        = "zstem-db"
  description = "Database of zstem"
  vpc_id      = "vpc-0a1b2c3d4e5f60718"
  tags        = { Name = "zstem-db" }
}

# The separate form of provider 4 and before: one plain, one from another group, several by for_each.
resource "aws_security_group_rule" "zstem_https" {
  type              = "ingress"
  description       = "HTTPS"
  security_group_id = aws_security_group.zstem_lb.id
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "zstem_db" {
  type                     = "ingress"
  security_group_id        = aws_security_group.zstem_db.id
  source_security_group_id = aws_security_group.zstem_lb.id
  protocol                 = "tcp"
  from_port                = 5432
  to_port                  = 5432
}

resource "aws_security_group_rule" "zstem_more" {
  for_each          = local.zstem_ports
  type              = "ingress"
  security_group_id = aws_security_group.zstem_lb.id
  protocol          = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_blocks       = [each.value.source]
}

resource "aws_lb" "zstem" {
  name                       = "zstem"
  internal                   = false
  load_balancer_type         = "application"
  security_groups            = [aws_security_group.zstem_lb.id]
  subnets                    = ["subnet-0aa11bb22cc33dd44", "subnet-0ee55ff66aa77bb88"]
  drop_invalid_header_fields = true
  enable_deletion_protection = true
  access_logs {
    bucket  = "zstem-access-logs"
    enabled = true
  }
}

resource "aws_lb_target_group" "zstem" {
  name        = "zstem"
  port        = 8080
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = "vpc-0a1b2c3d4e5f60718"
  health_check {
    path     = "/healthz"
    interval = 15
    matcher  = "200"
  }
}

resource "aws_lb_listener" "zstem_http" {
  load_balancer_arn = aws_lb.zstem.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "zstem_https" {
  load_balancer_arn = aws_lb.zstem.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = "arn:aws:acm:eu-west-1:111122223333:certificate/6f1c2d3e-0000-4000-8000-000000000001"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.zstem.arn
  }
}

resource "aws_ecs_cluster" "zstem" {
  name = "zstem"
  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_iam_role" "zstem_task" {
  name               = "zstem-task"
  assume_role_policy = data.aws_iam_policy_document.zstem_trust.json
}

data "aws_iam_policy_document" "zstem_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

# Deferred: the key is known after apply, so the plan carries this as a data source to be read.
data "aws_iam_policy_document" "zstem_task" {
  statement {
    sid       = "Read"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.zstem.arn]
  }
  statement {
    sid       = "Open"
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.zstem.arn]
  }
}

resource "aws_iam_role_policy" "zstem_task" {
  name   = "secrets"
  role   = aws_iam_role.zstem_task.id
  policy = data.aws_iam_policy_document.zstem_task.json
}

resource "aws_iam_role_policy_attachment" "zstem_task" {
  role       = aws_iam_role.zstem_task.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_cloudwatch_log_group" "zstem" {
  name              = "/ecs/zstem"
  retention_in_days = 30
  kms_key_id        = aws_kms_key.zstem.arn
}

resource "aws_ecs_task_definition" "zstem" {
  family                   = "zstem"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  execution_role_arn       = aws_iam_role.zstem_task.arn
  task_role_arn            = aws_iam_role.zstem_task.arn
  container_definitions = jsonencode([{
    name                   = "app"
    image                  = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/zstem:1.4.2"
    essential              = true
    readonlyRootFilesystem = true
    user                   = "10001"
    portMappings           = [{ containerPort = 8080, protocol = "tcp" }]
    environment            = [{ name = "STAGE", value = "production" }]
    logConfiguration = {
      logDriver = "awslogs"
      options   = { awslogs-group = "/ecs/zstem", awslogs-region = "eu-west-1", awslogs-stream-prefix = "app" }
    }
  }])
}

resource "aws_ecs_service" "zstem" {
  name            = "zstem"
  cluster         = aws_ecs_cluster.zstem.id
  task_definition = aws_ecs_task_definition.zstem.arn
  desired_count   = 3
  launch_type     = "FARGATE"
  network_configuration {
    subnets          = ["subnet-0aa11bb22cc33dd44", "subnet-0ee55ff66aa77bb88"]
    security_groups  = [aws_security_group.zstem_lb.id]
    assign_public_ip = false
  }
  load_balancer {
    target_group_arn = aws_lb_target_group.zstem.arn
    container_name   = "app"
    container_port   = 8080
  }
}

resource "aws_db_subnet_group" "zstem" {
  name       = "zstem"
  subnet_ids = ["subnet-0aa11bb22cc33dd44", "subnet-0ee55ff66aa77bb88"]
}

resource "aws_db_instance" "zstem" {
  identifier                      = "zstem"
  engine                          = "postgres"
  engine_version                  = "16.4"
  instance_class                  = "db.m6g.large"
  allocated_storage               = 100
  username                        = "service"
  manage_master_user_password     = true
  storage_encrypted               = true
  kms_key_id                      = aws_kms_key.zstem.arn
  multi_az                        = true
  publicly_accessible             = false
  deletion_protection             = true
  backup_retention_period         = 14
  auto_minor_version_upgrade      = true
  performance_insights_enabled    = true
  enabled_cloudwatch_logs_exports = ["postgresql"]
  db_subnet_group_name            = aws_db_subnet_group.zstem.name
  vpc_security_group_ids          = [aws_security_group.zstem_db.id]
  skip_final_snapshot             = false
  final_snapshot_identifier       = "zstem-final"
}

resource "aws_secretsmanager_secret" "zstem" {
  name                    = "zstem/database"
  kms_key_id              = aws_kms_key.zstem.arn
  recovery_window_in_days = 30
}

resource "aws_cloudwatch_metric_alarm" "zstem" {
  for_each            = local.zstem_alarms
  alarm_name          = "zstem-${each.key}"
  namespace           = "AWS/ECS"
  metric_name         = each.value.metric
  threshold           = each.value.threshold
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  period              = 60
  statistic           = "Average"
  alarm_actions       = ["arn:aws:sns:eu-west-1:111122223333:pager"]
  dimensions          = { ClusterName = aws_ecs_cluster.zstem.name, ServiceName = aws_ecs_service.zstem.name }
}

resource "aws_route53_record" "zstem" {
  zone_id = "Z0123456789ABCDEFGHIJ"
  name    = "zstem.example.com"
  type    = "A"
  alias {
    name                   = aws_lb.zstem.dns_name
    zone_id                = aws_lb.zstem.zone_id
    evaluate_target_health = true
  }
}

output "zstem_endpoint" {
  value = aws_lb.zstem.dns_name
}
