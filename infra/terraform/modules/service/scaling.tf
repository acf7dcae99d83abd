locals {
  # The number of tasks: each reports its processor use once a minute, so there are as many samples as tasks.
  tasks_of = {
    base = var.name
    more = "${var.name}-more"
  }

  queue_metrics = {
    visible   = "ApproximateNumberOfMessagesVisible"
    in_flight = "ApproximateNumberOfMessagesNotVisible"
  }

  # Missing data points of a queue are left out: filled with 0, the newest minute would always look idle.
  backlog_per_task = "(visible + in_flight) / (FILL(base, 1) + FILL(more, 0))"
}

resource "aws_appautoscaling_target" "more" {
  for_each = local.more_services

  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${var.cluster_name}/${aws_ecs_service.more[each.key].name}"
  min_capacity       = 0
  max_capacity       = each.value.max_tasks
}

resource "aws_appautoscaling_policy" "backlog" {
  for_each = local.more_services

  name               = "${local.full_name}-backlog-per-task"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.more[each.key].service_namespace
  scalable_dimension = aws_appautoscaling_target.more[each.key].scalable_dimension
  resource_id        = aws_appautoscaling_target.more[each.key].resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = each.value.messages_per_task
    scale_out_cooldown = 60
    scale_in_cooldown  = 120

    customized_metric_specification {
      dynamic "metrics" {
        for_each = local.queue_metrics

        content {
          id          = metrics.key
          return_data = false

          metric_stat {
            stat = "Maximum"

            metric {
              namespace   = "AWS/SQS"
              metric_name = metrics.value

              dimensions {
                name  = "QueueName"
                value = each.value.queue_name
              }
            }
          }
        }
      }

      dynamic "metrics" {
        for_each = local.tasks_of

        content {
          id          = metrics.key
          return_data = false

          metric_stat {
            stat = "SampleCount"

            metric {
              namespace   = "AWS/ECS"
              metric_name = "CPUUtilization"

              dimensions {
                name  = "ClusterName"
                value = var.cluster_name
              }

              dimensions {
                name  = "ServiceName"
                value = metrics.value
              }
            }
          }
        }
      }

      metrics {
        id          = "backlog_per_task"
        label       = "Messages a task of ${var.name}"
        expression  = local.backlog_per_task
        return_data = true
      }
    }
  }
}

# A share of no tasks is no task: the first one is started by this step, whatever target tracking makes of zero.
resource "aws_appautoscaling_policy" "wake" {
  for_each = local.more_services

  name               = "${local.full_name}-wake"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.more[each.key].service_namespace
  scalable_dimension = aws_appautoscaling_target.more[each.key].scalable_dimension
  resource_id        = aws_appautoscaling_target.more[each.key].resource_id

  step_scaling_policy_configuration {
    adjustment_type         = "ChangeInCapacity"
    metric_aggregation_type = "Maximum"
    cooldown                = 300

    step_adjustment {
      metric_interval_lower_bound = 0
      scaling_adjustment          = 1
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "wake" {
  for_each = local.more_services

  alarm_name          = "${local.full_name}-wake"
  alarm_description   = "No alarm but a lever: the backlog of ${var.name} is more than its one task should have, so that one more is started."
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_appautoscaling_policy.wake[each.key].arn]

  metric_query {
    id          = "wanted"
    label       = "More tasks of ${var.name} are wanted, and there is none"
    expression  = "IF((FILL(more, 0) < 1) AND (${local.backlog_per_task} > ${each.value.messages_per_task}), 1, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = local.queue_metrics

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/SQS"
        metric_name = metric_query.value
        period      = 60
        stat        = "Maximum"
        dimensions  = { QueueName = each.value.queue_name }
      }
    }
  }

  dynamic "metric_query" {
    for_each = local.tasks_of

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/ECS"
        metric_name = "CPUUtilization"
        period      = 60
        stat        = "SampleCount"
        dimensions  = { ClusterName = var.cluster_name, ServiceName = metric_query.value }
      }
    }
  }
}
