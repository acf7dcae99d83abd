output "region" {
  description = "The region of everything: AWS_REGION for the wattline command."
  value       = var.region
}

output "prefix" {
  description = "What every name begins with: WATTLINE_PREFIX for the wattline command."
  value       = var.prefix
}

output "buckets" {
  description = "The bucket of each store."
  value       = module.storage.buckets
}

output "queues" {
  description = "Each queue: its name, URL and ARN."
  value       = module.messaging.queues
}

output "dead_letters" {
  description = "The dead-letter queue of each queue: its name, URL and ARN."
  value       = module.messaging.dead_letters
}

output "task_policies" {
  description = "What each service may do, as the JSON of its task role's policy."
  value       = module.identity.task_policies
}

output "task_roles" {
  description = "The name of each service's task role."
  value       = { for name, role in module.identity.task_roles : name => role.name }
}

output "lab_role" {
  description = "The lab's role."
  value       = module.identity.lab_role
}

output "lab_policy" {
  description = "What the lab's role may do in the stores, as JSON."
  value       = module.identity.lab_policy
}
