output "vpc_id" {
  description = "The VPC that everything is in."
  value       = local.vpc_id
}

output "instance_subnet_ids" {
  description = "The subnets for instances, one a zone, in the order of the zones."
  value       = local.instance_subnet_ids
  # An instance that starts before there is a way out finds no cluster to join.
  depends_on = [aws_route.internet, aws_route_table_association.public, aws_route_table_association.private, aws_vpc_endpoint.s3, aws_vpc_endpoint.service]
}

output "instance_security_group_id" {
  description = "The security group of every instance."
  value       = aws_security_group.instances.id
  depends_on  = [aws_vpc_security_group_egress_rule.instances_https]
}

output "status_target_group_arn" {
  description = "Where the status service registers to be reached; null where there is no load balancer."
  value       = one(aws_lb_target_group.status[*].arn)
  # A service cannot register with a group that no listener sends to.
  depends_on = [aws_lb_listener.https]
}

output "serve_target_group_arn" {
  description = "Where the service that serves rows registers to be reached; null where there is no load balancer."
  value       = one(aws_lb_target_group.serve[*].arn)
  # A service cannot register with a group that no listener sends to.
  depends_on = [aws_lb_listener_rule.serve]
}

output "status_url" {
  description = "The address of the status service; null where there is no load balancer."
  value       = local.public ? "https://${var.domain == null ? aws_lb.status[0].dns_name : var.domain.name}" : null
}
