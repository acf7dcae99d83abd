output "queues" {
  description = "Each queue: its name, URL and ARN."
  value       = { for name, queue in aws_sqs_queue.stage : name => { name = queue.name, url = queue.url, arn = queue.arn } }
}

output "dead_letters" {
  description = "The dead-letter queue of each queue: its name, URL and ARN."
  value       = { for name, queue in aws_sqs_queue.dead_letters : name => { name = queue.name, url = queue.url, arn = queue.arn } }
}

output "queue_arns" {
  description = "The ARN of each queue, once the queue is there with its policy: S3 sends a test message when the notification is set up."
  value       = { for name, queue in aws_sqs_queue.stage : name => queue.arn }
}
