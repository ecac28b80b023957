variable "db" {
  type      = object({ user = string, password = string })
  sensitive = true
  default   = { user = "app", password = "p4ssw0rd-unreal" }
}
locals {
  plain = nonsensitive(var.db.user)
  made  = sensitive("made-unreal")
}
resource "aws_db_instance" "d" {
  engine              = "postgres"
  instance_class      = "db.t3.micro"
  allocated_storage   = 20
  username            = var.db.user
  password            = var.db.password
  identifier          = "${local.plain}-db"
  skip_final_snapshot = true
}
resource "aws_ssm_parameter" "p" {
  name        = "/p"
  type        = "String"
  value       = jsonencode(var.db)
  description = "${local.made}!"
  tags        = { secret = var.db.password, open = local.plain }
}
resource "aws_iam_policy" "p" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "rds-db:connect", Resource = "arn:aws:rds-db:*:*:dbuser:*/${var.db.user}" }] })
}
resource "aws_instance" "i" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = "#!/bin/sh\nexport PASSWORD=${var.db.password}\n"
  dynamic "ebs_block_device" {
    for_each = nonsensitive(var.db.user == "app") ? ["/dev/sdb"] : []
    content {
      device_name = ebs_block_device.value
      volume_size = 5
    }
  }
}
