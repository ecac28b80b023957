resource "aws_ecr_repository" "r" {
  for_each             = toset(["app", "tools/base"])
  name                 = each.value
  image_tag_mutability = strcontains(each.value, "/") ? "MUTABLE" : "IMMUTABLE"
  image_scanning_configuration {
    scan_on_push = true
  }
  encryption_configuration {
    encryption_type = "KMS"
  }
}
resource "aws_ecr_lifecycle_policy" "l" {
  for_each   = aws_ecr_repository.r
  repository = each.value.name
  policy = jsonencode({
    rules = [{ rulePriority = 1, description = "keep", selection = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 10 }, action = { type = "expire" } }]
  })
}
resource "aws_ecr_repository_policy" "p" {
  repository = aws_ecr_repository.r["app"].name
  policy     = <<EOF
{
  "Version": "2008-10-17",
  "Statement": [{"Sid": "all", "Effect": "Allow", "Principal": "*", "Action": ["ecr:BatchGetImage"]}]
}
EOF
}
resource "aws_codebuild_project" "b" {
  name         = "b"
  service_role = "arn:aws:iam::111111111111:role/b"
  artifacts {
    type = "NO_ARTIFACTS"
  }
  environment {
    compute_type    = "BUILD_GENERAL1_SMALL"
    image           = "${aws_ecr_repository.r["tools/base"].repository_url}:latest"
    type            = "LINUX_CONTAINER"
    privileged_mode = true
    dynamic "environment_variable" {
      for_each = { REPO = aws_ecr_repository.r["app"].name, TOKEN = "/token" }
      content {
        name  = environment_variable.key
        value = environment_variable.value
        type  = startswith(environment_variable.value, "/") ? "PARAMETER_STORE" : "PLAINTEXT"
      }
    }
  }
  source {
    type      = "GITHUB"
    location  = "https://github.com/acme/app.git"
    buildspec = yamlencode({ version = 0.2, phases = { build = { commands = ["make"] } } })
  }
  logs_config {
    s3_logs {
      status   = "ENABLED"
      location = "logs/build"
    }
  }
}
resource "aws_glue_catalog_database" "g" {
  name = "g"
}
resource "aws_glue_job" "j" {
  name     = "j"
  role_arn = "arn:aws:iam::111111111111:role/j"
  command {
    script_location = "s3://b/j.py"
  }
  default_arguments = { "--enable-metrics" = "", "--job-language" = "python" }
}
resource "aws_athena_workgroup" "a" {
  name = "a"
  configuration {
    enforce_workgroup_configuration = true
    result_configuration {
      output_location = "s3://b/out/"
      encryption_configuration {
        encryption_option = "SSE_S3"
      }
    }
  }
}
resource "aws_emr_cluster" "e" {
  name          = "e"
  release_label = "emr-7.2.0"
  service_role  = "r"
  applications  = ["Spark"]
  ec2_attributes {
    instance_profile = "p"
    subnet_id        = "subnet-1"
  }
  master_instance_group {
    instance_type = "m5.xlarge"
  }
}
resource "aws_sagemaker_notebook_instance" "n" {
  name                   = "n"
  role_arn               = "arn:aws:iam::111111111111:role/n"
  instance_type          = "ml.t3.medium"
  direct_internet_access = "Disabled"
  root_access            = "Disabled"
}
resource "aws_batch_compute_environment" "c" {
  compute_environment_name = "c"
  type                     = "MANAGED"
  service_role             = "arn:aws:iam::111111111111:role/c"
  compute_resources {
    type               = "FARGATE"
    max_vcpus          = 4
    subnets            = ["subnet-1"]
    security_group_ids = ["sg-1"]
  }
}
