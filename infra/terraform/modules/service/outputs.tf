output "name" {
  description = "The name of the ECS service on the base; its further tasks belong to one of the same name and -more."
  value       = aws_ecs_service.base.name
}

output "log_group" {
  description = "Where the service's logs are."
  value       = aws_cloudwatch_log_group.this.name
}

output "task_definition_arn" {
  description = "The task definition that runs, with its revision."
  value       = aws_ecs_task_definition.this.arn
}
