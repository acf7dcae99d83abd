variable "region" {
  description = "The AWS region of everything. It has no default: a deployment in the wrong one is found late."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "It must be the name of a region, as eu-central-1."
  }
}

variable "name" {
  description = "What the deployment is called. Every name begins with it and eight digits that are the account's and the region's own."
  type        = string
  nullable    = false
  default     = "wattline"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 16 lower-case letters, digits and hyphens, and begin with a letter."
  }
}

variable "prefix" {
  description = "What every name begins with, as it is, instead of name and digits: for a deployment that was made otherwise."
  type        = string
  default     = null

  validation {
    condition     = var.prefix == null ? true : can(regex("^[a-z0-9][a-z0-9-]{1,23}[a-z0-9]$", var.prefix))
    error_message = "The prefix must be 3 to 25 lower-case letters, digits and hyphens, with no hyphen at its ends."
  }
}

variable "images" {
  description = "The image of each service by its digest, REPOSITORY@sha256:…; services without one are not made."
  type        = map(string)
  nullable    = false
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.images) : contains(keys(local.services), name)])
    error_message = "The services are those of topology.json: ${join(", ", keys(local.services))}."
  }

  validation {
    condition     = alltrue([for image in values(var.images) : can(regex("@sha256:[0-9a-f]{64}$", image))])
    error_message = "An image is named by its digest, REPOSITORY@sha256:…, so that what runs is what was built; npm run deploy does so."
  }
}

variable "settings" {
  description = "Settings of every service beyond those that the deployment makes; docs/configuration.md lists them."
  type        = map(string)
  nullable    = false
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.settings) : startswith(name, "WATTLINE_")])
    error_message = "Each setting begins with WATTLINE_."
  }
}

variable "existing_vpc" {
  description = "A VPC to use instead of one of the deployment's own: for instances, subnets that reach the internet, by a NAT gateway or by the address that the subnet gives them; for the load balancer, public ones."
  default     = null
  type = object({
    vpc_id                   = string
    instance_subnet_ids      = list(string)
    load_balancer_subnet_ids = optional(list(string), [])
  })

  validation {
    condition     = var.existing_vpc == null ? true : can(regex("^vpc-", var.existing_vpc.vpc_id)) && length(var.existing_vpc.instance_subnet_ids) > 0
    error_message = "An existing VPC needs its id, vpc-…, and at least one subnet for instances."
  }
}

variable "vpc_cidr" {
  description = "The addresses of the deployment's own VPC."
  type        = string
  nullable    = false
  default     = "10.87.0.0/22"

  validation {
    condition     = can(cidrhost(var.vpc_cidr, 0))
    error_message = "It must be a CIDR block, as 10.87.0.0/22."
  }
}

variable "certificate_arn" {
  description = "A certificate of ACM for the status service and the rows. Without it or a domain there is no load balancer: the services are reached through Session Manager only."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null ? true : can(regex("^arn:[^:]+:acm:", var.certificate_arn))
    error_message = "The certificate must be the ARN of one in ACM."
  }
}

variable "domain" {
  description = "A name for the status service and the rows in a zone of Route 53: its certificate and its record are made."
  type        = object({ name = string, zone_id = string })
  default     = null

  validation {
    condition     = var.domain == null ? true : can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain.name))
    error_message = "A domain needs a name, as wattline.example.org, and the id of its zone."
  }
}

variable "allowed_cidrs" {
  description = "From where the status service and the rows may be reached, by HTTPS and with a token. There is no default: open to the world is said, as [\"0.0.0.0/0\"]."
  type        = list(string)
  nullable    = false
  default     = []

  validation {
    condition     = alltrue([for cidr in var.allowed_cidrs : can(cidrhost(cidr, 0))])
    error_message = "Each must be a CIDR block, as 203.0.113.0/24."
  }

  validation {
    condition     = length(var.allowed_cidrs) > 0 || (var.certificate_arn == null && var.domain == null)
    error_message = "With a domain or a certificate there is a load balancer: set allowed_cidrs to the networks that may reach it, as [\"203.0.113.0/24\"]; [\"0.0.0.0/0\"] is the whole internet."
  }
}

variable "operator_arns" {
  description = "Users and roles that may send to the queues besides the services, as people who replay runs from a terminal; * and ? stand for characters."
  type        = list(string)
  nullable    = false
  default     = []

  validation {
    condition     = alltrue([for arn in var.operator_arns : can(regex("^arn:[^:]+:iam::[0-9]{12}:(user|role)/", arn))])
    error_message = "Each must be the ARN of a user or role, arn:aws:iam::123456789012:role/…; who has assumed a role is known by that role."
  }
}

variable "token_version" {
  description = "Counts up to make new tokens for the status service and the one that serves rows; restart both to use them."
  type        = number
  nullable    = false
  default     = 1

  validation {
    condition     = var.token_version >= 1 && floor(var.token_version) == var.token_version
    error_message = "It is a whole number, from 1."
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

variable "alarm_email" {
  description = "The address that gets alarms by e-mail; AWS asks it to confirm first."
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
    condition     = var.oldest_message_minutes >= 1
    error_message = "It must be a minute at the least."
  }
}

variable "force_destroy" {
  description = "Whether destroying the deployment also destroys what is in its buckets and repositories, sealed feature sets included."
  type        = bool
  nullable    = false
  default     = false
}
