terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.80"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { ManagedBy = "terraform", Stage = var.stage }
  }
}

variable "region" {
  type    = string
  default = "eu-west-1"
}

variable "stage" {
  type    = string
  default = "production"
}

module "network" {
  source = "./modules/vpc"

  name   = "main-${var.stage}"
  cidr   = "10.40.0.0/16"
  region = var.region
}
