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

run "the_lab_has_its_role" {
  command = plan

  assert {
    condition = jsonencode(jsondecode(aws_iam_role.lab.assume_role_policy)) == jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Principal = { Service = "ec2.amazonaws.com" }
        Action    = "sts:AssumeRole"
      }]
    })
    error_message = "The lab's role is trusted by EC2, and by nobody else."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.lab.policy)) == jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect = "Allow"
        Action = [
          "s3:PutObject",
          "s3:GetObject",
          "s3:GetObjectVersion",
          "s3:ListBucket",
          "s3:ListBucketVersions",
        ]
        Resource = [
          "arn:aws:s3:::wattline-test-features",
          "arn:aws:s3:::wattline-test-models",
          "arn:aws:s3:::wattline-test-results",
          "arn:aws:s3:::wattline-test-staging",
          "arn:aws:s3:::wattline-test-features/*",
          "arn:aws:s3:::wattline-test-models/*",
          "arn:aws:s3:::wattline-test-results/*",
          "arn:aws:s3:::wattline-test-staging/staging-directory/*",
        ]
      }]
    })
    error_message = "The lab's role may do these five things with the four buckets, in the staging directory and in all of the other three."
  }

  assert {
    condition     = aws_iam_instance_profile.lab.role == "wattline-test-lab" && aws_iam_role.lab.name == "wattline-test-lab"
    error_message = "The lab's instance profile carries the lab's role."
  }
}

run "instances_join_the_cluster_and_see_no_store" {
  command = plan

  assert {
    condition     = aws_iam_role_policy.node.policy == aws_iam_role_policy.lab_node.policy && aws_iam_instance_profile.node.role == "wattline-test-node"
    error_message = "The named instances and those that join them are the same to ECS."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.node.policy)) == jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid    = "JoinCluster"
          Effect = "Allow"
          Action = [
            "ecs:RegisterContainerInstance",
            "ecs:DeregisterContainerInstance",
            "ecs:SubmitAttachmentStateChanges",
            "ecs:SubmitContainerStateChange",
            "ecs:SubmitTaskStateChange",
          ]
          Resource = ["arn:aws:ecs:eu-central-1:123456789012:cluster/wattline-test"]
        },
        {
          Sid      = "RunTasks"
          Effect   = "Allow"
          Action   = ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"]
          Resource = ["arn:aws:ecs:eu-central-1:123456789012:container-instance/wattline-test/*"]
        },
        {
          Sid      = "FindEcs"
          Effect   = "Allow"
          Action   = ["ecs:DiscoverPollEndpoint"]
          Resource = ["*"]
        },
        {
          Sid      = "BeKnown"
          Effect   = "Allow"
          Action   = ["ssm:UpdateInstanceInformation"]
          Resource = ["arn:aws:ec2:eu-central-1:123456789012:instance/*"]
        },
        {
          Sid    = "OpenSessions"
          Effect = "Allow"
          Action = [
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
          ]
          Resource = ["*"]
        },
      ]
    })
    error_message = "An instance runs tasks of this cluster and opens sessions, and nothing more."
  }
}

run "tasks_are_started" {
  command = plan

  variables {
    token_parameter_arns = ["arn:aws:ssm:eu-central-1:123456789012:parameter/wattline-test/read-token"]
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.execution.policy)) == jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Sid = "LogInToRegistry", Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = ["*"] },
        {
          Sid      = "PullImages"
          Effect   = "Allow"
          Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
          Resource = ["arn:aws:ecr:eu-central-1:123456789012:repository/wattline-test/*"]
        },
        {
          Sid      = "WriteLogs"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["arn:aws:logs:eu-central-1:123456789012:log-group:/wattline-test/*:log-stream:*"]
        },
        {
          Sid      = "ReadSecrets"
          Effect   = "Allow"
          Action   = ["ssm:GetParameters"]
          Resource = ["arn:aws:ssm:eu-central-1:123456789012:parameter/wattline-test/read-token"]
        },
      ]
    })
    error_message = "ECS pulls the deployment's images, writes its logs and reads its tokens, and nothing more."
  }

  assert {
    condition = alltrue([
      for role in concat(values(aws_iam_role.task), [aws_iam_role.execution]) : jsonencode(jsondecode(role.assume_role_policy)) == jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = { Service = "ecs-tasks.amazonaws.com" }
          Action    = "sts:AssumeRole"
          Condition = {
            ArnLike      = { "aws:SourceArn" = "arn:aws:ecs:eu-central-1:123456789012:*" }
            StringEquals = { "aws:SourceAccount" = "123456789012" }
          }
        }]
      })
    ])
    error_message = "Task roles are trusted by the tasks of this account, and by nobody else."
  }
}

run "without_tokens_no_secret_is_read" {
  command = plan

  assert {
    condition     = !strcontains(aws_iam_role_policy.execution.policy, "ssm:")
    error_message = "A deployment without tokens reads no parameter."
  }
}

run "a_service_with_an_unknown_store_is_refused" {
  command = plan

  variables {
    services = { ingest = { receives = "ingest", sends = [], reads = { attic = ["*"] }, writes = {} } }
  }

  expect_failures = [var.services]
}
