locals {
  tls_only = {
    for name, queue in local.queues : name => {
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }
  }

  queue_policies = {
    for name, queue in local.queues : name => jsonencode({
      Version = "2012-10-17"
      Statement = concat(
        [merge(local.tls_only[name], { Resource = queue.arn })],
        # A permission of IAM would be enough to send; this takes it from all but the writers. S3 is no principal of the account.
        [{
          Sid       = "OnlyWritersSend"
          Effect    = "Deny"
          Principal = "*"
          Action    = "sqs:SendMessage"
          Resource  = queue.arn
          Condition = {
            ArnNotLike = { "aws:PrincipalArn" = queue.writers }
            Bool       = { "aws:PrincipalIsAWSService" = "false" }
          }
        }],
        [for sources in [queue.buckets] : {
          Sid       = "BucketNotifications"
          Effect    = "Allow"
          Principal = { Service = "s3.amazonaws.com" }
          Action    = "sqs:SendMessage"
          Resource  = queue.arn
          Condition = {
            ArnEquals    = { "aws:SourceArn" = sources }
            StringEquals = { "aws:SourceAccount" = var.deployment.account_id }
          }
        } if length(sources) > 0],
      )
    })
  }

  # SQS itself moves dead letters here, as nobody, and so does the worker that received them.
  dead_letter_policies = {
    for name, queue in local.queues : name => jsonencode({
      Version = "2012-10-17"
      Statement = [
        merge(local.tls_only[name], { Resource = queue.dead_letter_arn }),
        {
          Sid       = "OnlyReceiversSend"
          Effect    = "Deny"
          Principal = "*"
          Action    = "sqs:SendMessage"
          Resource  = queue.dead_letter_arn
          Condition = merge(
            { Null = { "aws:PrincipalArn" = "false" } },
            { for receivers in [queue.receivers] : "ArnNotLike" => { "aws:PrincipalArn" = receivers } if length(receivers) > 0 },
          )
        },
      ]
    })
  }
}
