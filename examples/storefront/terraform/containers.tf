resource "aws_ecr_repository" "shop" {
  for_each = {
    web     = "MUTABLE"
    reports = "IMMUTABLE"
  }

  name                 = "${var.name}/${each.key}"
  image_tag_mutability = each.value

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.data.arn
  }
}

resource "aws_cloudwatch_log_group" "tasks" {
  name              = "/${var.name}/tasks"
  retention_in_days = 90
  kms_key_id        = aws_kms_key.logs.arn
}

resource "aws_ecs_cluster" "shop" {
  name = var.name

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_task_definition" "web" {
  family                   = "${var.name}-web"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "512"
  memory                   = "1024"
  execution_role_arn       = aws_iam_role.service["execution"].arn
  task_role_arn            = aws_iam_role.task.arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "ARM64"
  }

  container_definitions = jsonencode([{
    name                   = "web"
    image                  = "${var.account_id}.dkr.ecr.${var.region}.amazonaws.com/${var.name}/web:latest"
    essential              = true
    user                   = "10001"
    privileged             = false
    readonlyRootFilesystem = false
    portMappings           = [{ containerPort = 8080, protocol = "tcp" }]
    environment            = [{ name = "STAGE", value = var.stage }]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = "/${var.name}/tasks"
        "awslogs-region"        = var.region
        "awslogs-stream-prefix" = "web"
      }
    }
  }])
}

resource "aws_ecs_service" "web" {
  name                   = "web"
  cluster                = aws_ecs_cluster.shop.id
  task_definition        = aws_ecs_task_definition.web.arn
  launch_type            = "FARGATE"
  platform_version       = "LATEST"
  desired_count          = local.size.tasks
  enable_execute_command = false
  depends_on             = [aws_lb_listener.https]

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    assign_public_ip = false
    security_groups  = [aws_security_group.tasks.id]
    subnets          = module.network.private_subnet_ids
  }

  load_balancer {
    container_name   = "web"
    container_port   = 8080
    target_group_arn = aws_lb_target_group.tasks.arn
  }
}
