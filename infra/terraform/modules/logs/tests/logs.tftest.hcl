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
  days = 90
}

override_resource {
  target          = aws_s3_bucket.logs
  override_during = plan
  values          = { id = "wattline-test-logs" }
}

run "three_services_of_aws_deliver_each_below_its_own_keys" {
  command = plan

  assert {
    condition = {
      for statement in jsondecode(aws_s3_bucket_policy.logs.policy).Statement : statement.Sid => [statement.Principal.Service, statement.Resource]
      if statement.Effect == "Allow" && statement.Action == "s3:PutObject"
      } == {
      BucketAccess       = ["logging.s3.amazonaws.com", "arn:aws:s3:::wattline-test-logs/s3/*"]
      LoadBalancerAccess = ["logdelivery.elasticloadbalancing.amazonaws.com", "arn:aws:s3:::wattline-test-logs/load-balancer/AWSLogs/123456789012/*"]
      NetworkTraffic     = ["delivery.logs.amazonaws.com", "arn:aws:s3:::wattline-test-logs/network/AWSLogs/123456789012/*"]
    }
    error_message = "Each service may put its own logs, and nothing else."
  }

  assert {
    condition     = alltrue([for statement in jsondecode(aws_s3_bucket_policy.logs.policy).Statement : statement.Condition.StringEquals["aws:SourceAccount"] == "123456789012" if statement.Effect == "Allow"])
    error_message = "Only this account's services deliver here."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.logs.rule[0].expiration[0].days == 90
    error_message = "Logs are deleted after the days that were asked for."
  }
}
