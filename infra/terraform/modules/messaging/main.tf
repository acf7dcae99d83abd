locals {
  arn_prefix = "arn:${var.deployment.partition}:sqs:${var.deployment.region}:${var.deployment.account_id}"

  queues = {
    for name, queue in var.queues : name => {
      name             = "${var.deployment.prefix}-${name}"
      arn              = "${local.arn_prefix}:${var.deployment.prefix}-${name}"
      dead_letter_name = "${var.deployment.prefix}-${name}-dead-letters"
      dead_letter_arn  = "${local.arn_prefix}:${var.deployment.prefix}-${name}-dead-letters"
      # A service renews what it holds; who does not has at least as long as the longest work takes.
      visibility_s = ceil(coalesce(queue.longestWorkMs, queue.visibilityMs) / 1000)
      max_receives = queue.maxReceives
      buckets      = lookup(var.notifying_bucket_arns, name, [])
      receivers    = lookup(var.receiver_arns, name, [])
      writers      = concat(lookup(var.writer_arns, name, []), var.operator_arns)
    }
  }

  # SQS keeps no message longer; a dead letter's age counts from when it was first sent.
  retention_s = 14 * 24 * 60 * 60

  # A message names a part of a run: it has some hundred bytes.
  message_bytes = 256 * 1024
}

resource "aws_sqs_queue" "dead_letters" {
  for_each = local.queues

  name                      = each.value.dead_letter_name
  message_retention_seconds = local.retention_s
  max_message_size          = local.message_bytes
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  kms_master_key_id         = var.kms_key_arn
  policy                    = local.dead_letter_policies[each.key]

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [each.value.arn]
  })
}

resource "aws_sqs_queue" "stage" {
  for_each = local.queues

  name                       = each.value.name
  message_retention_seconds  = local.retention_s
  max_message_size           = local.message_bytes
  visibility_timeout_seconds = each.value.visibility_s
  sqs_managed_sse_enabled    = var.kms_key_arn == null ? true : null
  kms_master_key_id          = var.kms_key_arn
  policy                     = local.queue_policies[each.key]

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters[each.key].arn
    maxReceiveCount     = each.value.max_receives
  })
}
