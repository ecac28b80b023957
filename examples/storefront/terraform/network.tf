module "network" {
  source = "./modules/network"

  name             = var.name
  cidr             = var.vpc_cidr
  zones            = var.zones
  flow_log_key_arn = aws_kms_key.logs.arn
}

# --- rules inline ----------------------------------------------------------------------------

resource "aws_security_group" "balancer" {
  name        = "${var.name}-balancer"
  description = "Customers reach the load balancer"
  vpc_id      = module.network.vpc_id

  dynamic "ingress" {
    for_each = { HTTP = 80, HTTPS = 443 }
    content {
      description      = "${ingress.key} from anywhere"
      protocol         = "tcp"
      from_port        = ingress.value
      to_port          = ingress.value
      cidr_blocks      = ["0.0.0.0/0"]
      ipv6_cidr_blocks = ["::/0"]
    }
  }

  egress {
    description = "To the tasks"
    protocol    = "tcp"
    from_port   = 8080
    to_port     = 8080
    cidr_blocks = [var.vpc_cidr]
  }
}

resource "aws_security_group" "worker" {
  name        = "${var.name}-worker"
  description = "Instances that resize pictures and send mail"
  vpc_id      = module.network.vpc_id

  ingress {
    description = "SSH for the on-call engineer"
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["0.0.0.0/1", "128.0.0.0/1"]
  }

  egress {
    description = "Out over TLS"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "cache" {
  name        = "${var.name}-cache"
  description = "The session cache"
  vpc_id      = module.network.vpc_id

  ingress {
    description     = "Redis from the tasks"
    protocol        = "tcp"
    from_port       = 6379
    to_port         = 6379
    security_groups = [aws_security_group.tasks.id]
  }

  egress {
    description = "Answers inside the VPC"
    protocol    = "tcp"
    from_port   = 6379
    to_port     = 6379
    cidr_blocks = [var.vpc_cidr]
  }
}

# --- rules as aws_security_group_rule --------------------------------------------------------

resource "aws_security_group" "database" {
  name        = "${var.name}-database"
  description = "The database of orders"
  vpc_id      = module.network.vpc_id

  egress {
    description = "Answers inside the VPC"
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = [var.vpc_cidr]
  }
}

resource "aws_security_group_rule" "database_from" {
  for_each = {
    tasks  = aws_security_group.tasks.id
    worker = aws_security_group.worker.id
  }

  security_group_id        = aws_security_group.database.id
  type                     = "ingress"
  description              = "PostgreSQL from ${each.key}"
  protocol                 = "tcp"
  from_port                = 5432
  to_port                  = 5432
  source_security_group_id = each.value
}

# --- rules as aws_vpc_security_group_*_rule --------------------------------------------------

resource "aws_security_group" "tasks" {
  name        = "${var.name}-tasks"
  description = "The shop itself"
  vpc_id      = module.network.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "tasks_from_balancer" {
  security_group_id            = aws_security_group.tasks.id
  description                  = "The shop from the load balancer"
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
  referenced_security_group_id = aws_security_group.balancer.id
}

resource "aws_vpc_security_group_ingress_rule" "tasks_debug" {
  security_group_id = aws_security_group.tasks.id
  description       = "Left over from a debugging session"
  ip_protocol       = "tcp"
  from_port         = 3000
  to_port           = 4000
  cidr_ipv6         = "::/0"
}

resource "aws_vpc_security_group_egress_rule" "tasks_out" {
  security_group_id = aws_security_group.tasks.id
  description       = "The shop calls its suppliers"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_security_group" "files" {
  name        = "${var.name}-files"
  description = "Mount targets of the shared files"
  vpc_id      = module.network.vpc_id

  egress {
    description = "Answers inside the VPC"
    protocol    = "tcp"
    from_port   = 2049
    to_port     = 2049
    cidr_blocks = [var.vpc_cidr]
  }
}

resource "aws_vpc_security_group_ingress_rule" "files_from_worker" {
  security_group_id            = aws_security_group.files.id
  description                  = "NFS from the workers"
  ip_protocol                  = "tcp"
  from_port                    = 2049
  to_port                      = 2049
  referenced_security_group_id = aws_security_group.worker.id
}
