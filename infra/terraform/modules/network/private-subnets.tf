locals {
  private_subnets = var.private_subnets ? { for index, zone in var.zones : zone => cidrsubnet(var.cidr, 3, index + 4) } : {}

  # What an instance and its tasks ask: ECS and its agent, images, logs, queues, secrets, sessions.
  private_services = var.private_subnets ? toset([
    "ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry", "logs", "sqs", "ssm", "ssmmessages", "ec2messages",
  ]) : toset([])
}

resource "aws_subnet" "private" {
  for_each = local.private_subnets

  vpc_id            = aws_vpc.own[0].id
  availability_zone = each.key
  cidr_block        = each.value

  tags = { Name = "${var.deployment.prefix}-private-${each.key}" }
}

# No route but those of the VPC and of S3's endpoint.
resource "aws_route_table" "private" {
  count = var.private_subnets ? 1 : 0

  vpc_id = aws_vpc.own[0].id

  tags = { Name = "${var.deployment.prefix}-private" }
}

resource "aws_route_table_association" "private" {
  for_each = local.private_subnets

  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private[0].id
}

resource "aws_security_group" "endpoints" {
  # checkov:skip=CKV2_AWS_5: It belongs to the interface endpoints below, which checkov does not follow through for_each.
  count = var.private_subnets ? 1 : 0

  name        = "${var.deployment.prefix}-endpoints"
  description = "Interface endpoints: HTTPS from instances"
  vpc_id      = local.vpc_id

  tags = { Name = "${var.deployment.prefix}-endpoints" }
}

resource "aws_vpc_security_group_ingress_rule" "endpoints_https" {
  count = var.private_subnets ? 1 : 0

  security_group_id            = aws_security_group.endpoints[0].id
  description                  = "HTTPS from instances"
  referenced_security_group_id = aws_security_group.instances.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_endpoint" "service" {
  for_each = local.private_services

  vpc_id              = aws_vpc.own[0].id
  service_name        = "com.amazonaws.${var.deployment.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = local.private_subnet_ids
  security_group_ids  = [aws_security_group.endpoints[0].id]
  private_dns_enabled = true

  tags = { Name = "${var.deployment.prefix}-${each.key}" }
}
