locals {
  own    = var.existing == null
  vpc_id = local.own ? aws_vpc.own[0].id : var.existing.vpc_id
  # One subnet a zone: their numbers are those of the zones in the list.
  subnets = local.own ? { for index, zone in var.zones : zone => cidrsubnet(var.cidr, 3, index) } : {}

  own_subnet_ids           = [for zone in var.zones : aws_subnet.public[zone].id if local.own]
  private_subnet_ids       = [for zone in var.zones : aws_subnet.private[zone].id if var.private_subnets]
  own_instance_subnet_ids  = var.private_subnets ? local.private_subnet_ids : local.own_subnet_ids
  instance_subnet_ids      = local.own ? local.own_instance_subnet_ids : var.existing.instance_subnet_ids
  load_balancer_subnet_ids = local.own ? local.own_subnet_ids : var.existing.load_balancer_subnet_ids
}

resource "aws_vpc" "own" {
  # checkov:skip=CKV2_AWS_11: flow-logs.tf makes them where there is a bucket for logs; checkov does not follow it through count.
  count = local.own ? 1 : 0

  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.deployment.prefix }
}

# A group that nobody uses, and that lets nothing through where somebody does.
resource "aws_default_security_group" "closed" {
  count = local.own ? 1 : 0

  vpc_id = aws_vpc.own[0].id

  tags = { Name = "${var.deployment.prefix}-closed" }
}

resource "aws_internet_gateway" "own" {
  count = local.own ? 1 : 0

  vpc_id = aws_vpc.own[0].id

  tags = { Name = var.deployment.prefix }
}

# Public without a way in: an address is the cheapest way out, and security groups open no port of an instance to the internet.
resource "aws_subnet" "public" {
  # checkov:skip=CKV_AWS_130: An instance's own address is its way out, unless private_subnets; a NAT gateway costs more per month than an instance does.
  for_each = local.subnets

  vpc_id                  = aws_vpc.own[0].id
  availability_zone       = each.key
  cidr_block              = each.value
  map_public_ip_on_launch = true

  tags = { Name = "${var.deployment.prefix}-public-${each.key}" }
}

resource "aws_route_table" "public" {
  count = local.own ? 1 : 0

  vpc_id = aws_vpc.own[0].id

  tags = { Name = "${var.deployment.prefix}-public" }
}

resource "aws_route" "internet" {
  count = local.own ? 1 : 0

  route_table_id         = aws_route_table.public[0].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.own[0].id
}

resource "aws_route_table_association" "public" {
  for_each = local.subnets

  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public[0].id
}

# Uploads and feature sets go to S3 without leaving AWS, for nothing.
resource "aws_vpc_endpoint" "s3" {
  count = local.own ? 1 : 0

  vpc_id            = aws_vpc.own[0].id
  service_name      = "com.amazonaws.${var.deployment.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = concat(aws_route_table.public[*].id, aws_route_table.private[*].id)

  tags = { Name = "${var.deployment.prefix}-s3" }
}
