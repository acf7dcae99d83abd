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

variable "services" {
  description = "The services that have an image: each gets a repository."
  type        = set(string)
  nullable    = false

  validation {
    condition     = alltrue([for name in var.services : can(regex("^[a-z]{1,12}$", name))])
    error_message = "The name of a service is made of at most 12 lower-case letters."
  }
}

variable "subnet_ids" {
  description = "The subnets for instances, one a zone."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "Instances need at least one subnet."
  }
}

variable "security_group_id" {
  description = "The security group of every instance."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^sg-", var.security_group_id))
    error_message = "It must be the id of a security group, sg-…"
  }
}

variable "lab_instance_profile" {
  description = "The instance profile of headnode, worker1 and worker2."
  type        = string
  nullable    = false

  validation {
    condition     = var.lab_instance_profile != ""
    error_message = "The three named instances need their profile: it is how they have the lab's role."
  }
}

variable "node_instance_profile" {
  description = "The instance profile of the instances that join when the backlog grows."
  type        = string
  nullable    = false

  validation {
    condition     = var.node_instance_profile != ""
    error_message = "Instances need a profile to join the cluster."
  }
}

variable "architecture" {
  description = "The processors of all instances, x86_64 or arm64: images must be built for them, and the instance types must have them."
  type        = string
  nullable    = false
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "The architecture is x86_64 or arm64."
  }
}

variable "headnode_type" {
  description = "The instance type of headnode, which runs the status service."
  type        = string
  nullable    = false
  default     = "t3.small"

  validation {
    condition     = can(regex("^[a-z0-9-]+\\.[a-z0-9-]+$", var.headnode_type))
    error_message = "It must be an instance type, as t3.small."
  }
}

variable "worker_type" {
  description = "The instance type of worker1, worker2 and of those that join them: room for two tasks of stages."
  type        = string
  nullable    = false
  default     = "t3.medium"

  validation {
    condition     = can(regex("^[a-z0-9-]+\\.[a-z0-9-]+$", var.worker_type))
    error_message = "It must be an instance type, as t3.medium."
  }
}

variable "spot_types" {
  description = "Instance types to take from the spot market for workers that join; on demand, of worker_type, where it is empty."
  type        = list(string)
  nullable    = false
  default     = []

  validation {
    condition     = alltrue([for type in var.spot_types : can(regex("^[a-z0-9-]+\\.[a-z0-9-]+$", type))])
    error_message = "Each must be an instance type, as t3.medium."
  }
}

variable "max_more_workers" {
  description = "How many workers may join the three named instances."
  type        = number
  nullable    = false
  default     = 4

  validation {
    condition     = var.max_more_workers >= 1 && var.max_more_workers <= 100 && floor(var.max_more_workers) == var.max_more_workers
    error_message = "From 1 to 100 workers may join."
  }
}

variable "disk_gb" {
  description = "The disk of each instance in GiB: the system, images, and the files of tasks in flight."
  type        = number
  nullable    = false
  default     = 30

  validation {
    condition     = var.disk_gb >= 30 && var.disk_gb <= 16384
    error_message = "The disk has 30 GiB at the least: the system's image asks for them."
  }
}

variable "force_destroy" {
  description = "Whether destroying the deployment also destroys the images in its repositories."
  type        = bool
  nullable    = false
  default     = false
}
