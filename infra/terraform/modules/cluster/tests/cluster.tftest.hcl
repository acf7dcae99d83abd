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
  services              = ["ingest", "status"]
  subnet_ids            = ["subnet-a", "subnet-b"]
  security_group_id     = "sg-0instances"
  lab_instance_profile  = "wattline-test-lab"
  node_instance_profile = "wattline-test-node"
}

override_data {
  target = data.aws_ssm_parameter.ami
  values = { insecure_value = "ami-0123456789abcdef0" }
}

override_resource {
  target          = aws_autoscaling_group.more_workers
  override_during = plan
  values          = { arn = "arn:aws:autoscaling:eu-central-1:123456789012:autoScalingGroup:0:autoScalingGroupName/wattline-test-more-workers" }
}

run "the_three_instances_have_the_labs_role" {
  command = plan

  assert {
    condition     = { for name, instance in aws_instance.base : name => [instance.tags.Name, instance.iam_instance_profile] } == { for name in ["headnode", "worker1", "worker2"] : name => [name, "wattline-test-lab"] }
    error_message = "There are three instances, headnode, worker1 and worker2, each with the lab's instance profile."
  }

  assert {
    condition     = { for name, instance in aws_instance.base : name => instance.instance_type } == { headnode = "t3.small", worker1 = "t3.medium", worker2 = "t3.medium" }
    error_message = "headnode is small, the workers have room for two stages each."
  }

  assert {
    condition     = { for name, instance in aws_instance.base : name => instance.subnet_id } == { headnode = "subnet-a", worker1 = "subnet-b", worker2 = "subnet-a" }
    error_message = "The workers are in two zones."
  }
}

run "tasks_cannot_ask_an_instance_for_its_credentials" {
  command = plan

  assert {
    condition = alltrue([
      for options in concat([for instance in aws_instance.base : instance.metadata_options[0]], [aws_launch_template.more_workers.metadata_options[0]]) :
      options.http_tokens == "required" && options.http_put_response_hop_limit == 1
    ])
    error_message = "The metadata service asks for a token and answers no further than the instance itself, on every instance."
  }

  assert {
    condition = alltrue([
      for settings in values(local.agent_settings) : strcontains(settings, "\nECS_AWSVPC_BLOCK_IMDS=true\n") && strcontains(settings, "\nECS_DISABLE_PRIVILEGED=true\n")
    ])
    error_message = "The agent starts no task that could go round this."
  }
}

run "instances_are_encrypted_and_take_no_address_by_themselves" {
  command = plan

  assert {
    condition     = alltrue([for instance in aws_instance.base : instance.root_block_device[0].encrypted && instance.root_block_device[0].volume_type == "gp3" && instance.vpc_security_group_ids == toset(["sg-0instances"])])
    error_message = "Disks are encrypted, and the one security group is on every instance."
  }

  assert {
    condition     = aws_launch_template.more_workers.block_device_mappings[0].ebs[0].encrypted == "true" && aws_launch_template.more_workers.vpc_security_group_ids == toset(["sg-0instances"])
    error_message = "So it is with workers that join."
  }
}

run "the_head_carries_status_and_the_workers_stages" {
  command = plan

  assert {
    condition = { for name, settings in local.agent_settings : name => regex("\nECS_INSTANCE_ATTRIBUTES=(.*)\n", settings)[0] } == {
      headnode = "{\"name\":\"headnode\",\"role\":\"head\"}"
      worker1  = "{\"name\":\"worker1\",\"role\":\"worker\"}"
      worker2  = "{\"name\":\"worker2\",\"role\":\"worker\"}"
      more     = "{\"role\":\"more\"}"
    }
    error_message = "ECS knows headnode as the head, worker1 and worker2 as workers, and the others as neither."
  }

  # The provider plans the hash of what an instance runs at its start.
  assert {
    condition     = { for name, instance in aws_instance.base : name => instance.user_data } == { for name in ["headnode", "worker1", "worker2"] : name => sha1(local.agent_settings[name]) }
    error_message = "Each instance reports its own name and role to ECS."
  }

  assert {
    condition     = alltrue([for settings in values(local.agent_settings) : startswith(settings, "#!/bin/sh\ncat >> /etc/ecs/ecs.config <<'SETTINGS'\n") && strcontains(settings, "\nECS_CLUSTER=wattline-test\n") && endswith(settings, "\nSETTINGS\n")])
    error_message = "They join the cluster, by a script that the system runs."
  }

  assert {
    condition     = base64decode(aws_launch_template.more_workers.user_data) == local.agent_settings["more"]
    error_message = "Workers that join are no place for what is always there."
  }
}

run "more_workers_come_and_go" {
  command = plan

  assert {
    condition     = aws_autoscaling_group.more_workers.min_size == 0 && aws_autoscaling_group.more_workers.max_size == 4 && aws_autoscaling_group.more_workers.protect_from_scale_in
    error_message = "There are none when idle, four at the most, and none goes while it has a task."
  }

  assert {
    condition     = aws_launch_template.more_workers.iam_instance_profile[0].name == "wattline-test-node"
    error_message = "They have a role that sees no store."
  }

  assert {
    condition     = aws_ecs_capacity_provider.more_workers.auto_scaling_group_provider[0].managed_draining == "ENABLED" && aws_ecs_capacity_provider.more_workers.auto_scaling_group_provider[0].managed_termination_protection == "ENABLED" && aws_ecs_capacity_provider.more_workers.auto_scaling_group_provider[0].managed_scaling[0].status == "ENABLED"
    error_message = "ECS asks for them, drains them and lets them go."
  }

  assert {
    condition     = one(aws_ecs_cluster_capacity_providers.this.capacity_providers) == "wattline-test-more-workers"
    error_message = "The cluster knows their capacity provider."
  }

  assert {
    condition     = aws_autoscaling_group.more_workers.mixed_instances_policy[0].instances_distribution[0].on_demand_percentage_above_base_capacity == 100
    error_message = "They are on demand unless spot is asked for."
  }
}

run "more_workers_may_be_spot" {
  command = plan

  variables {
    spot_types = ["t3.medium", "t3a.medium"]
  }

  assert {
    condition     = aws_autoscaling_group.more_workers.mixed_instances_policy[0].instances_distribution[0].on_demand_percentage_above_base_capacity == 0
    error_message = "All of them are spot then."
  }

  assert {
    condition     = [for override in aws_autoscaling_group.more_workers.mixed_instances_policy[0].launch_template[0].override : override.instance_type] == ["t3.medium", "t3a.medium"]
    error_message = "They are of the types that were named."
  }
}

run "each_service_has_a_repository" {
  command = plan

  assert {
    condition     = { for name, repository in aws_ecr_repository.service : name => [repository.name, repository.image_tag_mutability, tostring(repository.image_scanning_configuration[0].scan_on_push)] } == { for name in ["ingest", "status"] : name => ["wattline-test/${name}", "IMMUTABLE", "true"] }
    error_message = "Each service has a repository that scans what is pushed, and whose tags stay what they are."
  }

  assert {
    condition     = alltrue([for policy in aws_ecr_lifecycle_policy.service : [for rule in jsondecode(policy.policy).rules : [rule.selection.tagStatus, tostring(rule.selection.countNumber)]] == [["untagged", "7"], ["any", "20"]]])
    error_message = "Images without a tag go after a week, others after twenty newer ones."
  }
}

run "arm64_has_its_own_image" {
  command = plan

  variables {
    architecture = "arm64"
  }

  assert {
    condition     = data.aws_ssm_parameter.ami.name == "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id"
    error_message = "Instances on arm64 start from the image for arm64."
  }
}

run "a_disk_without_room_for_the_system_is_refused" {
  command = plan

  variables {
    disk_gb = 20
  }

  expect_failures = [var.disk_gb]
}
