# The recommendation engine's people like Kubernetes.

resource "aws_cloudwatch_log_group" "kubernetes" {
  name              = "/aws/eks/${var.name}/cluster"
  retention_in_days = 90
  kms_key_id        = aws_kms_key.logs.arn
}

resource "aws_eks_cluster" "recommend" {
  name                      = var.name
  version                   = "1.34"
  role_arn                  = aws_iam_role.service["cluster"].arn
  enabled_cluster_log_types = ["api"]
  depends_on                = [aws_iam_role_policy_attachment.service]

  access_config {
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = true
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = aws_kms_key.data.arn
    }
  }

  vpc_config {
    subnet_ids              = module.network.private_subnet_ids
    endpoint_private_access = true
    endpoint_public_access  = true
    public_access_cidrs     = ["0.0.0.0/0"]
  }
}

resource "aws_eks_node_group" "recommend" {
  cluster_name    = aws_eks_cluster.recommend.name
  node_group_name = "general"
  node_role_arn   = aws_iam_role.service["node"].arn
  subnet_ids      = module.network.private_subnet_ids
  ami_type        = "AL2023_ARM_64_STANDARD"
  capacity_type   = "ON_DEMAND"
  instance_types  = ["m7g.large"]

  scaling_config {
    min_size     = 2
    max_size     = 5
    desired_size = 3
  }

  launch_template {
    id      = aws_launch_template.node.id
    version = aws_launch_template.node.latest_version
  }
}
