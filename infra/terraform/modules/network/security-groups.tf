resource "aws_security_group" "instances" {
  # checkov:skip=CKV2_AWS_5: It belongs to the instances of the cluster module, which gets its id.
  name        = "${var.deployment.prefix}-instances"
  description = "ECS instances: HTTPS out, nothing in but the load balancer"
  vpc_id      = local.vpc_id

  tags = { Name = "${var.deployment.prefix}-instances" }
}

# S3, SQS, ECR, ECS, SSM and package repositories speak HTTPS; names and time come from the VPC itself, whatever a group says.
resource "aws_vpc_security_group_egress_rule" "instances_https" {
  security_group_id = aws_security_group.instances.id
  description       = "HTTPS to AWS"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_security_group" "load_balancer" {
  # checkov:skip=CKV2_AWS_5: It belongs to the load balancer of load-balancer.tf, which checkov does not follow through count.
  count = local.public ? 1 : 0

  name        = "${var.deployment.prefix}-load-balancer"
  description = "The load balancer of the status service: HTTPS in, the headnode out"
  vpc_id      = local.vpc_id

  tags = { Name = "${var.deployment.prefix}-load-balancer" }
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer_https" {
  for_each = local.public ? toset(var.allowed_cidrs) : []

  security_group_id = aws_security_group.load_balancer[0].id
  description       = "HTTPS to the status service"
  cidr_ipv4         = each.key
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "load_balancer_status" {
  count = local.public ? 1 : 0

  security_group_id            = aws_security_group.load_balancer[0].id
  description                  = "The status service on the headnode"
  referenced_security_group_id = aws_security_group.instances.id
  ip_protocol                  = "tcp"
  from_port                    = var.status_port
  to_port                      = var.status_port
}

resource "aws_vpc_security_group_ingress_rule" "instances_status" {
  count = local.public ? 1 : 0

  security_group_id            = aws_security_group.instances.id
  description                  = "The status service from its load balancer"
  referenced_security_group_id = aws_security_group.load_balancer[0].id
  ip_protocol                  = "tcp"
  from_port                    = var.status_port
  to_port                      = var.status_port
}

resource "aws_vpc_security_group_egress_rule" "load_balancer_serve" {
  count = local.public ? 1 : 0

  security_group_id            = aws_security_group.load_balancer[0].id
  description                  = "The service that serves rows on the headnode"
  referenced_security_group_id = aws_security_group.instances.id
  ip_protocol                  = "tcp"
  from_port                    = var.serve_port
  to_port                      = var.serve_port
}

resource "aws_vpc_security_group_ingress_rule" "instances_serve" {
  count = local.public ? 1 : 0

  security_group_id            = aws_security_group.instances.id
  description                  = "The service that serves rows from the load balancer"
  referenced_security_group_id = aws_security_group.load_balancer[0].id
  ip_protocol                  = "tcp"
  from_port                    = var.serve_port
  to_port                      = var.serve_port
}
