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

variable "queues" {
  description = "The queues, with the names of each and of its dead-letter queue."
  type        = map(object({ name = string, dead_letter_name = string }))
  nullable    = false

  validation {
    condition     = length(var.queues) > 0
    error_message = "There must be queues to watch."
  }
}

variable "cluster_name" {
  description = "The cluster that the services run on."
  type        = string
  nullable    = false

  validation {
    condition     = var.cluster_name != ""
    error_message = "Services are watched by their cluster's name."
  }
}

variable "services" {
  description = "The services that run, with the log group of each."
  type        = map(object({ log_group = string }))
  nullable    = false
  default     = {}

  validation {
    condition     = alltrue([for service in values(var.services) : startswith(service.log_group, "/")])
    error_message = "A log group's name begins with a slash."
  }
}

variable "stages" {
  description = "Which of the services are stages: they have runs that can fail, and grow with their backlog."
  type        = set(string)
  nullable    = false
  default     = []

  validation {
    condition     = alltrue([for stage in var.stages : can(regex("^[a-z]{1,12}$", stage))])
    error_message = "The name of a stage is made of at most 12 lower-case letters."
  }
}

variable "alarm_email" {
  description = "The address that gets alarms by e-mail; AWS asks it to confirm first. Null: alarms are only shown."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_email == null ? true : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.alarm_email))
    error_message = "It must be an e-mail address."
  }
}

variable "oldest_message_minutes" {
  description = "From which age on a waiting message is an alarm."
  type        = number
  nullable    = false
  default     = 30

  validation {
    condition     = var.oldest_message_minutes >= 1 && var.oldest_message_minutes <= 20160
    error_message = "From a minute to fourteen days: no message gets older."
  }
}
