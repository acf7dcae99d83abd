locals {
  half = { width = 12, height = 6 }

  graphs = {
    backlog = {
      title   = "Messages that wait"
      metrics = [for name, queue in var.queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue.name, { label = name, stat = "Maximum" }]]
    }
    in_flight = {
      title   = "Messages in flight"
      metrics = [for name, queue in var.queues : ["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName", queue.name, { label = name, stat = "Maximum" }]]
    }
    oldest = {
      title   = "Age of the oldest message, in seconds"
      metrics = [for name, queue in var.queues : ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", queue.name, { label = name, stat = "Maximum" }]]
    }
    dead_letters = {
      title   = "Dead letters"
      metrics = [for name, queue in var.queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue.dead_letter_name, { label = name, stat = "Maximum" }]]
    }
    tasks = {
      title = "Tasks"
      metrics = concat(
        [for name in keys(var.services) : ["AWS/ECS", "CPUUtilization", "ClusterName", var.cluster_name, "ServiceName", name, { label = name, stat = "SampleCount", period = 60 }]],
        [for name in keys(local.stages) : ["AWS/ECS", "CPUUtilization", "ClusterName", var.cluster_name, "ServiceName", "${name}-more", { label = "${name}, more", stat = "SampleCount", period = 60 }]],
      )
    }
    memory = {
      title   = "Memory, in percent of what a task may take"
      metrics = [for name in keys(var.services) : ["AWS/ECS", "MemoryUtilization", "ClusterName", var.cluster_name, "ServiceName", name, { label = name, stat = "Maximum" }]]
    }
    runs = {
      title = "Runs that came to nothing"
      metrics = [
        [local.namespace, "FailedRuns", { label = "failed", stat = "Sum" }],
        [local.namespace, "RejectedRuns", { label = "rejected", stat = "Sum" }],
      ]
    }
  }

  # In the order in which one looks: two a row.
  shown = [for name in ["backlog", "in_flight", "oldest", "dead_letters", "tasks", "memory", "runs"] : local.graphs[name] if length(local.graphs[name].metrics) > 0]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = local.prefix

  dashboard_body = jsonencode({
    widgets = [
      for index, graph in local.shown : merge(local.half, {
        type = "metric"
        x    = (index % 2) * local.half.width
        y    = floor(index / 2) * local.half.height
        properties = {
          title   = graph.title
          region  = var.deployment.region
          view    = "timeSeries"
          stacked = false
          period  = 60
          metrics = graph.metrics
        }
      })
    ]
  })
}
