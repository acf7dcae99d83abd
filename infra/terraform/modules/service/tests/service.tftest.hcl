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
  name               = "transform"
  image              = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/wattline-test/transform@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  cluster_name       = "wattline-test"
  task_role_arn      = "arn:aws:iam::123456789012:role/wattline-test-task-transform"
  execution_role_arn = "arn:aws:iam::123456789012:role/wattline-test-execution"
  environment        = { WATTLINE_SLOTS = "1" }

  more = {
    queue_name        = "wattline-test-transform"
    messages_per_task = 5
    max_tasks         = 4
    capacity_provider = "wattline-test-more-workers"
  }
}

override_resource {
  target          = aws_ecs_task_definition.this
  override_during = plan
  values          = { arn = "arn:aws:ecs:eu-central-1:123456789012:task-definition/wattline-test-transform:1" }
}

override_resource {
  target          = aws_appautoscaling_policy.wake
  override_during = plan
  values          = { arn = "arn:aws:autoscaling:eu-central-1:123456789012:scalingPolicy:wake" }
}

run "the_container" {
  command = plan

  assert {
    condition = jsonencode(jsondecode(aws_ecs_task_definition.this.container_definitions)) == jsonencode([{
      name                   = "transform"
      image                  = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/wattline-test/transform@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      essential              = true
      cpu                    = 512
      memory                 = 1792
      user                   = "node"
      readonlyRootFilesystem = true
      privileged             = false
      stopTimeout            = 110
      linuxParameters        = { capabilities = { drop = ["ALL"] } }
      environment = [
        { name = "AWS_REGION", value = "eu-central-1" },
        { name = "WATTLINE_GRACE_MS", value = "100000" },
        { name = "WATTLINE_HTTP_PORT", value = "8080" },
        { name = "WATTLINE_PREFIX", value = "wattline-test" },
        { name = "WATTLINE_SCRATCH", value = "/tmp" },
        { name = "WATTLINE_SLOTS", value = "1" },
      ]
      secrets      = []
      mountPoints  = [{ sourceVolume = "scratch", containerPath = "/tmp", readOnly = false }]
      portMappings = []
      healthCheck = {
        command     = ["CMD", "node", "docker/healthcheck.mjs", "/healthz"]
        interval    = 15
        timeout     = 5
        retries     = 3
        startPeriod = 30
      }
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = "/wattline-test/transform"
          awslogs-region        = "eu-central-1"
          awslogs-stream-prefix = "task"
          mode                  = "non-blocking"
          max-buffer-size       = "8m"
        }
      }
    }])
    error_message = "A stage runs as its image says, by digest: as the user node, on a read-only file system, with a health check, a log, and time to finish its work in flight."
  }

  assert {
    condition     = aws_ecs_task_definition.this.task_role_arn == "arn:aws:iam::123456789012:role/wattline-test-task-transform" && aws_ecs_task_definition.this.execution_role_arn == "arn:aws:iam::123456789012:role/wattline-test-execution"
    error_message = "The task has the role of its service, and is started by the execution role."
  }

  assert {
    condition     = one(aws_ecs_task_definition.this.volume).name == "scratch" && one(aws_ecs_task_definition.this.volume).docker_volume_configuration[0].scope == "task" && one(aws_ecs_task_definition.this.volume).host_path == null
    error_message = "Its scratch folder is on the instance's disk, and gone with the task."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/wattline-test/transform" && aws_cloudwatch_log_group.this.retention_in_days == 30
    error_message = "Logs are kept for thirty days."
  }
}

run "one_task_on_the_base" {
  command = plan

  assert {
    condition     = aws_ecs_service.base.name == "transform" && aws_ecs_service.base.desired_count == 1 && aws_ecs_service.base.launch_type == "EC2"
    error_message = "One task is always there."
  }

  assert {
    condition     = one(aws_ecs_service.base.placement_constraints).expression == "attribute:role == worker"
    error_message = "A stage runs on the workers."
  }

  assert {
    condition     = aws_ecs_service.base.deployment_circuit_breaker[0].enable && aws_ecs_service.base.deployment_circuit_breaker[0].rollback
    error_message = "A deployment that fails is rolled back."
  }
}

run "more_tasks_by_backlog" {
  command = plan

  assert {
    condition     = aws_ecs_service.more["transform"].name == "transform-more" && aws_ecs_service.more["transform"].desired_count == 0 && one(aws_ecs_service.more["transform"].capacity_provider_strategy).capacity_provider == "wattline-test-more-workers"
    error_message = "More tasks run on instances that join for them; none when idle."
  }

  assert {
    condition     = aws_ecs_service.more["transform"].task_definition == aws_ecs_service.base.task_definition && aws_ecs_service.more["transform"].deployment_circuit_breaker[0].rollback
    error_message = "They are the same task, and rolled back alike."
  }

  assert {
    condition     = aws_appautoscaling_target.more["transform"].resource_id == "service/wattline-test/transform-more" && aws_appautoscaling_target.more["transform"].min_capacity == 0 && aws_appautoscaling_target.more["transform"].max_capacity == 4
    error_message = "There are from none to four of them."
  }

  assert {
    condition = {
      for metric in aws_appautoscaling_policy.backlog["transform"].target_tracking_scaling_policy_configuration[0].customized_metric_specification[0].metrics : metric.id => coalesce(metric.expression, try(join(" ", concat(
        [metric.metric_stat[0].metric[0].namespace, metric.metric_stat[0].metric[0].metric_name, metric.metric_stat[0].stat],
        sort([for dimension in metric.metric_stat[0].metric[0].dimensions : "${dimension.name}=${dimension.value}"]),
      )), ""))
      } == {
      visible          = "AWS/SQS ApproximateNumberOfMessagesVisible Maximum QueueName=wattline-test-transform"
      in_flight        = "AWS/SQS ApproximateNumberOfMessagesNotVisible Maximum QueueName=wattline-test-transform"
      base             = "AWS/ECS CPUUtilization SampleCount ClusterName=wattline-test ServiceName=transform"
      more             = "AWS/ECS CPUUtilization SampleCount ClusterName=wattline-test ServiceName=transform-more"
      backlog_per_task = "(visible + in_flight) / (FILL(base, 1) + FILL(more, 0))"
    }
    error_message = "They follow the messages, waiting and in flight, that each task of both services would have."
  }

  assert {
    condition     = aws_appautoscaling_policy.backlog["transform"].target_tracking_scaling_policy_configuration[0].target_value == 5
    error_message = "Each task should have five."
  }

  assert {
    condition     = [for query in aws_cloudwatch_metric_alarm.wake["transform"].metric_query : query.expression if query.return_data == true] == ["IF((FILL(more, 0) < 1) AND ((visible + in_flight) / (FILL(base, 1) + FILL(more, 0)) > 5), 1, 0)"]
    error_message = "The first of them is started when the base's task has more than that."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.wake["transform"].alarm_actions == toset(["arn:aws:autoscaling:eu-central-1:123456789012:scalingPolicy:wake"]) && one(aws_appautoscaling_policy.wake["transform"].step_scaling_policy_configuration[0].step_adjustment).scaling_adjustment == 1
    error_message = "It is started by the policy of one step."
  }
}

run "the_status_service" {
  command = plan

  variables {
    name             = "status"
    instance_role    = "head"
    host_port        = 8080
    target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/wattline-test-status/0"
    environment      = { WATTLINE_ECS_CLUSTER = "wattline-test" }
    more             = null

    secrets = {
      WATTLINE_READ_TOKEN  = "arn:aws:ssm:eu-central-1:123456789012:parameter/wattline-test/read-token"
      WATTLINE_WRITE_TOKEN = "arn:aws:ssm:eu-central-1:123456789012:parameter/wattline-test/write-token"
    }
  }

  assert {
    condition     = one(aws_ecs_service.base.placement_constraints).expression == "attribute:role == head"
    error_message = "The status service runs on headnode."
  }

  assert {
    condition     = length(aws_ecs_service.more) + length(aws_appautoscaling_target.more) + length(aws_cloudwatch_metric_alarm.wake) == 0
    error_message = "It does not grow."
  }

  assert {
    condition = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].secrets == [
      { name = "WATTLINE_READ_TOKEN", valueFrom = "arn:aws:ssm:eu-central-1:123456789012:parameter/wattline-test/read-token" },
      { name = "WATTLINE_WRITE_TOKEN", valueFrom = "arn:aws:ssm:eu-central-1:123456789012:parameter/wattline-test/write-token" },
    ]
    error_message = "Its tokens come from Parameter Store, and are in no task definition."
  }

  assert {
    condition     = jsonencode(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].portMappings) == jsonencode([{ containerPort = 8080, hostPort = 8080, protocol = "tcp" }])
    error_message = "It is reached at one port of the instance."
  }

  assert {
    condition     = one(aws_ecs_service.base.load_balancer).container_name == "status" && one(aws_ecs_service.base.load_balancer).container_port == 8080
    error_message = "The load balancer sends to it."
  }
}

run "an_image_by_tag_is_refused" {
  command = plan

  variables {
    image = "wattline/transform:latest"
  }

  expect_failures = [var.image]
}

run "a_stop_time_that_is_too_short_is_refused" {
  command = plan

  variables {
    stop_timeout_s = 10
  }

  expect_failures = [var.stop_timeout_s]
}

run "settings_that_the_module_makes_are_refused" {
  command = plan

  variables {
    environment = { WATTLINE_PREFIX = "other" }
  }

  expect_failures = [var.environment]
}
