variable "cidr" {}
variable "public" {
  default = true
}
locals {
  zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
}
resource "aws_vpc" "this" {
  cidr_block = var.cidr
}
resource "aws_subnet" "this" {
  count                   = length(local.zones)
  vpc_id                  = aws_vpc.this.id
  availability_zone       = element(local.zones, count.index + 1)
  cidr_block              = cidrsubnet(var.cidr, 4, count.index)
  map_public_ip_on_launch = var.public
}
output "vpc_id" {
  value = aws_vpc.this.id
}
output "subnet_ids" {
  value = aws_subnet.this.*.id
}
output "cidr" {
  value = aws_vpc.this.cidr_block
}
