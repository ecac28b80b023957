# One resource alone: it fills a plan up to the number asked for.
provider "aws" {
  region                      = "eu-west-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  default_tags {
    tags = { Environment = "production", ManagedBy = "terraform", CostCentre = "4711" }
  }
}

resource "aws_sqs_queue" "zstem" {
  name                      = "zstem"
  message_retention_seconds = 86400
  sqs_managed_sse_enabled   = true
}
