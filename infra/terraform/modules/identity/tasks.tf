locals {
  trusted_by_ecs_tasks = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        ArnLike      = { "aws:SourceArn" = local.ecs_tasks_of_place }
        StringEquals = { "aws:SourceAccount" = var.deployment.account_id }
      }
    }]
  })
}

resource "aws_iam_role" "task" {
  for_each = var.services

  name               = local.task_role_names[each.key]
  description        = "What the ${each.key} service may do, as topology.json says"
  assume_role_policy = local.trusted_by_ecs_tasks
}

resource "aws_iam_role_policy" "task" {
  for_each = var.services

  name   = "topology"
  role   = aws_iam_role.task[each.key].id
  policy = local.task_policies[each.key]
}

resource "aws_iam_role" "execution" {
  name               = "${local.prefix}-execution"
  description        = "What ECS does to start a task: pull its image, open its log, hand it its secrets"
  assume_role_policy = local.trusted_by_ecs_tasks
}

resource "aws_iam_role_policy" "execution" {
  name   = "start-tasks"
  role   = aws_iam_role.execution.id
  policy = local.execution_policy
}

locals {
  execution_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      for statement in [
        { Sid = "LogInToRegistry", Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = ["*"] },
        {
          Sid      = "PullImages"
          Effect   = "Allow"
          Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
          Resource = [local.repository_arns]
        },
        { Sid = "WriteLogs", Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = [local.log_stream_arns] },
        { Sid = "ReadSecrets", Effect = "Allow", Action = ["ssm:GetParameters"], Resource = var.token_parameter_arns },
      ] : statement if length(statement.Resource) > 0
    ], [for statement in local.key_statements : merge(statement, { Action = ["kms:Decrypt"] })])
  })
}
