variable "node_groups" {
  type = any
  default = {
    system = { min = 1, max = 3, types = ["t3.large"], taints = [{ key = "dedicated", effect = "NO_SCHEDULE" }] }
    spot   = { min = 0, max = 10, types = ["m5.large", "m5a.large"], capacity = "SPOT" }
  }
}
variable "public_cidrs" {
  default = ["0.0.0.0/0"]
}

resource "aws_eks_cluster" "c" {
  name     = "main"
  role_arn = aws_iam_role.cluster.arn
  version  = 1.31
  vpc_config {
    subnet_ids              = ["subnet-1", "subnet-2"]
    endpoint_public_access  = length(var.public_cidrs) > 0
    endpoint_private_access = true
    public_access_cidrs     = var.public_cidrs
  }
  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = aws_kms_key.eks.arn
    }
  }
  enabled_cluster_log_types = ["api", "audit"]
}
resource "aws_kms_key" "eks" {
  description = "eks"
}
resource "aws_iam_role" "cluster" {
  name_prefix        = "eks-"
  assume_role_policy = data.aws_iam_policy_document.trust["eks"].json
}
resource "aws_iam_role" "node" {
  assume_role_policy = data.aws_iam_policy_document.trust["ec2"].json
}
data "aws_iam_policy_document" "trust" {
  for_each = toset(["eks", "ec2"])
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
  }
}
resource "aws_iam_role_policy_attachment" "node" {
  for_each   = { for name in ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy"] : lower(replace(name, "_", "")) => name }
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}
resource "aws_eks_node_group" "g" {
  for_each        = var.node_groups
  cluster_name    = aws_eks_cluster.c.name
  node_group_name = each.key
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = aws_eks_cluster.c.vpc_config[0].subnet_ids
  instance_types  = each.value.types
  capacity_type   = try(each.value.capacity, "ON_DEMAND")
  scaling_config {
    min_size     = each.value.min
    max_size     = each.value.max
    desired_size = max(each.value.min, 1)
  }
  dynamic "taint" {
    for_each = try(each.value.taints, [])
    content {
      key    = taint.value.key
      value  = try(taint.value.value, null)
      effect = taint.value.effect
    }
  }
}
resource "aws_eks_addon" "a" {
  for_each                    = toset(["vpc-cni", "coredns"])
  cluster_name                = aws_eks_cluster.c.name
  addon_name                  = each.key
  resolve_conflicts_on_update = "OVERWRITE"
  configuration_values        = each.key == "coredns" ? jsonencode({ replicaCount = 2 }) : null
}
resource "aws_iam_openid_connect_provider" "o" {
  url            = aws_eks_cluster.c.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
