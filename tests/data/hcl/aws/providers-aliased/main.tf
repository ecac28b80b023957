terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      version               = "~> 5.100"
      configuration_aliases = []
    }
  }
}

variable "region" {
  default = "eu-west-1"
}

provider "aws" {
  region                      = var.region
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  default_tags {
    tags = { Owner = "platform", Env = "prod" }
  }
}

provider "aws" {
  alias                       = "global"
  region                      = "us-east-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_s3_bucket" "home" {
  bucket = "home-${data.aws_region.here.name}"
  tags   = { Env = "staging", Name = "home" }
}

resource "aws_s3_bucket" "global" {
  provider = aws.global
  bucket   = "global-${data.aws_region.there.name}"
}

data "aws_region" "here" {}
data "aws_region" "there" {
  provider = aws.global
}
data "aws_partition" "p" {}

resource "aws_iam_role_policy_attachment" "a" {
  role       = "r"
  policy_arn = "arn:${data.aws_partition.p.partition}:iam::aws:policy/ReadOnlyAccess"
}

module "peer" {
  source    = "./modules/peer"
  providers = { aws = aws.global, aws.other = aws }
}
