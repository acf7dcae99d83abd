# The stores, queues and roles on LocalStack, whose free version knows S3, SQS and IAM. No tags by default: it does not keep them everywhere.
provider "aws" {
  region                      = var.region
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  s3_use_path_style           = true
  # What fails here fails again: a retry would hide it for minutes.
  max_retries = 2

  endpoints {
    iam = var.endpoint
    s3  = var.endpoint
    sqs = var.endpoint
    sts = var.endpoint
  }
}

data "aws_caller_identity" "this" {}

locals {
  topology = jsondecode(file("${path.module}/../../../topology.json"))

  deployment = {
    prefix     = var.prefix
    partition  = "aws"
    region     = var.region
    account_id = data.aws_caller_identity.this.account_id
  }

  notifying_bucket_arns = {
    for queue in keys(local.topology.queues) : queue => [
      for name, store in local.topology.stores : "arn:aws:s3:::${var.prefix}-${name}" if try(store.notifies.queue, null) == queue
    ]
  }
}

module "storage" {
  source = "../../modules/storage"

  deployment    = local.deployment
  stores        = local.topology.stores
  queue_arns    = module.messaging.queue_arns
  force_destroy = true
}

module "messaging" {
  source = "../../modules/messaging"

  deployment            = local.deployment
  queues                = local.topology.queues
  writer_arns           = module.identity.writer_arns
  receiver_arns         = module.identity.receiver_arns
  notifying_bucket_arns = local.notifying_bucket_arns
}

module "identity" {
  source = "../../modules/identity"

  deployment = local.deployment
  stores     = local.topology.stores
  services   = merge(local.topology.stages, local.topology.services)
  lab        = local.topology.lab
}
