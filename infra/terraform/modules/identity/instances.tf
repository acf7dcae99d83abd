locals {
  trusted_by_ec2 = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })

  # What the ECS agent and the Session Manager's agent do. The managed policies for them would allow more: other clusters, every parameter.
  node_policy = jsonencode({
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
        Resource = [local.cluster_arn]
      },
      {
        Sid      = "RunTasks"
        Effect   = "Allow"
        Action   = ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"]
        Resource = [local.node_arns]
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
        Resource = [local.instance_arns]
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
}

# The three named instances have the lab's role, so they do what an ECS instance does by a second policy of it.
resource "aws_iam_role_policy" "lab_node" {
  # checkov:skip=CKV_AWS_290: The sessions' channels and the search for ECS's endpoint know no resources; all else is for this cluster.
  # checkov:skip=CKV_AWS_355: The sessions' channels and the search for ECS's endpoint know no resources; all else is for this cluster.
  name   = "ecs-node"
  role   = aws_iam_role.lab.id
  policy = local.node_policy
}

resource "aws_iam_role" "node" {
  name               = "${local.prefix}-node"
  description        = "Instances that join when the backlog grows: they run tasks, and see no store"
  assume_role_policy = local.trusted_by_ec2
}

resource "aws_iam_role_policy" "node" {
  # checkov:skip=CKV_AWS_290: The sessions' channels and the search for ECS's endpoint know no resources; all else is for this cluster.
  # checkov:skip=CKV_AWS_355: The sessions' channels and the search for ECS's endpoint know no resources; all else is for this cluster.
  name   = "ecs-node"
  role   = aws_iam_role.node.id
  policy = local.node_policy
}

resource "aws_iam_instance_profile" "node" {
  name = "${local.prefix}-node"
  role = aws_iam_role.node.name
}
