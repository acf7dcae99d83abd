resource "aws_s3_bucket_lifecycle_configuration" "store" {
  for_each = local.buckets

  bucket = aws_s3_bucket.store[each.key].id

  rule {
    id     = "unfinished-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = each.value.unfinishedUploadDays
    }
  }

  dynamic "rule" {
    for_each = each.value.expire

    content {
      id     = "expire-${rule.value.prefix}"
      status = "Enabled"

      filter {
        prefix = rule.value.prefix
      }

      expiration {
        days = rule.value.days
      }

      # What has expired was meant to: nobody looks for its old versions.
      noncurrent_version_expiration {
        noncurrent_days = 1
      }
    }
  }

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    expiration {
      expired_object_delete_marker = true
    }

    noncurrent_version_transition {
      noncurrent_days = each.value.oldVersions.moveAfterDays
      storage_class   = "STANDARD_IA"
    }

    # Where there is none, a sweep removes them: some old uploads are part of their dataset.
    dynamic "noncurrent_version_expiration" {
      for_each = each.value.oldVersions.expireAfterDays[*]

      content {
        noncurrent_days = noncurrent_version_expiration.value
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.store]
}
