variable "databases" {
  type = map(object({
    engine    = optional(string, "postgres")
    size      = optional(number, 20)
    multi_az  = optional(bool)
    encrypted = optional(bool, true)
    backup = optional(object({
      days   = optional(number, 7)
      window = optional(string)
    }), {})
    parameters = optional(list(object({ name = string, value = string, method = optional(string, "immediate") })), [])
  }))
  default = {
    main  = { size = "100", multi_az = true, backup = { days = 35, window = "03:00-04:00" } }
    cheap = { engine = "mysql", encrypted = false, backup = null }
    tuned = { parameters = [{ name = "log_statement", value = "all" }, { name = "ssl", value = 1, method = "pending-reboot" }] }
  }
}

resource "aws_db_instance" "d" {
  for_each                    = var.databases
  identifier                  = each.key
  engine                      = each.value.engine
  instance_class              = "db.t4g.micro"
  allocated_storage           = each.value.size
  multi_az                    = each.value.multi_az
  storage_encrypted           = each.value.encrypted
  backup_retention_period     = each.value.backup.days
  backup_window               = each.value.backup.window
  username                    = "admin"
  manage_master_user_password = true
  skip_final_snapshot         = true
  parameter_group_name        = length(each.value.parameters) > 0 ? aws_db_parameter_group.p[each.key].name : null
}

resource "aws_db_parameter_group" "p" {
  for_each = { for name, one in var.databases : name => one.parameters if length(one.parameters) > 0 }
  name     = each.key
  family   = "postgres16"
  dynamic "parameter" {
    for_each = each.value
    content {
      name         = parameter.value.name
      value        = parameter.value.value
      apply_method = parameter.value.method
    }
  }
}
