# Roles of services that need only what AWS's own policies give.
locals {
  service_roles = {
    execution = {
      service  = "ecs-tasks.amazonaws.com"
      policies = ["service-role/AmazonECSTaskExecutionRolePolicy"]
    }
    cluster = {
      service  = "eks.amazonaws.com"
      policies = ["AmazonEKSClusterPolicy"]
    }
    node = {
      service  = "ec2.amazonaws.com"
      policies = ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"]
    }
    backup = {
      service  = "backup.amazonaws.com"
      policies = ["service-role/AWSBackupServiceRolePolicyForBackup"]
    }
    replication = {
      service  = "s3.amazonaws.com"
      policies = []
    }
    trail = {
      service  = "cloudtrail.amazonaws.com"
      policies = []
    }
  }

  service_role_policies = merge([
    for role, it in local.service_roles : {
      for policy in it.policies : "${role}:${basename(policy)}" => { role = role, policy = policy }
    }
  ]...)
}

data "aws_iam_policy_document" "service_trust" {
  for_each = local.service_roles

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [each.value.service]
    }
  }
}

resource "aws_iam_role" "service" {
  for_each = local.service_roles

  name               = "${var.name}-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.service_trust[each.key].json
}

resource "aws_iam_role_policy_attachment" "service" {
  for_each = local.service_role_policies

  role       = aws_iam_role.service[each.value.role].name
  policy_arn = "arn:aws:iam::aws:policy/${each.value.policy}"
}

# --- the shop's own code ---------------------------------------------------------------------

resource "aws_iam_role" "task" {
  name = "${var.name}-task"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

# jsonencode of one ARN that exists only after apply: the plan shows nothing of this document.
resource "aws_iam_role_policy" "task" {
  name = "carts-and-orders"
  role = aws_iam_role.task.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Carts"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query"]
        Resource = aws_dynamodb_table.carts.arn
      },
      {
        Sid      = "Orders"
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = "${local.queue_prefix}-orders"
      },
    ]
  })
}

resource "aws_iam_role" "function" {
  name = "${var.name}-function"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "function" {
  role       = aws_iam_role.function.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
}

data "aws_iam_policy_document" "function" {
  statement {
    sid       = "Pictures"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${local.bucket_arns.uploads}/*", "${local.bucket_arns.assets}/*"]
  }

  statement {
    sid       = "Payment"
    actions   = ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"]
    resources = [aws_secretsmanager_secret.payment.arn]
  }

  statement {
    sid       = "Failures"
    actions   = ["sqs:SendMessage"]
    resources = ["${local.queue_prefix}-orders-dead"]
  }

  statement {
    sid       = "Traces"
    actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
    resources = ["*"]
  }

  statement {
    sid       = "Key"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.data.arn]
  }
}

# The document waits for two ARNs; its actions are known before.
resource "aws_iam_policy" "function" {
  name        = "${var.name}-function"
  description = "What the functions touch"
  policy      = data.aws_iam_policy_document.function.json
}

resource "aws_iam_role_policy_attachment" "function_own" {
  role       = aws_iam_role.function.name
  policy_arn = aws_iam_policy.function.arn
}

resource "aws_iam_role" "worker" {
  name = "${var.name}-worker"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

# "Just for the launch week."
resource "aws_iam_policy" "operator" {
  name        = "${var.name}-operator"
  description = "Lets the workers do what they need"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "Everything"
      Effect   = "Allow"
      Action   = "*"
      Resource = "*"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "worker_operator" {
  role       = aws_iam_role.worker.name
  policy_arn = aws_iam_policy.operator.arn
}

resource "aws_iam_instance_profile" "worker" {
  name = "${var.name}-worker"
  role = aws_iam_role.worker.name
}
