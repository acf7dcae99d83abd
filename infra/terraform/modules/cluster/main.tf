resource "aws_ecs_cluster" "this" {
  # checkov:skip=CKV_AWS_65: Container Insights bills every metric of every task; what alarms and scaling need is in the free metrics of ECS and SQS.
  name = var.deployment.prefix

  setting {
    name  = "containerInsights"
    value = "disabled"
  }
}

resource "aws_ecs_capacity_provider" "more_workers" {
  name = "${var.deployment.prefix}-more-workers"

  auto_scaling_group_provider {
    auto_scaling_group_arn         = aws_autoscaling_group.more_workers.arn
    managed_draining               = "ENABLED"
    managed_termination_protection = "ENABLED"

    managed_scaling {
      status                    = "ENABLED"
      target_capacity           = 100
      minimum_scaling_step_size = 1
      maximum_scaling_step_size = 2
      instance_warmup_period    = 60
    }
  }
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = [aws_ecs_capacity_provider.more_workers.name]
}
