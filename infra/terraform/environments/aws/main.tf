provider "aws" {
  region = var.region

  default_tags {
    tags = { Project = "wattline", Deployment = coalesce(var.prefix, var.name) }
  }
}

data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

data "aws_availability_zones" "this" {
  # checkov:skip=CKV_AWS_394: The first two names are taken; a zone that AWS adds gets a later letter.
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  topology = jsondecode(file("${path.module}/../../../topology.json"))
  services = merge(local.topology.stages, local.topology.services)

  # Bucket names are unique in the world: the suffix is, and the same each time, from the account, the region and the name.
  place  = "${data.aws_caller_identity.this.account_id}/${var.region}/${var.name}"
  prefix = coalesce(var.prefix, "${var.name}-${substr(sha256(local.place), 0, 8)}")

  deployment = {
    prefix     = local.prefix
    partition  = data.aws_partition.this.partition
    region     = var.region
    account_id = data.aws_caller_identity.this.account_id
  }

  bucket_arns = { for store in keys(local.topology.stores) : store => "arn:${data.aws_partition.this.partition}:s3:::${local.prefix}-${store}" }

  notifying_bucket_arns = {
    for queue in keys(local.topology.queues) : queue => [
      for name, store in local.topology.stores : local.bucket_arns[name] if try(store.notifies.queue, null) == queue
    ]
  }
}

module "storage" {
  source = "../../modules/storage"

  deployment    = local.deployment
  stores        = local.topology.stores
  queue_arns    = module.messaging.queue_arns
  kms_key_arn   = var.kms_key_arn
  log_bucket    = one(module.logs[*].bucket)
  force_destroy = var.force_destroy
}

module "logs" {
  source = "../../modules/logs"
  count  = var.traffic_log_days == null ? 0 : 1

  deployment    = local.deployment
  days          = var.traffic_log_days
  force_destroy = var.force_destroy
}

module "messaging" {
  source = "../../modules/messaging"

  deployment            = local.deployment
  queues                = local.topology.queues
  writer_arns           = module.identity.writer_arns
  receiver_arns         = module.identity.receiver_arns
  operator_arns         = var.operator_arns
  notifying_bucket_arns = local.notifying_bucket_arns
  kms_key_arn           = var.kms_key_arn
}

module "identity" {
  source = "../../modules/identity"

  deployment           = local.deployment
  stores               = local.topology.stores
  services             = local.services
  lab                  = local.topology.lab
  token_parameter_arns = values(local.token_parameter_arns)
  kms_key_arn          = var.kms_key_arn
}

module "network" {
  source = "../../modules/network"

  deployment      = local.deployment
  existing        = var.existing_vpc
  cidr            = var.vpc_cidr
  zones           = slice(data.aws_availability_zones.this.names, 0, 2)
  certificate_arn = var.certificate_arn
  domain          = var.domain
  allowed_cidrs   = var.allowed_cidrs
  private_subnets = var.private_subnets
  log_bucket      = one(module.logs[*].bucket)
}

module "cluster" {
  source = "../../modules/cluster"

  deployment            = local.deployment
  services              = keys(local.services)
  subnet_ids            = module.network.instance_subnet_ids
  security_group_id     = module.network.instance_security_group_id
  lab_instance_profile  = module.identity.lab_instance_profile
  node_instance_profile = module.identity.node_instance_profile
  architecture          = var.architecture
  headnode_type         = var.headnode_type
  worker_type           = var.worker_type
  spot_types            = var.spot_types
  max_more_workers      = var.max_more_workers
  disk_gb               = var.disk_gb
  force_destroy         = var.force_destroy
}

module "observability" {
  source = "../../modules/observability"

  deployment             = local.deployment
  queues                 = { for name, queue in module.messaging.queues : name => { name = queue.name, dead_letter_name = module.messaging.dead_letters[name].name } }
  cluster_name           = local.prefix
  services               = { for name, service in module.service : name => { log_group = service.log_group } }
  stages                 = keys(local.topology.stages)
  alarm_email            = var.alarm_email
  oldest_message_minutes = var.oldest_message_minutes
}
