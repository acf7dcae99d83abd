locals {
  buckets   = { for name, store in var.stores : name => merge(store, { bucket = "${var.deployment.prefix}-${name}" }) }
  notifying = { for name, store in local.buckets : name => store if store.notifies != null }
}

resource "aws_s3_bucket" "store" {
  # checkov:skip=CKV_AWS_18: Access logs are on where there is a bucket for logs; each access is also in CloudTrail where an account turns data events on.
  # checkov:skip=CKV_AWS_144: A second region doubles the cost of every object; every feature set can be made again, byte for byte, from its upload.
  # checkov:skip=CKV_AWS_145: Encrypted with the key of kms_key_arn where one is given, else with S3's own, which cost nothing.
  # checkov:skip=CKV2_AWS_62: Only the staging store notifies; the ledger has the rest.
  for_each = local.buckets

  bucket        = each.value.bucket
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_versioning" "store" {
  for_each = local.buckets

  bucket = aws_s3_bucket.store[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "store" {
  for_each = local.buckets

  bucket = aws_s3_bucket.store[each.key].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }

    # One request to KMS for many objects.
    bucket_key_enabled = var.kms_key_arn == null ? null : true
  }
}

resource "aws_s3_bucket_logging" "store" {
  for_each = var.log_bucket == null ? {} : local.buckets

  bucket        = aws_s3_bucket.store[each.key].id
  target_bucket = var.log_bucket.name
  target_prefix = "s3/${each.value.bucket}/"
}

resource "aws_s3_bucket_public_access_block" "store" {
  for_each = local.buckets

  bucket                  = aws_s3_bucket.store[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "store" {
  for_each = local.buckets

  bucket = aws_s3_bucket.store[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource = [
        "arn:${var.deployment.partition}:s3:::${each.value.bucket}",
        "arn:${var.deployment.partition}:s3:::${each.value.bucket}/*",
      ]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  # S3 takes one change of a bucket's access at a time.
  depends_on = [aws_s3_bucket_public_access_block.store]
}

resource "aws_s3_bucket_notification" "store" {
  for_each = local.notifying

  bucket = aws_s3_bucket.store[each.key].id

  queue {
    id            = "object-created"
    queue_arn     = var.queue_arns[each.value.notifies.queue]
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = each.value.notifies.prefix
  }
}
