output "region" {
  description = "The region of everything: AWS_REGION for the wattline command."
  value       = var.region
}

output "prefix" {
  description = "What every name begins with: WATTLINE_PREFIX for the wattline command."
  value       = local.prefix
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

output "instances" {
  description = "The ids of headnode, worker1 and worker2."
  value       = module.cluster.instances
}

output "repositories" {
  description = "The repository to which each service's image is pushed."
  value       = module.cluster.repositories
}

output "images" {
  description = "The image of each service as it is deployed: to be planned with again, from wherever."
  value       = var.images
}

output "platform" {
  description = "What images must be built for."
  value       = "linux/${var.architecture == "arm64" ? "arm64" : "amd64"}"
}

output "cluster_name" {
  description = "The ECS cluster."
  value       = module.cluster.name
}

output "status_url" {
  description = "The address of the status service; null where there is neither a certificate nor a domain."
  value       = module.network.status_url
}

output "status_tunnel_command" {
  description = "Opens the status service at http://127.0.0.1:8080 through Session Manager, with or without a load balancer."
  value       = "aws ssm start-session --region ${var.region} --target ${module.cluster.instances["headnode"]} --document-name AWS-StartPortForwardingSession --parameters portNumber=8080,localPortNumber=8080"
}

output "rows_url" {
  description = "Where rows are asked for, but for the dataset's name; null where there is neither a certificate nor a domain."
  value       = module.network.status_url == null ? null : "${module.network.status_url}/api/v1/datasets/DATASET/rows"
}

output "rows_tunnel_command" {
  description = "Opens the service that serves rows at http://127.0.0.1:8081 through Session Manager, with or without a load balancer."
  value       = "aws ssm start-session --region ${var.region} --target ${module.cluster.instances["headnode"]} --document-name AWS-StartPortForwardingSession --parameters portNumber=8081,localPortNumber=8081"
}

output "status_token_parameters" {
  description = "The SSM parameters with the status service's tokens: aws ssm get-parameter --with-decryption --name …"
  value       = { for name, parameter in aws_ssm_parameter.token : name => parameter.name }
}

output "dashboard_url" {
  description = "The dashboard, in the console."
  value       = module.observability.dashboard_url
}

output "alarm_topic_arn" {
  description = "The topic that alarms are published to."
  value       = module.observability.alarm_topic_arn
}
