output "bucket" {
  description = "The bucket of the logs: its name and ARN. Access to buckets is below s3/, to the load balancer below load-balancer/, traffic of the network below network/."
  value       = { name = aws_s3_bucket.logs.bucket, arn = local.bucket_arn }

  # Nothing can be delivered before the policy lets it in.
  depends_on = [aws_s3_bucket_policy.logs]
}
