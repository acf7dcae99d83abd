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
  stores   = jsondecode(file("../../../topology.json")).stores
  lab      = jsondecode(file("../../../topology.json")).lab
  services = merge(jsondecode(file("../../../topology.json")).stages, jsondecode(file("../../../topology.json")).services)
}

run "ingest" {
  command = plan

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.task["ingest"].policy)) == jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Sid = "ListStores", Effect = "Allow", Action = ["s3:ListBucket"], Resource = ["arn:aws:s3:::wattline-test-features", "arn:aws:s3:::wattline-test-results", "arn:aws:s3:::wattline-test-staging"] },
        { Sid = "ReadObjects", Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::wattline-test-features/work/*", "arn:aws:s3:::wattline-test-features/readings/*", "arn:aws:s3:::wattline-test-features/feature-sets/*", "arn:aws:s3:::wattline-test-results/runs/*", "arn:aws:s3:::wattline-test-results/datasets/*", "arn:aws:s3:::wattline-test-staging/staging-directory/*"] },
        { Sid = "ReadVersions", Effect = "Allow", Action = ["s3:GetObjectVersion"], Resource = ["arn:aws:s3:::wattline-test-staging/staging-directory/*"] },
        { Sid = "WriteObjects", Effect = "Allow", Action = ["s3:PutObject", "s3:AbortMultipartUpload"], Resource = ["arn:aws:s3:::wattline-test-features/work/*", "arn:aws:s3:::wattline-test-features/readings/*", "arn:aws:s3:::wattline-test-results/runs/*", "arn:aws:s3:::wattline-test-results/quarantine/*", "arn:aws:s3:::wattline-test-results/datasets/*"] },
        { Sid = "FindQueues", Effect = "Allow", Action = ["sqs:GetQueueUrl", "sqs:GetQueueAttributes"], Resource = ["arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest-dead-letters"] },
        { Sid = "ReceiveMessages", Effect = "Allow", Action = ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"], Resource = ["arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest"] },
        { Sid = "SendMessages", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = ["arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest-dead-letters"] },
        { Sid = "ProtectItself", Effect = "Allow", Action = ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"], Resource = ["arn:aws:ecs:eu-central-1:123456789012:task/wattline-test/*"] },
      ]
    })
    error_message = "ingest may do exactly this."
  }
}

run "transform" {
  command = plan

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.task["transform"].policy)) == jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Sid = "ListStores", Effect = "Allow", Action = ["s3:ListBucket"], Resource = ["arn:aws:s3:::wattline-test-features", "arn:aws:s3:::wattline-test-results", "arn:aws:s3:::wattline-test-staging"] },
        { Sid = "ReadObjects", Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::wattline-test-features/work/*", "arn:aws:s3:::wattline-test-features/readings/*", "arn:aws:s3:::wattline-test-results/runs/*", "arn:aws:s3:::wattline-test-results/datasets/*", "arn:aws:s3:::wattline-test-staging/staging-directory/*"] },
        { Sid = "ReadVersions", Effect = "Allow", Action = ["s3:GetObjectVersion"], Resource = ["arn:aws:s3:::wattline-test-staging/staging-directory/*"] },
        { Sid = "WriteObjects", Effect = "Allow", Action = ["s3:PutObject", "s3:AbortMultipartUpload"], Resource = ["arn:aws:s3:::wattline-test-features/work/*", "arn:aws:s3:::wattline-test-results/runs/*", "arn:aws:s3:::wattline-test-results/datasets/*"] },
        { Sid = "FindQueues", Effect = "Allow", Action = ["sqs:GetQueueUrl", "sqs:GetQueueAttributes"], Resource = ["arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-aggregate", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform-dead-letters"] },
        { Sid = "ReceiveMessages", Effect = "Allow", Action = ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"], Resource = ["arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform"] },
        { Sid = "SendMessages", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = ["arn:aws:sqs:eu-central-1:123456789012:wattline-test-aggregate", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform-dead-letters"] },
        { Sid = "ProtectItself", Effect = "Allow", Action = ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"], Resource = ["arn:aws:ecs:eu-central-1:123456789012:task/wattline-test/*"] },
      ]
    })
    error_message = "transform may do exactly this."
  }
}

run "aggregate" {
  command = plan

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.task["aggregate"].policy)) == jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Sid = "ListStores", Effect = "Allow", Action = ["s3:ListBucket"], Resource = ["arn:aws:s3:::wattline-test-features", "arn:aws:s3:::wattline-test-results"] },
        { Sid = "ReadObjects", Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::wattline-test-features/work/*", "arn:aws:s3:::wattline-test-features/readings/*", "arn:aws:s3:::wattline-test-results/runs/*", "arn:aws:s3:::wattline-test-results/datasets/*"] },
        { Sid = "WriteObjects", Effect = "Allow", Action = ["s3:PutObject", "s3:AbortMultipartUpload"], Resource = ["arn:aws:s3:::wattline-test-features/work/*", "arn:aws:s3:::wattline-test-results/runs/*"] },
        { Sid = "FindQueues", Effect = "Allow", Action = ["sqs:GetQueueUrl", "sqs:GetQueueAttributes"], Resource = ["arn:aws:sqs:eu-central-1:123456789012:wattline-test-aggregate", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-publish", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-aggregate-dead-letters"] },
        { Sid = "ReceiveMessages", Effect = "Allow", Action = ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"], Resource = ["arn:aws:sqs:eu-central-1:123456789012:wattline-test-aggregate"] },
        { Sid = "SendMessages", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = ["arn:aws:sqs:eu-central-1:123456789012:wattline-test-publish", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-aggregate-dead-letters"] },
        { Sid = "ProtectItself", Effect = "Allow", Action = ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"], Resource = ["arn:aws:ecs:eu-central-1:123456789012:task/wattline-test/*"] },
      ]
    })
    error_message = "aggregate may do exactly this."
  }
}

run "publish" {
  command = plan

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.task["publish"].policy)) == jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Sid = "ListStores", Effect = "Allow", Action = ["s3:ListBucket"], Resource = ["arn:aws:s3:::wattline-test-features", "arn:aws:s3:::wattline-test-models", "arn:aws:s3:::wattline-test-results"] },
        { Sid = "ReadObjects", Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::wattline-test-features/work/*", "arn:aws:s3:::wattline-test-features/feature-sets/*", "arn:aws:s3:::wattline-test-models/preprocessors/*", "arn:aws:s3:::wattline-test-results/runs/*", "arn:aws:s3:::wattline-test-results/reports/*", "arn:aws:s3:::wattline-test-results/datasets/*"] },
        { Sid = "WriteObjects", Effect = "Allow", Action = ["s3:PutObject", "s3:AbortMultipartUpload"], Resource = ["arn:aws:s3:::wattline-test-features/feature-sets/*", "arn:aws:s3:::wattline-test-models/preprocessors/*", "arn:aws:s3:::wattline-test-models/training-sets/*", "arn:aws:s3:::wattline-test-results/runs/*", "arn:aws:s3:::wattline-test-results/reports/*"] },
        { Sid = "FindQueues", Effect = "Allow", Action = ["sqs:GetQueueUrl", "sqs:GetQueueAttributes"], Resource = ["arn:aws:sqs:eu-central-1:123456789012:wattline-test-publish", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-publish-dead-letters"] },
        { Sid = "ReceiveMessages", Effect = "Allow", Action = ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"], Resource = ["arn:aws:sqs:eu-central-1:123456789012:wattline-test-publish"] },
        { Sid = "SendMessages", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = ["arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events", "arn:aws:sqs:eu-central-1:123456789012:wattline-test-publish-dead-letters"] },
        { Sid = "ProtectItself", Effect = "Allow", Action = ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"], Resource = ["arn:aws:ecs:eu-central-1:123456789012:task/wattline-test/*"] },
      ]
    })
    error_message = "publish may do exactly this."
  }
}

run "serve" {
  command = plan

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.task["serve"].policy)) == jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Sid = "ListStores", Effect = "Allow", Action = ["s3:ListBucket"], Resource = ["arn:aws:s3:::wattline-test-features", "arn:aws:s3:::wattline-test-models", "arn:aws:s3:::wattline-test-results", "arn:aws:s3:::wattline-test-staging"] },
        { Sid = "ReadObjects", Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::wattline-test-features/feature-sets/*/latest.json", "arn:aws:s3:::wattline-test-features/readings/*", "arn:aws:s3:::wattline-test-models/preprocessors/*", "arn:aws:s3:::wattline-test-results/datasets/*", "arn:aws:s3:::wattline-test-results/access/tokens/*", "arn:aws:s3:::wattline-test-results/access/audit/*", "arn:aws:s3:::wattline-test-staging/staging-directory/*/posted/*"] },
        { Sid = "ReadVersions", Effect = "Allow", Action = ["s3:GetObjectVersion"], Resource = ["arn:aws:s3:::wattline-test-staging/staging-directory/*/posted/*"] },
        { Sid = "WriteObjects", Effect = "Allow", Action = ["s3:PutObject", "s3:AbortMultipartUpload"], Resource = ["arn:aws:s3:::wattline-test-results/access/audit/*", "arn:aws:s3:::wattline-test-staging/staging-directory/*/posted/*"] },
      ]
    })
    error_message = "serve may do exactly this."
  }
}

run "status" {
  command = plan

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.task["status"].policy)) == jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Sid = "ListStores", Effect = "Allow", Action = ["s3:ListBucket"], Resource = ["arn:aws:s3:::wattline-test-features", "arn:aws:s3:::wattline-test-models", "arn:aws:s3:::wattline-test-results", "arn:aws:s3:::wattline-test-staging"] },
        { Sid = "ReadObjects", Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::wattline-test-features/*", "arn:aws:s3:::wattline-test-models/*", "arn:aws:s3:::wattline-test-results/*", "arn:aws:s3:::wattline-test-staging/*"] },
        { Sid = "ReadVersions", Effect = "Allow", Action = ["s3:GetObjectVersion"], Resource = ["arn:aws:s3:::wattline-test-staging/*"] },
        { Sid = "WriteObjects", Effect = "Allow", Action = ["s3:PutObject", "s3:AbortMultipartUpload"], Resource = ["arn:aws:s3:::wattline-test-features/feature-sets/*/latest.json", "arn:aws:s3:::wattline-test-features/feature-sets/*/_delta_log/*", "arn:aws:s3:::wattline-test-results/runs/*", "arn:aws:s3:::wattline-test-results/access/*", "arn:aws:s3:::wattline-test-results/datasets/*", "arn:aws:s3:::wattline-test-staging/staging-directory/*"] },
        { Sid = "DeleteObjects", Effect = "Allow", Action = ["s3:DeleteObject"], Resource = ["arn:aws:s3:::wattline-test-features/feature-sets/*", "arn:aws:s3:::wattline-test-features/readings/*", "arn:aws:s3:::wattline-test-features/work/*", "arn:aws:s3:::wattline-test-models/preprocessors/*", "arn:aws:s3:::wattline-test-models/training-sets/*", "arn:aws:s3:::wattline-test-results/reports/*", "arn:aws:s3:::wattline-test-results/quarantine/*", "arn:aws:s3:::wattline-test-results/runs/*"] },
        {
          Sid    = "FindQueues"
          Effect = "Allow"
          Action = ["sqs:GetQueueUrl", "sqs:GetQueueAttributes"]
          Resource = [
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest-dead-letters",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform-dead-letters",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-aggregate-dead-letters",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-publish-dead-letters",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events-dead-letters",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-aggregate",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-publish",
          ]
        },
        {
          Sid    = "ReceiveMessages"
          Effect = "Allow"
          Action = ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"]
          Resource = [
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest-dead-letters",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform-dead-letters",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-aggregate-dead-letters",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-publish-dead-letters",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events-dead-letters",
          ]
        },
        {
          Sid    = "SendMessages"
          Effect = "Allow"
          Action = ["sqs:SendMessage"]
          Resource = [
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-aggregate",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-publish",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events",
          ]
        },
        {
          Sid    = "DropDeadLetters"
          Effect = "Allow"
          Action = ["sqs:PurgeQueue"]
          Resource = [
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest-dead-letters",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-transform-dead-letters",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-aggregate-dead-letters",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-publish-dead-letters",
            "arn:aws:sqs:eu-central-1:123456789012:wattline-test-events-dead-letters",
          ]
        },
        { Sid = "SeeCluster", Effect = "Allow", Action = ["ecs:DescribeClusters", "ecs:ListContainerInstances"], Resource = ["arn:aws:ecs:eu-central-1:123456789012:cluster/wattline-test"] },
        {
          Sid       = "ListFleet"
          Effect    = "Allow"
          Action    = ["ecs:ListServices", "ecs:ListTasks"]
          Resource  = ["*"]
          Condition = { ArnEquals = { "ecs:cluster" = "arn:aws:ecs:eu-central-1:123456789012:cluster/wattline-test" } }
        },
        {
          Sid    = "SeeFleet"
          Effect = "Allow"
          Action = ["ecs:DescribeContainerInstances", "ecs:DescribeServices", "ecs:DescribeTasks"]
          Resource = [
            "arn:aws:ecs:eu-central-1:123456789012:container-instance/wattline-test/*",
            "arn:aws:ecs:eu-central-1:123456789012:service/wattline-test/*",
            "arn:aws:ecs:eu-central-1:123456789012:task/wattline-test/*",
          ]
        },
      ]
    })
    error_message = "status may do exactly this."
  }
}

run "nobody_deletes_for_good" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for name, policy in aws_iam_role_policy.task : [
        for statement in jsondecode(policy.policy).Statement : [
          for action in statement.Action : statement.Effect == "Allow" && (
            !can(regex("\\*|s3:(Delete|Put(Bucket|Lifecycle)|Bypass)", action)) || (name == "status" && action == "s3:DeleteObject")
          )
        ]
      ]
    ]))
    error_message = "No service may delete a version, or change a bucket, or do all that some pattern stands for; the status service alone deletes objects."
  }

  assert {
    condition = alltrue(flatten([
      for statement in jsondecode(aws_iam_role_policy.task["status"].policy).Statement : [
        for resource in statement.Resource : !strcontains(resource, "-staging") && !strcontains(resource, "/datasets/") && !strcontains(resource, "/access/")
      ] if statement.Sid == "DeleteObjects"
    ]))
    error_message = "It deletes no upload, no log of a dataset, no token and no record of changes."
  }

  assert {
    condition = {
      for name, policy in aws_iam_role_policy.task : name => [
        for statement in jsondecode(policy.policy).Statement : length([for resource in statement.Resource : resource if endswith(resource, "/feature-sets/*") || endswith(resource, "/training-sets/*")]) if statement.Sid == "WriteObjects"
      ]
    } == { ingest = [0], transform = [0], aggregate = [0], publish = [2], status = [0], serve = [0] }
    error_message = "Only publish writes where feature sets are sealed."
  }
}

run "each_queue_has_its_writers" {
  command = plan

  assert {
    condition = output.writer_arns == {
      for queue, writers in {
        ingest    = ["ingest", "status"]
        transform = ["aggregate", "ingest", "publish", "status", "transform"]
        aggregate = ["status", "transform"]
        publish   = ["aggregate", "status"]
        events    = ["aggregate", "ingest", "publish", "status", "transform"]
      } : queue => [for writer in writers : "arn:aws:iam::123456789012:role/wattline-test-task-${writer}"]
    }
    error_message = "Each queue is written to by the stages that hand work on to it, by the status service, and the events by all."
  }
}

run "a_key_may_be_used_by_those_who_read_and_write" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/0a1b"
  }

  assert {
    condition = alltrue([
      for policy in concat([for role in values(aws_iam_role_policy.task) : role.policy], [aws_iam_role_policy.lab.policy]) :
      [for statement in jsondecode(policy).Statement : [statement.Action, statement.Resource] if try(statement.Sid, "") == "UseKey"] == [[["kms:Decrypt", "kms:GenerateDataKey"], ["arn:aws:kms:eu-central-1:123456789012:key/0a1b"]]]
    ])
    error_message = "Services and the lab may encrypt and decrypt with the key, and with no other."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.execution.policy).Statement : statement.Action if try(statement.Sid, "") == "UseKey"] == [["kms:Decrypt"]]
    error_message = "What starts a task decrypts its tokens, and encrypts nothing."
  }
}
