variable "architecture" {
  description = "The processors of all instances, x86_64 or arm64; images and instance types must be for them."
  type        = string
  nullable    = false
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "The architecture is x86_64 or arm64."
  }
}

variable "headnode_type" {
  description = "The instance type of headnode, which runs the status service and the one that serves rows."
  type        = string
  nullable    = false
  default     = "t3.small"

  validation {
    condition     = can(regex("^[a-z0-9-]+\\.[a-z0-9-]+$", var.headnode_type))
    error_message = "It must be an instance type, as t3.small."
  }
}

variable "worker_type" {
  description = "The instance type of worker1, worker2 and of those that join them: room for two stages each."
  type        = string
  nullable    = false
  default     = "t3.medium"

  validation {
    condition     = can(regex("^[a-z0-9-]+\\.[a-z0-9-]+$", var.worker_type))
    error_message = "It must be an instance type, as t3.medium."
  }
}

variable "spot_types" {
  description = "Instance types to take from the spot market for workers that join, as [\"t3.medium\", \"t3a.medium\"]; on demand, of worker_type, where it is empty."
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
    condition     = var.max_more_workers >= 1 && var.max_more_workers <= 100
    error_message = "From 1 to 100 workers may join."
  }
}

variable "max_more_tasks" {
  description = "How many more tasks each stage may have beyond its one."
  type        = number
  nullable    = false
  default     = 4

  validation {
    condition     = var.max_more_tasks >= 1 && var.max_more_tasks <= 200
    error_message = "From 1 to 200 tasks."
  }
}

variable "messages_per_task" {
  description = "How many messages, waiting and in flight, each task of a stage should have: the backlog per task that scaling holds."
  type        = number
  nullable    = false
  default     = 5

  validation {
    condition     = var.messages_per_task > 0
    error_message = "It must be more than 0."
  }
}

variable "stage_memory_mb" {
  description = "The memory of a stage's task in MiB; two must find room on a worker."
  type        = number
  nullable    = false
  default     = 1792

  validation {
    condition     = var.stage_memory_mb >= 512
    error_message = "A stage needs 512 MiB at the least."
  }
}

variable "status_memory_mb" {
  description = "The memory of the status service in MiB; it must find room on headnode."
  type        = number
  nullable    = false
  default     = 1280

  validation {
    condition     = var.status_memory_mb >= 256
    error_message = "The status service needs 256 MiB at the least."
  }
}

variable "serve_memory_mb" {
  description = "The memory of the service that serves rows in MiB; it must find room on headnode beside the status service."
  type        = number
  nullable    = false
  default     = 512

  validation {
    condition     = var.serve_memory_mb >= 256
    error_message = "The service that serves rows needs 256 MiB at the least."
  }
}

variable "disk_gb" {
  description = "The disk of each instance in GiB: the system, images, and the files of tasks in flight."
  type        = number
  nullable    = false
  default     = 30

  validation {
    condition     = var.disk_gb >= 30
    error_message = "The disk has 30 GiB at the least."
  }
}
