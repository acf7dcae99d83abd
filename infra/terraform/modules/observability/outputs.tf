output "dashboard_url" {
  description = "The dashboard, in the console."
  value       = "https://${var.deployment.region}.console.aws.amazon.com/cloudwatch/home?region=${var.deployment.region}#dashboards/dashboard/${aws_cloudwatch_dashboard.this.dashboard_name}"
}

output "alarm_topic_arn" {
  description = "The topic that alarms are published to."
  value       = aws_sns_topic.alarms.arn
}
