output "name" {
  description = "The name of the cluster, once tasks can be placed on it."
  value       = aws_ecs_cluster.this.name
  # Services are placed on these, and must be gone before them.
  depends_on = [aws_ecs_cluster_capacity_providers.this, aws_instance.base]
}

output "arn" {
  description = "The ARN of the cluster."
  value       = aws_ecs_cluster.this.arn
}

output "capacity_provider" {
  description = "The capacity provider of the workers that join when the backlog grows."
  value       = aws_ecs_capacity_provider.more_workers.name
  depends_on  = [aws_ecs_cluster_capacity_providers.this]
}

output "instances" {
  description = "The ids of headnode, worker1 and worker2, by name."
  value       = { for name, instance in aws_instance.base : name => instance.id }
}

output "repositories" {
  description = "The URL of each service's repository."
  value       = { for name, repository in aws_ecr_repository.service : name => repository.repository_url }
}
