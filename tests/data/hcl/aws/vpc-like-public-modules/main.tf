variable "name" {
  default = "vpc"
}
variable "cidr" {
  default = "10.0.0.0/16"
}
variable "azs" {
  default = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
}
variable "private_subnets" {
  type    = list(string)
  default = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]
}
variable "public_subnets" {
  type    = list(string)
  default = ["10.0.101.0/24", "10.0.102.0/24"]
}
variable "enable_nat_gateway" {
  default = true
}
variable "single_nat_gateway" {
  default = false
}
variable "one_nat_gateway_per_az" {
  default = true
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "public_subnet_tags" {
  type    = map(string)
  default = { "kubernetes.io/role/elb" = 1 }
}

locals {
  max_subnet_length = max(length(var.private_subnets), length(var.public_subnets))
  nat_gateway_count = var.single_nat_gateway ? 1 : var.one_nat_gateway_per_az ? length(var.azs) : local.max_subnet_length
  vpc_id            = try(aws_vpc.this[0].id, "")
  create            = true && length(var.cidr) > 0
}

resource "aws_vpc" "this" {
  count                = local.create ? 1 : 0
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = !false
  tags                 = merge({ "Name" = var.name }, var.tags)
}

resource "aws_internet_gateway" "this" {
  count  = local.create && length(var.public_subnets) > 0 ? 1 : 0
  vpc_id = local.vpc_id
  tags   = merge({ Name = format("%s-igw", var.name) }, var.tags)
}

resource "aws_subnet" "public" {
  count                   = local.create && (false == var.one_nat_gateway_per_az || length(var.public_subnets) >= 1) ? length(var.public_subnets) : 0
  vpc_id                  = local.vpc_id
  cidr_block              = element(concat(var.public_subnets, [""]), count.index)
  availability_zone       = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) > 0 ? element(var.azs, count.index) : null
  availability_zone_id    = length(regexall("^[a-z]{2}-", element(var.azs, count.index))) == 0 ? element(var.azs, count.index) : null
  map_public_ip_on_launch = true
  tags = merge(
    { Name = try(["first"][count.index], format("${var.name}-public-%s", element(var.azs, count.index))) },
    var.tags,
    var.public_subnet_tags,
    lookup({ "eu-central-1b" = { Special = "yes" } }, element(var.azs, count.index), {}),
  )
}

resource "aws_subnet" "private" {
  count             = length(var.private_subnets)
  vpc_id            = local.vpc_id
  cidr_block        = var.private_subnets[count.index]
  availability_zone = var.azs[count.index % length(var.azs)]
}

resource "aws_eip" "nat" {
  count  = local.create && var.enable_nat_gateway ? local.nat_gateway_count : 0
  domain = "vpc"
}

resource "aws_nat_gateway" "this" {
  count         = local.create && var.enable_nat_gateway ? local.nat_gateway_count : 0
  allocation_id = element(aws_eip.nat[*].id, var.single_nat_gateway ? 0 : count.index)
  subnet_id     = element(aws_subnet.public[*].id, var.single_nat_gateway ? 0 : count.index)
  depends_on    = [aws_internet_gateway.this]
}

resource "aws_route_table" "private" {
  count  = local.max_subnet_length > 0 ? local.nat_gateway_count : 0
  vpc_id = local.vpc_id
}

resource "aws_route" "nat" {
  count                  = var.enable_nat_gateway ? local.nat_gateway_count : 0
  route_table_id         = element(aws_route_table.private[*].id, count.index)
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = element(aws_nat_gateway.this[*].id, count.index)
  timeouts {
    create = "5m"
  }
}

resource "aws_flow_log" "this" {
  count                = local.create ? 1 : 0
  log_destination      = "arn:aws:s3:::logs/${lower(var.name)}"
  log_destination_type = "s3"
  traffic_type         = "ALL"
  vpc_id               = local.vpc_id
  destination_options {
    file_format        = "parquet"
    per_hour_partition = true
  }
}
