resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  for_each = var.queues

  alarm_name          = "${local.prefix}-${each.key}-dead-letters"
  alarm_description   = "There are dead letters of ${each.key}. See why with: wattline show RUN; send them again from the status page, or with: wattline replay RUN"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = each.value.dead_letter_name }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_metric_alarm" "oldest_message" {
  for_each = var.queues

  alarm_name          = "${local.prefix}-${each.key}-oldest-message"
  alarm_description   = "A message of ${each.key} has waited for ${var.oldest_message_minutes} minutes. See whether its service runs and what its log says; where it only has too much to do, let it have more tasks."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = each.value.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.oldest_message_minutes * 60
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

# As many samples of its use of the processor as tasks: none, where none runs.
resource "aws_cloudwatch_metric_alarm" "dead_service" {
  for_each = var.services

  alarm_name          = "${local.prefix}-${each.key}-dead"
  alarm_description   = "No task of ${each.key} has run for five minutes. See the service's events in ECS and its log ${each.value.log_group}."
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  dimensions          = { ClusterName = var.cluster_name, ServiceName = each.key }
  statistic           = "SampleCount"
  period              = 60
  evaluation_periods  = 5
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

# What the worker says when it gives a part up, and when an upload cannot be used.
resource "aws_cloudwatch_log_metric_filter" "failed_runs" {
  for_each = local.stages

  name           = "${local.prefix}-${each.key}-failed-runs"
  log_group_name = each.value.log_group
  pattern        = "{ $.msg = \"task dead-lettered\" }"

  metric_transformation {
    namespace     = local.namespace
    name          = "FailedRuns"
    value         = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_log_metric_filter" "rejected_runs" {
  for_each = local.stages

  name           = "${local.prefix}-${each.key}-rejected-runs"
  log_group_name = each.value.log_group
  pattern        = "{ ($.msg = \"task handled\") && ($.outcome = \"rejected\") }"

  metric_transformation {
    namespace     = local.namespace
    name          = "RejectedRuns"
    value         = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_metric_alarm" "failed_runs" {
  alarm_name          = "${local.prefix}-failed-runs"
  alarm_description   = "A run failed: its message is a dead letter. See which with: wattline runs; why with: wattline show RUN; run it again with: wattline replay RUN"
  namespace           = local.namespace
  metric_name         = "FailedRuns"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
}
