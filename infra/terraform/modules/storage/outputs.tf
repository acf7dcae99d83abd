output "buckets" {
  description = "The bucket of each store: its name."
  value       = { for name in keys(local.buckets) : name => aws_s3_bucket.store[name].bucket }
}

output "bucket_arns" {
  description = "The bucket of each store: its ARN, known before it is made."
  value       = { for name, store in local.buckets : name => "arn:${var.deployment.partition}:s3:::${store.bucket}" }
}
