# Offline: the provider is asked for plans only.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  deployment = {
    prefix     = "wattline-test"
    partition  = "aws"
    region     = "eu-central-1"
    account_id = "123456789012"
  }
  zones = ["eu-central-1a", "eu-central-1b"]
}

override_resource {
  target          = aws_vpc.own
  override_during = plan
  values          = { id = "vpc-0a1b2c3d" }
}

override_resource {
  target          = aws_security_group.instances
  override_during = plan
  values          = { id = "sg-0instances" }
}

override_resource {
  target          = aws_security_group.load_balancer
  override_during = plan
  values          = { id = "sg-0balancer" }
}

run "a_small_vpc_of_its_own" {
  command = plan

  assert {
    condition     = { for zone, subnet in aws_subnet.public : zone => [subnet.cidr_block, subnet.map_public_ip_on_launch, subnet.vpc_id] } == { "eu-central-1a" = ["10.87.0.0/25", true, "vpc-0a1b2c3d"], "eu-central-1b" = ["10.87.0.128/25", true, "vpc-0a1b2c3d"] }
    error_message = "Each zone has a subnet whose instances have an address of their own: their way out, without a NAT gateway."
  }

  assert {
    condition     = aws_vpc_endpoint.s3[0].service_name == "com.amazonaws.eu-central-1.s3" && aws_vpc_endpoint.s3[0].vpc_endpoint_type == "Gateway"
    error_message = "S3 is reached through a gateway endpoint, which costs nothing."
  }

  assert {
    condition     = aws_default_security_group.closed[0].vpc_id == "vpc-0a1b2c3d"
    error_message = "The default security group is taken over, so that it lets nothing through."
  }

  assert {
    condition     = [aws_vpc_security_group_egress_rule.instances_https.ip_protocol, tostring(aws_vpc_security_group_egress_rule.instances_https.from_port), tostring(aws_vpc_security_group_egress_rule.instances_https.to_port)] == ["tcp", "443", "443"]
    error_message = "Instances speak HTTPS to the outside, and nothing else."
  }
}

run "nothing_is_reachable_without_a_certificate" {
  command = plan

  assert {
    condition     = length(aws_lb.status) == 0 && length(aws_vpc_security_group_ingress_rule.instances_status) == 0 && length(aws_vpc_security_group_ingress_rule.instances_serve) == 0 && length(aws_vpc_security_group_ingress_rule.load_balancer_https) == 0
    error_message = "Without a certificate there is no load balancer, and no port is open."
  }

  assert {
    condition     = output.status_url == null && output.status_target_group_arn == null && output.serve_target_group_arn == null
    error_message = "What is not there has no address."
  }
}

run "the_status_service_is_behind_https" {
  command = plan

  variables {
    certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/0"
    allowed_cidrs   = ["203.0.113.0/24"]
  }

  assert {
    condition     = [aws_lb_listener.https[0].protocol, tostring(aws_lb_listener.https[0].port), aws_lb_listener.https[0].certificate_arn, aws_lb_listener.https[0].ssl_policy] == ["HTTPS", "443", "arn:aws:acm:eu-central-1:123456789012:certificate/0", "ELBSecurityPolicy-TLS13-1-2-2021-06"]
    error_message = "The load balancer speaks HTTPS, TLS 1.2 at the least, and nothing else."
  }

  assert {
    condition     = { for cidr, rule in aws_vpc_security_group_ingress_rule.load_balancer_https : cidr => [rule.security_group_id, tostring(rule.from_port), tostring(rule.to_port)] } == { "203.0.113.0/24" = ["sg-0balancer", "443", "443"] }
    error_message = "HTTPS is open to those who are allowed."
  }

  assert {
    condition     = [aws_vpc_security_group_ingress_rule.instances_status[0].security_group_id, aws_vpc_security_group_ingress_rule.instances_status[0].referenced_security_group_id, tostring(aws_vpc_security_group_ingress_rule.instances_status[0].from_port), tostring(aws_vpc_security_group_ingress_rule.instances_status[0].to_port)] == ["sg-0instances", "sg-0balancer", "8080", "8080"]
    error_message = "An instance takes the load balancer's requests to one port, and nobody else's."
  }

  assert {
    condition     = aws_lb_target_group.status[0].health_check[0].path == "/healthz" && aws_lb_target_group.status[0].target_type == "instance" && aws_lb_target_group.status[0].port == 8080
    error_message = "The load balancer asks the status service for its health."
  }

  assert {
    condition     = aws_lb.status[0].name == "wattline-test-status" && aws_lb.status[0].drop_invalid_header_fields
    error_message = "The load balancer drops headers that are none."
  }
}

run "rows_are_asked_for_at_the_same_address" {
  command = plan

  variables {
    certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/0"
    allowed_cidrs   = ["203.0.113.0/24"]
  }

  assert {
    condition     = sort(flatten([for condition in aws_lb_listener_rule.serve[0].condition : concat([for path in condition.path_pattern : tolist(path.values)], [for method in condition.http_request_method : tolist(method.values)])])) == tolist(["/api/v1/datasets/*/rows", "POST"])
    error_message = "What asks for rows goes to the service that serves them, and nothing else does."
  }

  assert {
    condition     = [aws_vpc_security_group_ingress_rule.instances_serve[0].security_group_id, aws_vpc_security_group_ingress_rule.instances_serve[0].referenced_security_group_id, tostring(aws_vpc_security_group_ingress_rule.instances_serve[0].from_port), tostring(aws_vpc_security_group_ingress_rule.instances_serve[0].to_port)] == ["sg-0instances", "sg-0balancer", "8081", "8081"]
    error_message = "An instance takes these from the load balancer alone."
  }

  assert {
    condition     = aws_lb_target_group.serve[0].name == "wattline-test-serve" && aws_lb_target_group.serve[0].health_check[0].path == "/healthz" && aws_lb_target_group.serve[0].port == 8081
    error_message = "The load balancer asks the service that serves rows for its health."
  }
}

run "a_port_for_two_services_is_refused" {
  command = plan

  variables {
    serve_port = 8080
  }

  expect_failures = [var.serve_port]
}

run "a_domain_gets_its_certificate" {
  command = plan

  variables {
    domain        = { name = "wattline.example.org", zone_id = "Z0123456789" }
    allowed_cidrs = ["0.0.0.0/0"]
  }

  assert {
    condition     = aws_acm_certificate.domain[0].domain_name == "wattline.example.org" && aws_acm_certificate.domain[0].validation_method == "DNS"
    error_message = "The certificate is for the domain, and shown to be its own by DNS."
  }

  assert {
    condition     = aws_route53_record.status[0].name == "wattline.example.org" && aws_route53_record.status[0].zone_id == "Z0123456789" && output.status_url == "https://wattline.example.org"
    error_message = "The domain leads to the load balancer."
  }
}

run "an_existing_vpc" {
  command = plan

  variables {
    certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/0"
    allowed_cidrs   = ["203.0.113.0/24"]
    existing = {
      vpc_id                   = "vpc-0existing"
      instance_subnet_ids      = ["subnet-1", "subnet-2"]
      load_balancer_subnet_ids = ["subnet-3", "subnet-4"]
    }
  }

  assert {
    condition     = length(aws_vpc.own) + length(aws_subnet.public) + length(aws_internet_gateway.own) + length(aws_vpc_endpoint.s3) == 0
    error_message = "Nothing of an existing VPC is made or changed."
  }

  assert {
    condition     = aws_security_group.instances.vpc_id == "vpc-0existing" && aws_lb_target_group.status[0].vpc_id == "vpc-0existing" && aws_lb.status[0].subnets == toset(["subnet-3", "subnet-4"])
    error_message = "Everything is in the existing VPC."
  }

  assert {
    condition     = output.instance_subnet_ids == tolist(["subnet-1", "subnet-2"])
    error_message = "Instances are in the existing subnets."
  }
}

run "a_certificate_and_a_domain_are_one_too_many" {
  command = plan

  variables {
    certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/0"
    domain          = { name = "wattline.example.org", zone_id = "Z0123456789" }
    allowed_cidrs   = ["203.0.113.0/24"]
  }

  expect_failures = [var.domain]
}

run "one_zone_is_not_enough" {
  command = plan

  variables {
    zones = ["eu-central-1a"]
  }

  expect_failures = [var.zones]
}

run "who_may_reach_a_load_balancer_must_be_said" {
  command = plan

  variables {
    certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/0"
  }

  expect_failures = [var.allowed_cidrs]
}

run "private_subnets_have_endpoints_and_no_way_out" {
  command = plan

  variables {
    private_subnets = true
  }

  override_resource {
    target          = aws_route_table.private
    override_during = plan
    values          = { id = "rtb-0private" }
  }

  override_resource {
    target          = aws_route_table.public
    override_during = plan
    values          = { id = "rtb-0public" }
  }

  override_resource {
    target          = aws_security_group.endpoints
    override_during = plan
    values          = { id = "sg-0endpoints" }
  }

  assert {
    condition     = { for zone, subnet in aws_subnet.private : zone => [subnet.cidr_block, coalesce(subnet.map_public_ip_on_launch, false)] } == { "eu-central-1a" = ["10.87.2.0/25", false], "eu-central-1b" = ["10.87.2.128/25", false] }
    error_message = "Instances have no address of the internet."
  }

  assert {
    condition     = aws_route.internet[0].route_table_id == "rtb-0public" && alltrue([for zone, association in aws_route_table_association.private : association.route_table_id == "rtb-0private"])
    error_message = "The only route to the internet is that of the load balancer's subnets."
  }

  assert {
    condition     = aws_vpc_endpoint.s3[0].route_table_ids == toset(["rtb-0public", "rtb-0private"])
    error_message = "Private subnets reach S3 too."
  }

  assert {
    condition     = keys(aws_vpc_endpoint.service) == ["ec2messages", "ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry", "logs", "sqs", "ssm", "ssmmessages"] && alltrue([for service in values(aws_vpc_endpoint.service) : service.private_dns_enabled])
    error_message = "Each service that instances ask has an endpoint under its own name."
  }

  assert {
    condition     = [aws_vpc_security_group_ingress_rule.endpoints_https[0].security_group_id, aws_vpc_security_group_ingress_rule.endpoints_https[0].referenced_security_group_id] == ["sg-0endpoints", "sg-0instances"]
    error_message = "Only instances reach the endpoints."
  }
}

run "an_existing_vpc_has_its_own_subnets" {
  command = plan

  variables {
    private_subnets = true
    existing = {
      vpc_id                   = "vpc-0existing"
      instance_subnet_ids      = ["subnet-1"]
      load_balancer_subnet_ids = []
    }
  }

  expect_failures = [var.private_subnets]
}

run "logs_where_there_is_a_bucket_for_them" {
  command = plan

  variables {
    certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/0"
    allowed_cidrs   = ["203.0.113.0/24"]
    log_bucket      = { name = "wattline-test-logs", arn = "arn:aws:s3:::wattline-test-logs" }
  }

  assert {
    condition     = [aws_flow_log.own[0].traffic_type, aws_flow_log.own[0].log_destination] == ["ALL", "arn:aws:s3:::wattline-test-logs/network/"]
    error_message = "All traffic of the VPC is logged."
  }

  assert {
    condition     = [aws_lb.status[0].access_logs[0].bucket, tostring(aws_lb.status[0].access_logs[0].enabled), aws_lb.status[0].access_logs[0].prefix] == ["wattline-test-logs", "true", "load-balancer"]
    error_message = "Each request to the load balancer is logged."
  }
}
