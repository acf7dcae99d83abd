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

