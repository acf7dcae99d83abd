locals {
  bucket     = "${var.deployment.prefix}-logs"
  bucket_arn = "arn:${var.deployment.partition}:s3:::${local.bucket}"
  own_arns   = "arn:${var.deployment.partition}:s3:::${var.deployment.prefix}-*"
  of_account = { "aws:SourceAccount" = var.deployment.account_id }

  # Who delivers what, and below which keys.
  deliveries = {
    BucketAccess = {
      service   = "logging.s3.amazonaws.com"
      prefix    = "s3/"
      condition = { StringEquals = local.of_account, ArnLike = { "aws:SourceArn" = local.own_arns } }
    }
    LoadBalancerAccess = {
      service   = "logdelivery.elasticloadbalancing.amazonaws.com"
      prefix    = "load-balancer/AWSLogs/${var.deployment.account_id}/"
      condition = { StringEquals = local.of_account }
    }
    NetworkTraffic = {
      service   = "delivery.logs.amazonaws.com"
      prefix    = "network/AWSLogs/${var.deployment.account_id}/"
      condition = { StringEquals = local.of_account }
    }
  }
}

resource "aws_s3_bucket" "logs" {
  # checkov:skip=CKV_AWS_18: This is where access logs go; its own would be logs of logs.
  # checkov:skip=CKV_AWS_21: A log is written once and never changed.
  # checkov:skip=CKV_AWS_144: Logs of one region are read in that region.
  # checkov:skip=CKV_AWS_145: Load balancers deliver to no bucket with a KMS key.
  # checkov:skip=CKV2_AWS_62: Nobody waits for a log.
  bucket        = local.bucket
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = var.days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid       = "TlsOnly"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
        {
          Sid       = "NetworkTrafficLooks"
          Effect    = "Allow"
          Principal = { Service = local.deliveries.NetworkTraffic.service }
          Action    = "s3:GetBucketAcl"
          Resource  = local.bucket_arn
          Condition = local.deliveries.NetworkTraffic.condition
        },
      ],
      [for sid, delivery in local.deliveries : {
        Sid       = sid
        Effect    = "Allow"
        Principal = { Service = delivery.service }
        Action    = "s3:PutObject"
        Resource  = "${local.bucket_arn}/${delivery.prefix}*"
        Condition = delivery.condition
      }],
    )
  })

  # S3 takes one change of a bucket's access at a time.
  depends_on = [aws_s3_bucket_public_access_block.logs]
}
