locals {
  stage_settings = {
    for name, stage in local.topology.stages : name => {
      instance_role    = "worker"
      cpu              = 512
      memory_mb        = var.stage_memory_mb
      environment      = merge({ WATTLINE_SLOTS = "1" }, var.settings)
      secrets          = {}
      host_port        = null
      target_group_arn = null
      more = {
        queue_name        = module.messaging.queues[stage.receives].name
        messages_per_task = var.messages_per_task
        max_tasks         = var.max_more_tasks
        capacity_provider = module.cluster.capacity_provider
      }
    }
  }

  # Names that the status service and the one that serves rows answer to, beside addresses: a name of the load balancer points to one of AWS, never
  # to another site's page. The name of a certificate of one's own belongs into settings, as WATTLINE_ALLOWED_HOSTS.
  allowed_hosts = (
    var.domain != null ? var.domain.name :
    var.certificate_arn != null ? "*.${var.region}.elb.amazonaws.com" :
    null
  )

  status_settings = {
    status = {
      instance_role = "head"
      cpu           = 512
      memory_mb     = var.status_memory_mb
      environment = merge(
        { WATTLINE_ECS_CLUSTER = local.prefix, WATTLINE_HTTP_HOST = "0.0.0.0" },
        local.allowed_hosts == null ? {} : { WATTLINE_ALLOWED_HOSTS = local.allowed_hosts },
        var.settings
      )
      secrets          = { for name in keys(local.tokens) : local.tokens[name] => aws_ssm_parameter.token[name].arn }
      host_port        = 8080
      target_group_arn = module.network.status_target_group_arn
      more             = null
    }
  }

  serve_settings = {
    serve = {
      instance_role = "head"
      cpu           = 512
      memory_mb     = var.serve_memory_mb
      environment = merge(
        { WATTLINE_HTTP_HOST = "0.0.0.0" },
        local.allowed_hosts == null ? {} : { WATTLINE_ALLOWED_HOSTS = local.allowed_hosts },
        var.settings
      )
      # The same tokens, so that whoever may read and change there may do it here.
      secrets          = { for name in keys(local.tokens) : local.tokens[name] => aws_ssm_parameter.token[name].arn }
      host_port        = 8081
      target_group_arn = module.network.serve_target_group_arn
      more             = null
    }
  }

  service_settings = merge(local.stage_settings, local.status_settings, local.serve_settings)
}

# A service whose image is not there yet is left out: its repository comes first.
module "service" {
  source   = "../../modules/service"
  for_each = { for name, image in var.images : name => merge(local.service_settings[name], { image = image }) }

  deployment         = local.deployment
  name               = each.key
  image              = each.value.image
  cluster_name       = module.cluster.name
  instance_role      = each.value.instance_role
  task_role_arn      = module.identity.task_roles[each.key].arn
  execution_role_arn = module.identity.execution_role_arn
  cpu                = each.value.cpu
  memory_mb          = each.value.memory_mb
  environment        = each.value.environment
  secrets            = each.value.secrets
  host_port          = each.value.host_port
  target_group_arn   = each.value.target_group_arn
  more               = each.value.more
  log_days           = var.log_days
  kms_key_arn        = var.kms_key_arn

  # A service asks each bucket and queue once at its start, and stops where one does not answer.
  depends_on = [module.storage, module.messaging]
}
