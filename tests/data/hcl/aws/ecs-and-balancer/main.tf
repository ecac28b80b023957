variable "containers" {
  default = [
    { name = "web", image = "nginx:1", port = 80, secrets = { TOKEN = "/token" } },
    { name = "side", image = "envoy:2", port = null, secrets = {} },
  ]
}
resource "aws_ecs_cluster" "c" {
  name = "c"
  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}
resource "aws_ecs_task_definition" "t" {
  family                   = "t"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = "512"
  execution_role_arn       = "arn:aws:iam::111111111111:role/exec"
  container_definitions = jsonencode([
    for one in var.containers : {
      name                   = one.name
      image                  = one.image
      essential              = one.name == "web"
      readonlyRootFilesystem = true
      portMappings           = one.port == null ? [] : [{ containerPort = one.port, protocol = "tcp" }]
      secrets                = [for key, path in one.secrets : { name = key, valueFrom = path }]
      logConfiguration = {
        logDriver = "awslogs"
        options   = { "awslogs-group" = aws_cloudwatch_log_group.l.name, "awslogs-region" = "eu-central-1" }
      }
    }
  ])
  volume {
    name = "data"
    efs_volume_configuration {
      file_system_id     = aws_efs_file_system.e.id
      transit_encryption = "ENABLED"
    }
  }
}
resource "aws_efs_file_system" "e" {
  encrypted = true
}
resource "aws_cloudwatch_log_group" "l" {
  name_prefix = "ecs-"
}
resource "aws_ecs_service" "s" {
  name            = "s"
  cluster         = aws_ecs_cluster.c.id
  task_definition = aws_ecs_task_definition.t.arn
  desired_count   = 2
  launch_type     = "FARGATE"
  network_configuration {
    subnets          = ["subnet-1"]
    assign_public_ip = true
  }
  dynamic "load_balancer" {
    for_each = { for n, one in var.containers : one.name => one if one.port != null }
    content {
      container_name   = load_balancer.key
      container_port   = load_balancer.value.port
      target_group_arn = aws_lb_target_group.g.arn
    }
  }
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
}
resource "aws_lb" "l" {
  name                       = "l"
  load_balancer_type         = "application"
  internal                   = false
  subnets                    = ["subnet-1", "subnet-2"]
  drop_invalid_header_fields = true
  enable_deletion_protection = true
  access_logs {
    bucket  = "logs"
    enabled = true
  }
}
resource "aws_lb_target_group" "g" {
  name_prefix = "g-"
  port        = 80
  protocol    = "HTTP"
  vpc_id      = "vpc-0123456789abcdef0"
  target_type = "ip"
  health_check {
    path    = "/health"
    matcher = "200-299"
  }
}
resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.l.arn
  port              = "80"
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
resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.l.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = aws_acm_certificate.c.arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.g.arn
  }
}
resource "aws_acm_certificate" "c" {
  domain_name               = "example.com"
  subject_alternative_names = ["www.example.com"]
  validation_method         = "DNS"
  lifecycle {
    create_before_destroy = true
  }
}
resource "aws_lb_listener_rule" "r" {
  for_each     = { api = 10, static = 20 }
  listener_arn = aws_lb_listener.https.arn
  priority     = each.value
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.g.arn
  }
  condition {
    path_pattern {
      values = ["/${each.key}/*"]
    }
  }
  condition {
    host_header {
      values = [aws_acm_certificate.c.domain_name]
    }
  }
}
resource "aws_appautoscaling_target" "a" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${aws_ecs_cluster.c.name}/${aws_ecs_service.s.name}"
  min_capacity       = 1
  max_capacity       = 4
}
