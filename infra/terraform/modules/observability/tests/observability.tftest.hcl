# Offline: the provider is asked for plans only.
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  deployment = {
    prefix     = "wattline-test"
    partition  = "aws"
    region     = "eu-central-1"
    account_id = "123456789012"
  }
  cluster_name = "wattline-test"
  stages       = ["ingest", "transform"]

  queues = {
    ingest = { name = "wattline-test-ingest", dead_letter_name = "wattline-test-ingest-dead-letters" }
    events = { name = "wattline-test-events", dead_letter_name = "wattline-test-events-dead-letters" }
  }

  services = {
    ingest = { log_group = "/wattline-test/ingest" }
    status = { log_group = "/wattline-test/status" }
  }
}

override_resource {
  target          = aws_sns_topic.alarms
  override_during = plan
  values          = { arn = "arn:aws:sns:eu-central-1:123456789012:wattline-test-alarms" }
}

run "dead_letters_are_an_alarm" {
  command = plan

  assert {
    condition     = { for name, alarm in aws_cloudwatch_metric_alarm.dead_letters : name => [alarm.metric_name, alarm.dimensions.QueueName, tostring(alarm.threshold), alarm.comparison_operator] } == { for name in ["ingest", "events"] : name => ["ApproximateNumberOfMessagesVisible", "wattline-test-${name}-dead-letters", "0", "GreaterThanThreshold"] }
    error_message = "One dead letter of any queue is an alarm."
  }
}

run "old_messages_are_an_alarm" {
  command = plan

  assert {
    condition     = { for name, alarm in aws_cloudwatch_metric_alarm.oldest_message : name => [alarm.metric_name, alarm.dimensions.QueueName, tostring(alarm.threshold)] } == { for name in ["ingest", "events"] : name => ["ApproximateAgeOfOldestMessage", "wattline-test-${name}", "1800"] }
    error_message = "A message that has waited for half an hour is an alarm."
  }
}

run "failed_runs_are_an_alarm" {
  command = plan

  assert {
    condition     = { for name, filter in aws_cloudwatch_log_metric_filter.failed_runs : name => [filter.log_group_name, filter.pattern, filter.metric_transformation[0].namespace, filter.metric_transformation[0].name] } == { ingest = ["/wattline-test/ingest", "{ $.msg = \"task dead-lettered\" }", "Wattline/wattline-test", "FailedRuns"] }
    error_message = "What a stage's worker says when it gives a part up is counted; the status service has no parts."
  }

  assert {
    condition     = [aws_cloudwatch_metric_alarm.failed_runs.namespace, aws_cloudwatch_metric_alarm.failed_runs.metric_name, tostring(aws_cloudwatch_metric_alarm.failed_runs.threshold)] == ["Wattline/wattline-test", "FailedRuns", "0"]
    error_message = "One failed run is an alarm."
  }
}

run "dead_services_are_an_alarm" {
  command = plan

  assert {
    condition     = { for name, alarm in aws_cloudwatch_metric_alarm.dead_service : name => [alarm.dimensions.ClusterName, alarm.dimensions.ServiceName, alarm.statistic, tostring(alarm.threshold), alarm.comparison_operator, alarm.treat_missing_data] } == { for name in ["ingest", "status"] : name => ["wattline-test", name, "SampleCount", "1", "LessThanThreshold", "breaching"] }
    error_message = "A service without a task is an alarm, and one of which nothing is heard too."
  }
}

run "somebody_is_told" {
  command = plan

  variables {
    alarm_email = "operator@example.org"
  }

  assert {
    condition = alltrue([
      for alarm in concat(values(aws_cloudwatch_metric_alarm.dead_letters), values(aws_cloudwatch_metric_alarm.oldest_message), values(aws_cloudwatch_metric_alarm.dead_service), [aws_cloudwatch_metric_alarm.failed_runs]) :
      alarm.alarm_actions == toset(["arn:aws:sns:eu-central-1:123456789012:wattline-test-alarms"])
    ])
    error_message = "Every alarm is published."
  }

  assert {
    condition     = aws_sns_topic_subscription.email[0].endpoint == "operator@example.org" && aws_sns_topic_subscription.email[0].protocol == "email"
    error_message = "Alarms go to the operator."
  }
}

run "there_is_one_dashboard" {
  command = plan

  assert {
    condition     = [for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : [widget.properties.title, tostring(widget.x), tostring(widget.y)]] == [["Messages that wait", "0", "0"], ["Messages in flight", "12", "0"], ["Age of the oldest message, in seconds", "0", "6"], ["Dead letters", "12", "6"], ["Tasks", "0", "12"], ["Memory, in percent of what a task may take", "12", "12"], ["Runs that came to nothing", "0", "18"]]
    error_message = "The dashboard shows queues, tasks and runs, two graphs a row."
  }

  assert {
    condition     = jsonencode(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[4].properties.metrics) == jsonencode([["AWS/ECS", "CPUUtilization", "ClusterName", "wattline-test", "ServiceName", "ingest", { label = "ingest", stat = "SampleCount", period = 60 }], ["AWS/ECS", "CPUUtilization", "ClusterName", "wattline-test", "ServiceName", "status", { label = "status", stat = "SampleCount", period = 60 }], ["AWS/ECS", "CPUUtilization", "ClusterName", "wattline-test", "ServiceName", "ingest-more", { label = "ingest, more", stat = "SampleCount", period = 60 }]])
    error_message = "Tasks of the base and those that joined are shown."
  }
}

run "before_there_are_services" {
  command = plan

  variables {
    services = {}
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.dead_service) == 0 && length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets) == 5
    error_message = "What is not there is neither watched nor shown."
  }
}

run "an_address_that_is_none_is_refused" {
  command = plan

  variables {
    alarm_email = "nobody"
  }

  expect_failures = [var.alarm_email]
}
