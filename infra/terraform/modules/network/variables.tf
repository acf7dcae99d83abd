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

variable "existing" {
  description = "A VPC to use instead of one of the deployment's own: instances must reach the internet from their subnets, by a NAT gateway or by the address that the subnet gives them; the load balancer's must be public."
  default     = null
  type = object({
    vpc_id                   = string
    instance_subnet_ids      = list(string)
    load_balancer_subnet_ids = list(string)
  })

  validation {
    condition     = var.existing == null ? true : can(regex("^vpc-", var.existing.vpc_id)) && length(var.existing.instance_subnet_ids) > 0
    error_message = "An existing VPC needs its id, vpc-…, and at least one subnet for instances."
  }
}

variable "cidr" {
  description = "The addresses of the deployment's own VPC: a /16 to /24."
  type        = string
  nullable    = false
  default     = "10.87.0.0/22"

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 24, false)
    error_message = "The addresses must be a CIDR block from /16 to /24, as 10.87.0.0/22."
  }
}

variable "zones" {
  description = "The availability zones of the deployment's own VPC, two or more: a load balancer asks for two."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.zones) >= 2 && length(var.zones) <= 4
    error_message = "Name two to four availability zones."
  }
}

variable "certificate_arn" {
  description = "A certificate of ACM for the status service. Without it or a domain there is no load balancer, and nothing can be reached from outside."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null ? true : can(regex("^arn:[^:]+:acm:", var.certificate_arn))
    error_message = "The certificate must be the ARN of one in ACM."
  }
}

variable "domain" {
  description = "A name for the status service in a zone of Route 53: its certificate and its record are made."
  type        = object({ name = string, zone_id = string })
  default     = null

  validation {
    condition     = var.domain == null ? true : can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain.name)) && var.domain.zone_id != ""
    error_message = "A domain needs a name, as wattline.example.org, and the id of its zone."
  }

  validation {
    condition     = var.domain == null || var.certificate_arn == null
    error_message = "Give a certificate or a domain, not both: a domain gets a certificate of its own."
  }
}

variable "allowed_cidrs" {
  description = "From where the status service may be reached, by HTTPS and with a token. There is no default: open to the world is said, as [\"0.0.0.0/0\"]."
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

variable "status_port" {
  description = "The port of the status service on the headnode."
  type        = number
  nullable    = false
  default     = 8080

  validation {
    condition     = var.status_port >= 1024 && var.status_port <= 32767
    error_message = "The port must be from 1024 to 32767: Docker uses those above."
  }
}

variable "serve_port" {
  description = "The port of the service that serves rows on the headnode."
  type        = number
  nullable    = false
  default     = 8081

  validation {
    condition     = var.serve_port >= 1024 && var.serve_port <= 32767 && var.serve_port != var.status_port
    error_message = "The port must be from 1024 to 32767, since Docker uses those above, and another than that of the status service."
  }
}

variable "private_subnets" {
  description = "Whether instances are in subnets without a way to the internet. They then reach AWS's services through interface endpoints, which are billed by the hour in each zone. Only in a VPC of the deployment's own."
  type        = bool
  nullable    = false
  default     = false

  validation {
    condition     = !var.private_subnets || var.existing == null
    error_message = "In an existing VPC its own subnets and endpoints count: leave private_subnets out."
  }
}

variable "log_bucket" {
  description = "The bucket that takes access logs of the load balancer and flow logs of the VPC: its name and ARN; null keeps none."
  type        = object({ name = string, arn = string })
  default     = null

  validation {
    condition     = var.log_bucket == null ? true : can(regex("^arn:[^:]+:s3:::", var.log_bucket.arn))
    error_message = "The bucket's ARN must be one of S3."
  }
}
