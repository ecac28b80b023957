terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.other]
    }
  }
}
data "aws_region" "mine" {}
data "aws_region" "other" {
  provider = aws.other
}
resource "aws_sns_topic" "mine" {
  name = "t-${data.aws_region.mine.name}"
}
resource "aws_sns_topic" "other" {
  provider = aws.other
  name     = "t-${data.aws_region.other.name}"
  tags     = { Name = "other" }
}
