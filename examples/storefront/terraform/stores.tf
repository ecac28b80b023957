resource "aws_db_subnet_group" "orders" {
  name        = "${var.name}-orders"
  description = "The private subnets"
  subnet_ids  = module.network.private_subnet_ids
}

resource "aws_db_parameter_group" "orders" {
  name        = "${var.name}-orders"
  description = "Only encrypted connections"
  family      = "postgres16"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

resource "aws_db_instance" "orders" {
  identifier     = "${var.name}-orders"
  engine         = "postgres"
  engine_version = "16.11"
  instance_class = local.size.database
  db_name        = "orders"
  username       = "shopkeeper"

  manage_master_user_password   = true
  master_user_secret_kms_key_id = aws_kms_key.data.key_id

  allocated_storage = 200
  storage_type      = "gp3"
  storage_encrypted = true
  kms_key_id        = aws_kms_key.data.arn

  db_subnet_group_name   = aws_db_subnet_group.orders.name
  parameter_group_name   = aws_db_parameter_group.orders.name
  vpc_security_group_ids = [aws_security_group.database.id]
  publicly_accessible    = false

  multi_az            = false
  deletion_protection = false

  backup_retention_period             = 14
  copy_tags_to_snapshot               = true
  auto_minor_version_upgrade          = true
  iam_database_authentication_enabled = true
  performance_insights_enabled        = true
  performance_insights_kms_key_id     = aws_kms_key.data.arn
  monitoring_interval                 = 0
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
  skip_final_snapshot                 = false
  final_snapshot_identifier           = "${var.name}-orders-final"

  tags = local.backed_up
}

resource "aws_dynamodb_table" "carts" {
  name                        = "${var.name}-carts"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "customer"
  range_key                   = "item"
  deletion_protection_enabled = true

  attribute {
    name = "customer"
    type = "S"
  }

  attribute {
    name = "item"
    type = "S"
  }

  ttl {
    attribute_name = "forget_at"
    enabled        = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.data.arn
  }

  point_in_time_recovery {
    enabled = false
  }

  tags = local.backed_up
}

resource "aws_elasticache_subnet_group" "sessions" {
  name        = "${var.name}-sessions"
  description = "The private subnets"
  subnet_ids  = module.network.private_subnet_ids
}

resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id       = "${var.name}-sessions"
  description                = "Sessions of signed-in customers"
  engine                     = "redis"
  engine_version             = "7.1"
  node_type                  = local.size.cache
  port                       = 6379
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  subnet_group_name          = aws_elasticache_subnet_group.sessions.name
  security_group_ids         = [aws_security_group.cache.id]
  at_rest_encryption_enabled = true
  kms_key_id                 = aws_kms_key.data.arn
  transit_encryption_enabled = false
  snapshot_retention_limit   = 7
  auto_minor_version_upgrade = true
}

resource "aws_efs_file_system" "templates" {
  encrypted        = false
  performance_mode = "generalPurpose"
  throughput_mode  = "elastic"

  tags = merge(local.backed_up, { Name = "${var.name}-templates" })
}

resource "aws_efs_backup_policy" "templates" {
  file_system_id = aws_efs_file_system.templates.id

  backup_policy {
    status = "ENABLED"
  }
}

resource "aws_efs_mount_target" "templates" {
  count = length(var.zones)

  file_system_id  = aws_efs_file_system.templates.id
  subnet_id       = module.network.private_subnet_ids[count.index]
  security_groups = [aws_security_group.files.id]
}

# The value is put in by hand, once; from then on the function below changes it every month.
resource "aws_secretsmanager_secret" "payment" {
  name                    = "${var.name}/payment-provider"
  description             = "How the shop signs in to the payment provider"
  kms_key_id              = aws_kms_key.data.arn
  recovery_window_in_days = 30
}

resource "aws_secretsmanager_secret_rotation" "payment" {
  secret_id           = aws_secretsmanager_secret.payment.id
  rotation_lambda_arn = aws_lambda_function.zip["rotate"].arn

  rotation_rules {
    automatically_after_days = 30
  }
}
