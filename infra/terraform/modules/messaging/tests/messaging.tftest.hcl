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
  queues = jsondecode(file("../../../topology.json")).queues

  writer_arns = {
    ingest    = ["arn:aws:iam::123456789012:role/wattline-test-task-status"]
    transform = ["arn:aws:iam::123456789012:role/wattline-test-task-ingest", "arn:aws:iam::123456789012:role/wattline-test-task-status"]
    aggregate = ["arn:aws:iam::123456789012:role/wattline-test-task-transform", "arn:aws:iam::123456789012:role/wattline-test-task-status"]
    publish   = ["arn:aws:iam::123456789012:role/wattline-test-task-aggregate", "arn:aws:iam::123456789012:role/wattline-test-task-status"]
    events    = ["arn:aws:iam::123456789012:role/wattline-test-task-ingest", "arn:aws:iam::123456789012:role/wattline-test-task-publish"]
  }

  receiver_arns = { transform = ["arn:aws:iam::123456789012:role/wattline-test-task-transform"] }

  notifying_bucket_arns = { ingest = ["arn:aws:s3:::wattline-test-staging"] }
}

override_resource {
  target          = aws_sqs_queue.dead_letters["transform"]
  override_during = plan
  values          = { arn = "arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform-dead-letters" }
}

run "every_queue_has_its_dead_letters" {
  command = plan

  assert {
    condition     = { for name, queue in aws_sqs_queue.stage : name => queue.name } == { for name in ["ingest", "transform", "aggregate", "publish", "events"] : name => "wattline-test-${name}" }
    error_message = "There is a queue for each stage and one for events."
  }

  assert {
    condition     = { for name, queue in aws_sqs_queue.dead_letters : name => queue.name } == { for name in ["ingest", "transform", "aggregate", "publish", "events"] : name => "wattline-test-${name}-dead-letters" }
    error_message = "Each queue has a dead-letter queue."
  }

  assert {
    condition = aws_sqs_queue.stage["transform"].redrive_policy == jsonencode({
      deadLetterTargetArn = "arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform-dead-letters"
      maxReceiveCount     = 1000
    })
    error_message = "Workers count failures and deaths; SQS gives up only what they never got to count."
  }

  assert {
    condition = aws_sqs_queue.dead_letters["transform"].redrive_allow_policy == jsonencode({
      redrivePermission = "byQueue"
      sourceQueueArns   = ["arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform"]
    })
    error_message = "Dead letters come from their own queue only."
  }
}

run "messages_are_kept_and_hidden_long_enough" {
  command = plan

  assert {
    condition     = { for name, queue in aws_sqs_queue.stage : name => queue.visibility_timeout_seconds } == { ingest = 900, transform = 900, aggregate = 900, publish = 900, events = 30 }
    error_message = "A message stays invisible for longer than the longest work."
  }

  assert {
    condition     = alltrue([for queue in concat(values(aws_sqs_queue.stage), values(aws_sqs_queue.dead_letters)) : queue.message_retention_seconds == 1209600])
    error_message = "Messages and dead letters are kept for fourteen days."
  }

  assert {
    condition     = alltrue([for queue in concat(values(aws_sqs_queue.stage), values(aws_sqs_queue.dead_letters)) : queue.sqs_managed_sse_enabled])
    error_message = "Every queue is encrypted."
  }
}

run "only_writers_write" {
  command = plan

  assert {
    condition = aws_sqs_queue.stage["ingest"].policy == jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "TlsOnly"
          Effect    = "Deny"
          Principal = "*"
          Action    = "sqs:*"
          Resource  = "arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest"
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
        {
          Sid       = "OnlyWritersSend"
          Effect    = "Deny"
          Principal = "*"
          Action    = "sqs:SendMessage"
          Resource  = "arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest"
          Condition = {
            ArnNotLike = { "aws:PrincipalArn" = ["arn:aws:iam::123456789012:role/wattline-test-task-status"] }
            Bool       = { "aws:PrincipalIsAWSService" = "false" }
          }
        },
        {
          Sid       = "BucketNotifications"
          Effect    = "Allow"
          Principal = { Service = "s3.amazonaws.com" }
          Action    = "sqs:SendMessage"
          Resource  = "arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest"
          Condition = {
            ArnEquals    = { "aws:SourceArn" = ["arn:aws:s3:::wattline-test-staging"] }
            StringEquals = { "aws:SourceAccount" = "123456789012" }
          }
        },
      ]
    })
    error_message = "The ingest queue takes messages from the status service and from the staging bucket of this account."
  }

  assert {
    condition = {
      for name, queue in aws_sqs_queue.stage : name => [
        for statement in jsondecode(queue.policy).Statement : statement.Condition.ArnNotLike["aws:PrincipalArn"] if statement.Sid == "OnlyWritersSend"
      ]
      } == {
      for name, writers in {
        ingest    = ["status"]
        transform = ["ingest", "status"]
        aggregate = ["transform", "status"]
        publish   = ["aggregate", "status"]
        events    = ["ingest", "publish"]
      } : name => [[for writer in writers : "arn:aws:iam::123456789012:role/wattline-test-task-${writer}"]]
    }
    error_message = "Each queue takes messages from its own writers."
  }

  assert {
    condition     = [for name, queue in aws_sqs_queue.stage : name if contains([for statement in jsondecode(queue.policy).Statement : statement.Effect], "Allow")] == ["ingest"]
    error_message = "No other queue lets anybody in by itself."
  }

  assert {
    condition = aws_sqs_queue.dead_letters["events"].policy == jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "TlsOnly"
          Effect    = "Deny"
          Principal = "*"
          Action    = "sqs:*"
          Resource  = "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events-dead-letters"
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
        {
          Sid       = "OnlyReceiversSend"
          Effect    = "Deny"
          Principal = "*"
          Action    = "sqs:SendMessage"
          Resource  = "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events-dead-letters"
          Condition = { Null = { "aws:PrincipalArn" = "false" } }
        },
      ]
    })
    error_message = "Nobody but SQS itself makes dead letters of events."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_sqs_queue.dead_letters["transform"].policy).Statement :
      statement.Condition == { Null = { "aws:PrincipalArn" = "false" }, ArnNotLike = { "aws:PrincipalArn" = ["arn:aws:iam::123456789012:role/wattline-test-task-transform"] } }
      if statement.Sid == "OnlyReceiversSend"
    ])
    error_message = "The worker of a queue, and nobody else, moves its messages to the dead letters."
  }
}

run "operators_may_send_to_every_queue" {
  command = plan

  variables {
    operator_arns = ["arn:aws:iam::123456789012:role/admin"]
  }

  assert {
    condition = alltrue(flatten([
      for queue in aws_sqs_queue.stage : [
        for statement in jsondecode(queue.policy).Statement : contains(statement.Condition.ArnNotLike["aws:PrincipalArn"], "arn:aws:iam::123456789012:role/admin") if statement.Sid == "OnlyWritersSend"
      ]
    ]))
    error_message = "An operator may replay a run from any stage."
  }
}

# SQS sees the role, not the session: a rule for sessions would let no one in.
run "an_operator_by_session_is_refused" {
  command = plan

  variables {
    operator_arns = ["arn:aws:sts::123456789012:assumed-role/admin/*"]
  }

  expect_failures = [var.operator_arns]
}

run "a_queue_without_a_writer_is_refused" {
  command = plan

  variables {
    writer_arns = { ingest = ["arn:aws:iam::123456789012:role/wattline-test-task-status"] }
  }

  expect_failures = [var.writer_arns]
}

run "a_visibility_that_sqs_does_not_take_is_refused" {
  command = plan

  variables {
    queues = { ingest = { visibilityMs = 60000, longestWorkMs = 90000000, maxReceives = 5 } }
  }

  expect_failures = [var.queues]
}

run "a_key_where_it_is_wanted" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/0a1b"
  }

  assert {
    condition     = alltrue([for queue in concat(values(aws_sqs_queue.stage), values(aws_sqs_queue.dead_letters)) : queue.kms_master_key_id == "arn:aws:kms:eu-central-1:123456789012:key/0a1b"])
    error_message = "Every queue, and its dead letters, are encrypted with the key."
  }
}
