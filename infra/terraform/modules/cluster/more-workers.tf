resource "aws_launch_template" "more_workers" {
  name                   = "${var.deployment.prefix}-more-workers"
  image_id               = data.aws_ssm_parameter.ami.insecure_value
  instance_type          = var.worker_type
  ebs_optimized          = true
  update_default_version = true
  vpc_security_group_ids = [var.security_group_id]
  user_data              = base64encode(local.agent_settings["more"])

  iam_instance_profile {
    name = var.node_instance_profile
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_type           = "gp3"
      volume_size           = var.disk_gb
      encrypted             = true
      delete_on_termination = true
    }
  }
}

# Nobody here when nothing waits: ECS asks for workers when tasks find no room, and lets them go when they are empty.
resource "aws_autoscaling_group" "more_workers" {
  name                  = "${var.deployment.prefix}-more-workers"
  min_size              = 0
  max_size              = var.max_more_workers
  vpc_zone_identifier   = var.subnet_ids
  protect_from_scale_in = true
  force_delete          = true

  mixed_instances_policy {
    instances_distribution {
      on_demand_base_capacity                  = 0
      on_demand_percentage_above_base_capacity = length(var.spot_types) > 0 ? 0 : 100
      spot_allocation_strategy                 = "price-capacity-optimized"
    }

    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.more_workers.id
        version            = aws_launch_template.more_workers.latest_version
      }

      dynamic "override" {
        for_each = var.spot_types

        content {
          instance_type = override.value
        }
      }
    }
  }

  tag {
    key                 = "Name"
    value               = "${var.deployment.prefix}-more-workers"
    propagate_at_launch = true
  }

  # ECS sets it, and lets go only of what has it.
  tag {
    key                 = "AmazonECSManaged"
    value               = "true"
    propagate_at_launch = true
  }

  lifecycle {
    ignore_changes = [desired_capacity]
  }

  depends_on = [aws_ecs_cluster.this]
}
