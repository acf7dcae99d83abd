locals {
  http_port = 8080

  environment = merge(var.environment, {
    AWS_REGION         = var.deployment.region
    WATTLINE_PREFIX    = var.deployment.prefix
    WATTLINE_HTTP_PORT = tostring(local.http_port)
    WATTLINE_SCRATCH   = "/tmp"
    # Ten seconds are left to release what could not be finished.
    WATTLINE_GRACE_MS = tostring((var.stop_timeout_s - 10) * 1000)
  })
}

resource "aws_ecs_task_definition" "this" {
  family                   = local.full_name
  requires_compatibilities = ["EC2"]
  # The instance's own address is the way out. A task with a network interface of its own would need a NAT gateway for it.
  network_mode       = "bridge"
  task_role_arn      = var.task_role_arn
  execution_role_arn = var.execution_role_arn

  # On the instance's disk, not in memory: room for large uploads. It is gone with the task.
  volume {
    name = "scratch"

    docker_volume_configuration {
      scope  = "task"
      driver = "local"
    }
  }

  container_definitions = jsonencode([{
    name                   = var.name
    image                  = var.image
    essential              = true
    cpu                    = var.cpu
    memory                 = var.memory_mb
    user                   = "node"
    readonlyRootFilesystem = true
    privileged             = false
    stopTimeout            = var.stop_timeout_s
    linuxParameters        = { capabilities = { drop = ["ALL"] } }

    environment  = [for name in sort(keys(local.environment)) : { name = name, value = local.environment[name] }]
    secrets      = [for name in sort(keys(var.secrets)) : { name = name, valueFrom = var.secrets[name] }]
    mountPoints  = [{ sourceVolume = "scratch", containerPath = "/tmp", readOnly = false }]
    portMappings = [for port in var.host_port[*] : { containerPort = local.http_port, hostPort = port, protocol = "tcp" }]

    healthCheck = {
      command     = ["CMD", "node", "docker/healthcheck.mjs", "/healthz"]
      interval    = 15
      timeout     = 5
      retries     = 3
      startPeriod = 30
    }

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = local.log_group
        awslogs-region        = var.deployment.region
        awslogs-stream-prefix = "task"
        mode                  = "non-blocking"
        max-buffer-size       = "8m"
      }
    }
  }])

  depends_on = [aws_cloudwatch_log_group.this]
}
