variable "engines" {
  type = map(object({ version = string, port = optional(number) }))
  default = {
    aurora-postgresql = { version = "16.4", port = 5433 }
    aurora-mysql      = { version = "8.0.mysql_aurora.3.08.0" }
  }
}

resource "aws_rds_cluster" "c" {
  for_each                            = var.engines
  cluster_identifier                  = each.key
  engine                              = each.key
  engine_version                      = each.value.version
  port                                = each.value.port
  master_username                     = "root1"
  manage_master_user_password         = true
  storage_encrypted                   = true
  kms_key_id                          = aws_kms_key.k.arn
  iam_database_authentication_enabled = startswith(each.key, "aurora-p")
  backup_retention_period             = 14
  deletion_protection                 = true
  copy_tags_to_snapshot               = true
  enabled_cloudwatch_logs_exports     = each.key == "aurora-mysql" ? ["audit", "error"] : ["postgresql"]
  vpc_security_group_ids              = [aws_security_group.db.id]
  skip_final_snapshot                 = false
  final_snapshot_identifier           = "final-${each.key}"
  serverlessv2_scaling_configuration {
    min_capacity = 0.5
    max_capacity = 4
  }
}

resource "aws_kms_key" "k" {
  enable_key_rotation = true
}
resource "aws_security_group" "db" {
  name = "db"
}

resource "aws_rds_cluster_instance" "i" {
  for_each                     = merge([for name, c in aws_rds_cluster.c : { for n in range(2) : "${name}-${n}" => c }]...)
  identifier                   = each.key
  cluster_identifier           = each.value.id
  engine                       = each.value.engine
  engine_version               = each.value.engine_version
  instance_class               = "db.serverless"
  publicly_accessible          = endswith(each.key, "-1")
  performance_insights_enabled = true
}

resource "aws_db_instance" "replica" {
  replicate_source_db = "arn:aws:rds:eu-central-1:111111111111:db:main"
  instance_class      = "db.r6g.large"
  skip_final_snapshot = true
}
resource "aws_db_option_group" "o" {
  name                 = "o"
  engine_name          = "mysql"
  major_engine_version = "8.0"
  option {
    option_name = "MARIADB_AUDIT_PLUGIN"
    dynamic "option_settings" {
      for_each = { SERVER_AUDIT_EVENTS = "CONNECT" }
      content {
        name  = option_settings.key
        value = option_settings.value
      }
    }
  }
}
resource "aws_rds_cluster_parameter_group" "p" {
  name   = "p"
  family = "aurora-postgresql16"
  parameter {
    name  = "rds.force_ssl"
    value = 1
  }
}
resource "aws_dynamodb_table" "t" {
  name         = "t"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  range_key    = "at"
  dynamic "attribute" {
    for_each = { id = "S", at = "N", owner = "S" }
    content {
      name = attribute.key
      type = attribute.value
    }
  }
  global_secondary_index {
    name            = "by-owner"
    hash_key        = "owner"
    projection_type = "ALL"
  }
  point_in_time_recovery {
    enabled = true
  }
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.k.arn
  }
  ttl {
    attribute_name = "expires"
    enabled        = true
  }
}
resource "aws_docdb_cluster" "d" {
  master_username = "u1"
  master_password = "p4ssw0rd-unreal"
}
resource "aws_neptune_cluster" "n" {
  storage_encrypted = true
}
resource "aws_redshift_cluster" "r" {
  cluster_identifier  = "r"
  node_type           = "ra3.large"
  master_username     = "u1"
  master_password     = "P4ssw0rd-unreal"
  encrypted           = true
  publicly_accessible = false
}
resource "aws_elasticache_replication_group" "e" {
  replication_group_id       = "e"
  description                = "e"
  node_type                  = "cache.t4g.small"
  transit_encryption_enabled = true
  at_rest_encryption_enabled = true
  num_cache_clusters         = 2
  automatic_failover_enabled = true
}
resource "aws_opensearch_domain" "o" {
  domain_name    = "search"
  engine_version = "OpenSearch_2.17"
  encrypt_at_rest {
    enabled = true
  }
  node_to_node_encryption {
    enabled = false
  }
  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
  }
  ebs_options {
    ebs_enabled = true
    volume_size = 10
  }
}
