variable "endpoint" {
  description = "Where LocalStack answers."
  type        = string
  nullable    = false
  default     = "http://localhost:4566"

  validation {
    condition     = can(regex("^https?://", var.endpoint))
    error_message = "It must be an http or https URL."
  }
}

variable "prefix" {
  description = "What every name begins with: WATTLINE_PREFIX of the services."
  type        = string
  nullable    = false
  default     = "wattline-local"

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$", var.prefix))
    error_message = "The prefix must be 3 to 50 lower-case letters, digits and hyphens, with no hyphen at its ends."
  }
}

variable "region" {
  description = "The region that LocalStack is to be."
  type        = string
  nullable    = false
  default     = "eu-central-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "It must be the name of a region, as eu-central-1."
  }
}
