locals {
  public          = var.certificate_arn != null || var.domain != null
  certificate_arn = var.domain == null ? var.certificate_arn : one(aws_acm_certificate_validation.domain[*].certificate_arn)
}

resource "aws_lb" "status" {
  # checkov:skip=CKV_AWS_91: Access logs are on where there is a bucket for logs; without, the status service logs each request itself.
  # checkov:skip=CKV_AWS_150: The deployment is taken down by one terraform destroy; a load balancer holds nothing that could be lost.
  # checkov:skip=CKV2_AWS_28: A web application firewall costs more per month than the whole idle deployment; every request needs a token, and allowed_cidrs says from where.
  # checkov:skip=CKV2_AWS_20: There is no listener for HTTP that could redirect.
  count = local.public ? 1 : 0

  name                       = "${var.deployment.prefix}-status"
  load_balancer_type         = "application"
  security_groups            = [aws_security_group.load_balancer[0].id]
  subnets                    = local.load_balancer_subnet_ids
  drop_invalid_header_fields = true
  # Events are streamed to the page; between two of them the line may be silent for a while.
  idle_timeout = 120

  dynamic "access_logs" {
    for_each = var.log_bucket[*]

    content {
      enabled = true
      bucket  = access_logs.value.name
      prefix  = "load-balancer"
    }
  }

  lifecycle {
    precondition {
      condition     = length(var.deployment.prefix) <= 25
      error_message = "The prefix may have 25 characters where there is a load balancer: its own name may have 32."
    }
  }
}

resource "aws_lb_target_group" "status" {
  # checkov:skip=CKV_AWS_378: TLS ends at the load balancer; the rest of the way is inside the VPC, from one security group to another.
  count = local.public ? 1 : 0

  name                 = "${var.deployment.prefix}-status"
  port                 = var.status_port
  protocol             = "HTTP"
  target_type          = "instance"
  vpc_id               = local.vpc_id
  deregistration_delay = 15

  health_check {
    path                = "/healthz"
    interval            = 15
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener" "https" {
  count = local.public ? 1 : 0

  load_balancer_arn = aws_lb.status[0].arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = local.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.status[0].arn
  }
}

# Rows are asked for at the address of the status service: whoever uses one of the two needs no second name.
resource "aws_lb_target_group" "serve" {
  # checkov:skip=CKV_AWS_378: TLS ends at the load balancer; the rest of the way is inside the VPC, from one security group to another.
  count = local.public ? 1 : 0

  name                 = "${var.deployment.prefix}-serve"
  port                 = var.serve_port
  protocol             = "HTTP"
  target_type          = "instance"
  vpc_id               = local.vpc_id
  deregistration_delay = 15

  health_check {
    path                = "/healthz"
    interval            = 15
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener_rule" "serve" {
  count = local.public ? 1 : 0

  listener_arn = aws_lb_listener.https[0].arn
  priority     = 10

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.serve[0].arn
  }

  condition {
    path_pattern {
      values = ["/api/v1/datasets/*/rows"]
    }
  }

  # A star stands for slashes too, and the rows of a version are read from the status service.
  condition {
    http_request_method {
      values = ["POST"]
    }
  }
}

resource "aws_acm_certificate" "domain" {
  count = var.domain == null ? 0 : 1

  domain_name       = var.domain.name
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# One name, so one record.
resource "aws_route53_record" "validation" {
  count = var.domain == null ? 0 : 1

  zone_id         = var.domain.zone_id
  name            = one(aws_acm_certificate.domain[0].domain_validation_options).resource_record_name
  type            = one(aws_acm_certificate.domain[0].domain_validation_options).resource_record_type
  records         = [one(aws_acm_certificate.domain[0].domain_validation_options).resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "domain" {
  count = var.domain == null ? 0 : 1

  certificate_arn         = aws_acm_certificate.domain[0].arn
  validation_record_fqdns = aws_route53_record.validation[*].fqdn
}

resource "aws_route53_record" "status" {
  count = var.domain == null ? 0 : 1

  zone_id = var.domain.zone_id
  name    = var.domain.name
  type    = "A"

  alias {
    name                   = aws_lb.status[0].dns_name
    zone_id                = aws_lb.status[0].zone_id
    evaluate_target_health = true
  }
}
