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

  stores     = jsondecode(file("../../../topology.json")).stores
  queue_arns = { ingest = "arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest" }
}

run "every_bucket_is_safe" {
  command = plan

  assert {
    condition     = { for name, bucket in aws_s3_bucket.store : name => bucket.bucket } == { staging = "wattline-test-staging", features = "wattline-test-features", models = "wattline-test-models", results = "wattline-test-results" }
    error_message = "There are four buckets, each called after its store."
  }

  assert {
    condition     = alltrue([for store in keys(aws_s3_bucket.store) : aws_s3_bucket_versioning.store[store].versioning_configuration[0].status == "Enabled"])
    error_message = "Every bucket keeps versions."
  }

  assert {
    condition     = alltrue([for store in keys(aws_s3_bucket.store) : one(aws_s3_bucket_server_side_encryption_configuration.store[store].rule).apply_server_side_encryption_by_default[0].sse_algorithm == "AES256"])
    error_message = "Every bucket is encrypted."
  }

  assert {
    condition = alltrue([
      for store in keys(aws_s3_bucket.store) : alltrue([
        aws_s3_bucket_public_access_block.store[store].block_public_acls,
        aws_s3_bucket_public_access_block.store[store].block_public_policy,
        aws_s3_bucket_public_access_block.store[store].ignore_public_acls,
        aws_s3_bucket_public_access_block.store[store].restrict_public_buckets,
      ])
    ])
    error_message = "Every way to make a bucket public is blocked."
  }

  assert {
    condition = aws_s3_bucket_policy.store["models"].policy == jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = ["arn:aws:s3:::wattline-test-models", "arn:aws:s3:::wattline-test-models/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }]
    })
    error_message = "A bucket is reached by TLS only."
  }

  assert {
    condition     = length(aws_s3_bucket_policy.store) == 4
    error_message = "Every bucket has its policy."
  }

  assert {
    condition     = alltrue([for bucket in aws_s3_bucket.store : !bucket.force_destroy])
    error_message = "A bucket with something in it is not destroyed unless that is asked for."
  }
}

run "objects_have_a_life" {
  command = plan

  assert {
    condition = [for rule in aws_s3_bucket_lifecycle_configuration.store["features"].rule : rule.id] == [
      "unfinished-uploads", "expire-work/", "old-versions",
    ]
    error_message = "The feature store ends unfinished uploads, work files and old versions."
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.store["features"].rule : [rule.filter[0].prefix, rule.expiration[0].days, rule.noncurrent_version_expiration[0].noncurrent_days] if rule.id == "expire-work/"] == [["work/", 7, 1]]
    error_message = "Work files expire after seven days, for good a day later; nothing else does."
  }

  assert {
    condition = alltrue([
      for store, days in { staging = [], features = [90], models = [90], results = [90] } :
      [for rule in aws_s3_bucket_lifecycle_configuration.store[store].rule : [
        [for move in rule.noncurrent_version_transition : [move.noncurrent_days, move.storage_class]],
        [for end in rule.noncurrent_version_expiration : end.noncurrent_days],
      ] if rule.id == "old-versions"] == [[[[30, "STANDARD_IA"]], days]]
    ])
    error_message = "Old versions move after 30 days and expire after 90; uploads do not, since datasets may consist of them."
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.store["results"].rule : [rule.filter[0].prefix, rule.expiration[0].days] if startswith(rule.id, "expire-")] == [["access/audit/", 730], ["quarantine/", 365]] || [for rule in aws_s3_bucket_lifecycle_configuration.store["results"].rule : [rule.filter[0].prefix, rule.expiration[0].days] if startswith(rule.id, "expire-")] == [["quarantine/", 365], ["access/audit/", 730]]
    error_message = "Refused rows stay for a year, and the record of changes for two."
  }

  assert {
    condition = alltrue([
      for store in keys(aws_s3_bucket_lifecycle_configuration.store) :
      [for rule in aws_s3_bucket_lifecycle_configuration.store[store].rule : rule.abort_incomplete_multipart_upload[0].days_after_initiation if rule.id == "unfinished-uploads"] == [7]
    ])
    error_message = "Unfinished uploads end after seven days."
  }

  assert {
    condition     = alltrue([for store in keys(aws_s3_bucket_lifecycle_configuration.store) : alltrue([for rule in aws_s3_bucket_lifecycle_configuration.store[store].rule : rule.status == "Enabled"])])
    error_message = "Every rule is in force."
  }
}

run "uploads_are_told_of" {
  command = plan

  assert {
    condition     = keys(aws_s3_bucket_notification.store) == ["staging"]
    error_message = "Only the staging store notifies."
  }

  assert {
    condition = [for queue in aws_s3_bucket_notification.store["staging"].queue : [queue.queue_arn, queue.filter_prefix, tolist(queue.events)]] == [
      ["arn:aws:sqs:eu-central-1:123456789012:wattline-test-ingest", "staging-directory/", tolist(["s3:ObjectCreated:*"])],
    ]
    error_message = "The ingest queue is notified of every object under staging-directory/, and of no other."
  }
}

run "old_versions_do_not_move_sooner_than_s3_allows" {
  command = plan

  variables {
    stores = { staging = { unfinishedUploadDays = 7, oldVersions = { moveAfterDays = 7, expireAfterDays = 60 } } }
  }

  expect_failures = [var.stores]
}

run "nothing_expires_without_a_prefix" {
  command = plan

  variables {
    stores = { models = { unfinishedUploadDays = 7, oldVersions = { moveAfterDays = 30, expireAfterDays = 60 }, expire = [{ prefix = "", days = 1 }] } }
  }

  expect_failures = [var.stores]
}

run "a_prefix_that_services_do_not_take_is_refused" {
  command = plan

  variables {
    deployment = { prefix = "Wattline_", partition = "aws", region = "eu-central-1", account_id = "123456789012" }
  }

  expect_failures = [var.deployment]
}

run "a_key_and_logs_where_they_are_wanted" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/0a1b"
    log_bucket  = { name = "wattline-test-logs", arn = "arn:aws:s3:::wattline-test-logs" }
  }

  assert {
    condition     = alltrue([for store in values(aws_s3_bucket_server_side_encryption_configuration.store) : one(store.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:eu-central-1:123456789012:key/0a1b" && one(store.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms" && one(store.rule).bucket_key_enabled])
    error_message = "Every bucket is encrypted with the key, by one key of the bucket."
  }

  assert {
    condition     = { for name, logging in aws_s3_bucket_logging.store : name => [logging.target_bucket, logging.target_prefix] }["staging"] == ["wattline-test-logs", "s3/wattline-test-staging/"]
    error_message = "Access to each bucket is logged below its name."
  }
}

run "an_alias_is_no_key" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:alias/mine"
  }

  expect_failures = [var.kms_key_arn]
}
