locals {
  partition = var.deployment.partition
  prefix    = var.deployment.prefix
  # Region and account, as most ARNs have them.
  place = "${var.deployment.region}:${var.deployment.account_id}"

  bucket_arns = { for store in keys(var.stores) : store => "arn:${local.partition}:s3:::${local.prefix}-${store}" }

  queue_arn_prefix = "arn:${local.partition}:sqs:${local.place}:${local.prefix}"

  cluster_arn        = "arn:${local.partition}:ecs:${local.place}:cluster/${local.prefix}"
  task_arns          = "arn:${local.partition}:ecs:${local.place}:task/${local.prefix}/*"
  service_arns       = "arn:${local.partition}:ecs:${local.place}:service/${local.prefix}/*"
  instance_arns      = "arn:${local.partition}:ec2:${local.place}:instance/*"
  node_arns          = "arn:${local.partition}:ecs:${local.place}:container-instance/${local.prefix}/*"
  repository_arns    = "arn:${local.partition}:ecr:${local.place}:repository/${local.prefix}/*"
  log_stream_arns    = "arn:${local.partition}:logs:${local.place}:log-group:/${local.prefix}/*:log-stream:*"
  task_role_names    = { for name in keys(var.services) : name => "${local.prefix}-task-${name}" }
  ecs_tasks_of_place = "arn:${local.partition}:ecs:${local.place}:*"
}
