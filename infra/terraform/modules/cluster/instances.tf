locals {
  # The base of the cluster, always there.
  instances = {
    headnode = { role = "head", type = var.headnode_type, subnet = 0 }
    worker1  = { role = "worker", type = var.worker_type, subnet = 1 }
    worker2  = { role = "worker", type = var.worker_type, subnet = 2 }
  }

  # What ECS knows of an instance: services are placed by role, and the status service shows the name.
  attributes = merge(
    { for name, instance in local.instances : name => { name = name, role = instance.role } },
    { more = { role = "more" } },
  )

  agent_settings = {
    for name, attributes in local.attributes : name => <<-CONFIG
      #!/bin/sh
      cat >> /etc/ecs/ecs.config <<'SETTINGS'
      ECS_CLUSTER=${var.deployment.prefix}
      ECS_INSTANCE_ATTRIBUTES=${jsonencode(attributes)}
      ECS_AWSVPC_BLOCK_IMDS=true
      ECS_DISABLE_PRIVILEGED=true
      ECS_ENABLE_SPOT_INSTANCE_DRAINING=true
      ECS_CONTAINER_STOP_TIMEOUT=120s
      ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION=10m
      ECS_IMAGE_PULL_BEHAVIOR=prefer-cached
      SETTINGS
    CONFIG
  }
}

# Amazon's own image for ECS, always the newest.
data "aws_ssm_parameter" "ami" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/${var.architecture == "arm64" ? "arm64/" : ""}recommended/image_id"
}

resource "aws_instance" "base" {
  # checkov:skip=CKV_AWS_126: Metrics each minute are billed per instance; the alarms look at tasks and queues, not at processors.
  for_each = local.instances

  ami                         = data.aws_ssm_parameter.ami.insecure_value
  instance_type               = each.value.type
  subnet_id                   = var.subnet_ids[each.value.subnet % length(var.subnet_ids)]
  vpc_security_group_ids      = [var.security_group_id]
  iam_instance_profile        = var.lab_instance_profile
  ebs_optimized               = true
  monitoring                  = false
  user_data                   = local.agent_settings[each.key]
  user_data_replace_on_change = true

  # One hop ends on the instance: a container, one hop further, gets no answer, and so no credentials of the instance.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    volume_type = "gp3"
    volume_size = var.disk_gb
    encrypted   = true
  }

  tags = { Name = each.key }

  lifecycle {
    # A new image comes every week or two; -replace takes it, one instance at a time, when somebody wants it to.
    ignore_changes = [ami]
  }

  depends_on = [aws_ecs_cluster.this]
}
