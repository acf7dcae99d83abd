output "task_policies" {
  description = "The policy of each service's task role, as JSON."
  value       = local.task_policies
}

output "task_roles" {
  description = "The task role of each service: its name and ARN."
  value       = { for name, role in aws_iam_role.task : name => { name = role.name, arn = role.arn } }

  # A task that starts before its role may do anything would end at once.
  depends_on = [aws_iam_role_policy.task]
}

output "writer_arns" {
  description = "The task roles that may send to each queue, by the queue's name; known before they are made."
  value = {
    for queue in distinct(flatten([for service in values(var.services) : concat(service.sends, service.redrives)])) : queue => [
      for name, service in var.services : "arn:${local.partition}:iam::${var.deployment.account_id}:role/${local.task_role_names[name]}"
      if contains(concat(service.sends, service.redrives), queue)
    ]
  }
}

output "receiver_arns" {
  description = "The task roles that move messages of each queue to its dead letters, by the queue's name; known before they are made."
  value = {
    for queue in distinct([for service in values(var.services) : service.receives if service.receives != null]) : queue => [
      for name, service in var.services : "arn:${local.partition}:iam::${var.deployment.account_id}:role/${local.task_role_names[name]}"
      if service.receives == queue && service.deadLetters
    ]
  }
}

output "execution_role_arn" {
  description = "The role by which ECS starts tasks."
  value       = aws_iam_role.execution.arn
  depends_on  = [aws_iam_role_policy.execution]
}

output "lab_role" {
  description = "The name of the lab's role."
  value       = aws_iam_role.lab.name
}

output "lab_policy" {
  description = "What the lab's role may do in the stores, as JSON."
  value       = local.lab_policy
}

output "lab_instance_profile" {
  description = "The instance profile of the three named instances."
  value       = aws_iam_instance_profile.lab.name
  depends_on  = [aws_iam_role_policy.lab, aws_iam_role_policy.lab_node]
}

output "node_instance_profile" {
  description = "The instance profile of the instances that join when the backlog grows."
  value       = aws_iam_instance_profile.node.name
  depends_on  = [aws_iam_role_policy.node]
}
