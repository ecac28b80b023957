variable "region" {}
variable "names" {
  type = list(string)
}
variable "size" {
  type = number
}
variable "flags" {
  type    = map(bool)
  default = {}
}
variable "undeclared_default" {
  default = "d"
}

provider "aws" {
  region                      = var.region
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_s3_bucket" "b" {
  for_each = toset(var.names)
  bucket   = "${each.value}-${var.undeclared_default}"
}

resource "aws_ebs_volume" "v" {
  availability_zone = "${var.region}a"
  size              = var.size
  encrypted         = lookup(var.flags, "encrypted", false)
}
