variable "deployment" {
  description = "Which deployment this is: the prefix that begins every name, and the partition, region and account that it is in."
  nullable    = false
  type = object({
    prefix     = string
    partition  = string
    region     = string
    account_id = string
  })

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$", var.deployment.prefix))
    error_message = "The prefix must be 3 to 50 lower-case letters, digits and hyphens, with no hyphen at its ends: the services take no other."
  }

  validation {
    condition     = can(regex("^[0-9]{12}$", var.deployment.account_id))
    error_message = "An account has a number of 12 digits."
  }
}

variable "name" {
  description = "The service's name, as in topology.json."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{1,12}$", var.name))
    error_message = "The name of a service is made of at most 12 lower-case letters."
  }
}

variable "image" {
  description = "The service's image, by digest: what runs is what was pushed, whatever a tag says later."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[^@\\s]+@sha256:[0-9a-f]{64}$", var.image))
    error_message = "The image must be named by its digest, as REPOSITORY@sha256:… with 64 hexadecimal digits; docker inspect --format '{{index .RepoDigests 0}}' IMAGE prints it."
  }
}

variable "cluster_name" {
  description = "The cluster that the service runs on."
  type        = string
  nullable    = false

  validation {
    condition     = var.cluster_name != ""
    error_message = "A service needs a cluster."
  }
}

variable "instance_role" {
  description = "The role of the base instances that it runs on: head or worker."
  type        = string
  nullable    = false
  default     = "worker"

  validation {
    condition     = contains(["head", "worker"], var.instance_role)
    error_message = "The base instances are head or worker."
  }
}

variable "task_role_arn" {
  description = "The role of the service's own code."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[^:]+:iam::[0-9]{12}:role/", var.task_role_arn))
    error_message = "It must be the ARN of a role."
  }
}

variable "execution_role_arn" {
  description = "The role by which ECS starts the service's tasks."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[^:]+:iam::[0-9]{12}:role/", var.execution_role_arn))
    error_message = "It must be the ARN of a role."
  }
}

variable "cpu" {
  description = "The task's share of processors, in 1/1024 of one; what others leave is shared beyond it."
  type        = number
  nullable    = false
  default     = 512

  validation {
    condition     = var.cpu >= 128 && var.cpu <= 10240
    error_message = "From 128 to 10240 units: 1024 are one processor."
  }
}

variable "memory_mb" {
  description = "The task's memory in MiB: it is ended when it takes more."
  type        = number
  nullable    = false
  default     = 1792

  validation {
    condition     = var.memory_mb >= 256
    error_message = "A service needs 256 MiB at the least."
  }
}

variable "environment" {
  description = "The service's settings beyond prefix and region; docs/configuration.md lists them."
  type        = map(string)
  nullable    = false
  default     = {}

  validation {
    condition     = length(setintersection(keys(var.environment), ["WATTLINE_PREFIX", "AWS_REGION", "WATTLINE_HTTP_PORT", "WATTLINE_SCRATCH", "WATTLINE_GRACE_MS"])) == 0
    error_message = "Prefix, region, port, scratch folder and grace time are set by the module: leave them out."
  }
}

variable "secrets" {
  description = "SSM parameters to hand to the container, by the name of the environment variable."
  type        = map(string)
  nullable    = false
  default     = {}

  validation {
    condition     = alltrue([for arn in values(var.secrets) : can(regex("^arn:[^:]+:ssm:", arn))])
    error_message = "Each must be the ARN of an SSM parameter."
  }
}

variable "host_port" {
  description = "The instance's port at which the service is reached; none where nobody asks it anything."
  type        = number
  default     = null

  validation {
    condition     = var.host_port == null ? true : var.host_port >= 1024 && var.host_port <= 32767
    error_message = "The port must be from 1024 to 32767: Docker uses those above."
  }
}

variable "target_group_arn" {
  description = "Where the service registers to be reached from outside."
  type        = string
  default     = null

  validation {
    condition     = var.target_group_arn == null || var.host_port != null
    error_message = "A load balancer reaches a service at its host_port: set it."
  }
}

variable "stop_timeout_s" {
  description = "How long a stopping task may finish its work in flight. A spot instance ends two minutes after its notice."
  type        = number
  nullable    = false
  default     = 110

  validation {
    condition     = var.stop_timeout_s >= 30 && var.stop_timeout_s <= 120
    error_message = "From 30 to 120 seconds: less is too short for a part, more is not given."
  }
}

variable "log_days" {
  description = "How long logs are kept, in days."
  type        = number
  nullable    = false
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731 days."
  }
}

variable "more" {
  description = "How the service grows beyond its one task on the base: by which queue's backlog, to how many tasks, on whose capacity. Null: not at all."
  default     = null
  type = object({
    queue_name        = string
    messages_per_task = number
    max_tasks         = number
    capacity_provider = string
  })

  validation {
    condition     = var.more == null ? true : var.more.messages_per_task > 0 && var.more.max_tasks >= 1
    error_message = "It grows to one more task at the least, by more than no messages a task."
  }
}

variable "kms_key_arn" {
  description = "The key of KMS that encrypts logs; null takes CloudWatch's own."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "It must be the ARN of a key of KMS, arn:aws:kms:…:key/…; an alias changes what it names."
  }
}
