variable "name" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "client_groups" {
  type    = list(string)
  default = []
}

variable "settings" {
  type = object({
    engine    = optional(string, "postgres")
    version   = optional(string, "16.4")
    class     = optional(string, "db.t4g.medium")
    storage   = optional(number, 50)
    multi_az  = optional(bool, true)
    backup    = optional(number, 14)
    protected = optional(bool, true)
    logs      = optional(list(string), ["postgresql", "upgrade"])
  })
  default = {}
}

variable "parameters" {
  type    = map(string)
  default = { "rds.force_ssl" = "1", "log_connections" = "1" }
}

variable "tags" {
  type    = map(string)
  default = {}
}

locals {
  tags   = merge({ Name = var.name, Part = "database" }, var.tags)
  family = "${var.settings.engine}${split(".", var.settings.version)[0]}"
  port   = { postgres = 5432, mysql = 3306, mariadb = 3306 }[var.settings.engine]
}

resource "aws_kms_key" "this" {
  description             = "Data of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = local.tags
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
  tags       = local.tags
}

resource "aws_db_parameter_group" "this" {
  name   = var.name
  family = local.family
  tags   = local.tags

  dynamic "parameter" {
    for_each = var.parameters
    iterator = setting

    content {
      name  = setting.key
      value = setting.value
    }
  }
}

resource "aws_security_group" "this" {
  name        = "${var.name}-database"
  description = "Clients of ${var.name}"
  vpc_id      = var.vpc_id
  tags        = local.tags
}

resource "aws_security_group_rule" "clients" {
  count = length(var.client_groups)

  type                     = "ingress"
  security_group_id        = aws_security_group.this.id
  source_security_group_id = var.client_groups[count.index]
  from_port                = local.port
  to_port                  = local.port
  protocol                 = "tcp"
  description              = "client ${count.index + 1}"
}

resource "aws_db_instance" "this" {
  identifier                          = var.name
  engine                              = var.settings.engine
  engine_version                      = var.settings.version
  instance_class                      = var.settings.class
  allocated_storage                   = var.settings.storage
  max_allocated_storage               = var.settings.storage * 4
  storage_encrypted                   = true
  kms_key_id                          = aws_kms_key.this.arn
  db_subnet_group_name                = aws_db_subnet_group.this.name
  parameter_group_name                = aws_db_parameter_group.this.name
  vpc_security_group_ids              = [aws_security_group.this.id]
  multi_az                            = var.settings.multi_az
  backup_retention_period             = var.settings.backup
  deletion_protection                 = var.settings.protected
  enabled_cloudwatch_logs_exports     = var.settings.logs
  iam_database_authentication_enabled = true
  manage_master_user_password         = true
  username                            = "keeper"
  publicly_accessible                 = false
  copy_tags_to_snapshot               = true
  final_snapshot_identifier           = format("%s-final-%s", var.name, replace(var.settings.version, ".", "-"))
  tags                                = local.tags
}

output "address" {
  value = aws_db_instance.this.address
}

output "secret_arn" {
  value = aws_db_instance.this.master_user_secret[0].secret_arn
}
