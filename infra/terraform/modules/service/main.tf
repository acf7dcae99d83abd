locals {
  full_name     = "${var.deployment.prefix}-${var.name}"
  log_group     = "/${var.deployment.prefix}/${var.name}"
  more_services = var.more == null ? {} : { (var.name) = var.more }
}

resource "aws_cloudwatch_log_group" "this" {
  # checkov:skip=CKV_AWS_158: Encrypted with the key of kms_key_arn where one is given, else by CloudWatch itself; logs name keys and codes, never what is in a file.
  # checkov:skip=CKV_AWS_338: The ledger keeps what became of each run for good; logs are for looking into the last weeks.
  name              = local.log_group
  retention_in_days = var.log_days
  kms_key_id        = var.kms_key_arn
}

# One task on the base, always.
resource "aws_ecs_service" "base" {
  name                               = var.name
  cluster                            = var.cluster_name
  task_definition                    = aws_ecs_task_definition.this.arn
  launch_type                        = "EC2"
  desired_count                      = 1
  health_check_grace_period_seconds  = var.target_group_arn == null ? null : 60
  deployment_minimum_healthy_percent = 0
  # The old task ends before the new one starts: the base has no room for both, and messages wait.
  deployment_maximum_percent = 100

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  placement_constraints {
    type       = "memberOf"
    expression = "attribute:role == ${var.instance_role}"
  }

  ordered_placement_strategy {
    type  = "spread"
    field = "instanceId"
  }

  dynamic "load_balancer" {
    for_each = var.target_group_arn == null ? [] : [var.target_group_arn]

    content {
      target_group_arn = load_balancer.value
      container_name   = var.name
      container_port   = local.http_port
    }
  }
}

# As many more as the backlog asks for, on instances that join for them; none when idle.
resource "aws_ecs_service" "more" {
  for_each = local.more_services

  name                               = "${each.key}-more"
  cluster                            = var.cluster_name
  task_definition                    = aws_ecs_task_definition.this.arn
  desired_count                      = 0
  deployment_minimum_healthy_percent = 0
  deployment_maximum_percent         = 100

  capacity_provider_strategy {
    capacity_provider = each.value.capacity_provider
    weight            = 1
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  # Few instances, each full: those that are empty can go.
  ordered_placement_strategy {
    type  = "binpack"
    field = "memory"
  }

  lifecycle {
    # The backlog sets it.
    ignore_changes = [desired_count]
  }
}
