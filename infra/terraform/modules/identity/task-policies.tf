locals {
  # For each service: the ARNs that its part of topology.json comes to.
  permissions = {
    for name, service in var.services : name => {
      stores = [
        for store in sort(distinct(concat(keys(service.reads), keys(service.writes)))) : local.bucket_arns[store]
      ]
      reads   = flatten([for store, keys in service.reads : [for key in keys : "${local.bucket_arns[store]}/${key}"]])
      writes  = flatten([for store, keys in service.writes : [for key in keys : "${local.bucket_arns[store]}/${key}"]])
      deletes = flatten([for store, keys in service.deletes : [for key in keys : "${local.bucket_arns[store]}/${key}"]])
      versions = flatten([
        for store, keys in service.reads : [for key in keys : "${local.bucket_arns[store]}/${key}"] if var.stores[store].versioned
      ])
      receives     = concat([for queue in service.receives[*] : "${local.queue_arn_prefix}-${queue}"], [for queue in service.redrives : "${local.queue_arn_prefix}-${queue}-dead-letters"])
      sends        = [for queue in distinct(concat(service.sends, service.redrives)) : "${local.queue_arn_prefix}-${queue}"]
      dead_letters = [for queue in service.redrives : "${local.queue_arn_prefix}-${queue}-dead-letters"]
      gives_up     = [for queue in service.receives[*] : "${local.queue_arn_prefix}-${queue}-dead-letters" if service.deadLetters]
      itself       = service.protectsItself ? [local.task_arns] : []
      fleet        = service.watchesFleet ? [local.cluster_arn] : []
    }
  }

  task_statements = {
    for name, of in local.permissions : name => [
      # Without it, S3 says of what is not there that it is forbidden.
      { Sid = "ListStores", Effect = "Allow", Action = ["s3:ListBucket"], Resource = of.stores },
      { Sid = "ReadObjects", Effect = "Allow", Action = ["s3:GetObject"], Resource = of.reads },
      { Sid = "ReadVersions", Effect = "Allow", Action = ["s3:GetObjectVersion"], Resource = of.versions },
      { Sid = "WriteObjects", Effect = "Allow", Action = ["s3:PutObject", "s3:AbortMultipartUpload"], Resource = of.writes },
      # Not versions: buckets keep what is deleted, for as long as old versions last.
      { Sid = "DeleteObjects", Effect = "Allow", Action = ["s3:DeleteObject"], Resource = of.deletes },
      {
        Sid      = "FindQueues"
        Effect   = "Allow"
        Action   = ["sqs:GetQueueUrl", "sqs:GetQueueAttributes"]
        Resource = distinct(concat(of.receives, of.sends, of.gives_up))
      },
      {
        Sid      = "ReceiveMessages"
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage"]
        Resource = of.receives
      },
      { Sid = "SendMessages", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = concat(of.sends, of.gives_up) },
      { Sid = "DropDeadLetters", Effect = "Allow", Action = ["sqs:PurgeQueue"], Resource = of.dead_letters },
      { Sid = "ProtectItself", Effect = "Allow", Action = ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"], Resource = of.itself },
      { Sid = "SeeCluster", Effect = "Allow", Action = ["ecs:DescribeClusters", "ecs:ListContainerInstances"], Resource = of.fleet },
      {
        Sid       = "ListFleet"
        Effect    = "Allow"
        Action    = ["ecs:ListServices", "ecs:ListTasks"]
        Resource  = [for cluster in of.fleet : "*"]
        Condition = { ArnEquals = { "ecs:cluster" = local.cluster_arn } }
      },
      {
        Sid      = "SeeFleet"
        Effect   = "Allow"
        Action   = ["ecs:DescribeContainerInstances", "ecs:DescribeServices", "ecs:DescribeTasks"]
        Resource = flatten([for cluster in of.fleet : [local.node_arns, local.service_arns, local.task_arns]])
      },
    ]
  }

  # Objects and messages are encrypted and decrypted in the name of the caller.
  key_statements = [for key in var.kms_key_arn[*] : {
    Sid      = "UseKey"
    Effect   = "Allow"
    Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource = [key]
  }]

  task_policies = {
    for name, statements in local.task_statements : name => jsonencode({
      Version   = "2012-10-17"
      Statement = concat([for statement in statements : statement if length(statement.Resource) > 0], local.key_statements)
    })
  }
}
