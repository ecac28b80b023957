variable "vpc_id" {}
variable "subnet_ids" {
  type = list(string)
}
variable "cidr" {}
variable "port" {
  default = 443
}
resource "aws_security_group" "lb" {
  vpc_id = var.vpc_id
  ingress {
    from_port   = var.port
    to_port     = var.port
    protocol    = "tcp"
    cidr_blocks = var.port == 443 ? ["0.0.0.0/0"] : [var.cidr]
  }
}
resource "aws_lb" "this" {
  internal        = var.port != 443
  subnets         = var.subnet_ids
  security_groups = [aws_security_group.lb.id]
  dynamic "subnet_mapping" {
    for_each = []
    content {
      subnet_id = subnet_mapping.value
    }
  }
}
resource "aws_lb_target_group" "this" {
  name     = "app-${var.port}"
  port     = var.port
  protocol = var.port == 443 ? "HTTPS" : "HTTP"
  vpc_id   = var.vpc_id
}
resource "aws_lb_listener" "this" {
  load_balancer_arn = aws_lb.this.arn
  port              = var.port
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}
