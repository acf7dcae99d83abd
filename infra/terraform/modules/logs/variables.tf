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

variable "days" {
  description = "How many days a log is kept."
  type        = number
  nullable    = false

  validation {
    condition     = var.days >= 1
    error_message = "A log is kept for a day at the least."
  }
}

variable "force_destroy" {
  description = "Whether destroying the deployment also destroys the logs that are in the bucket."
  type        = bool
  default     = false
  nullable    = false
}
