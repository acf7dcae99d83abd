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

variable "stores" {
  description = "The stores of topology.json: what expires, how long old versions are kept, and which queue is notified of new objects."
  nullable    = false
  type = map(object({
    notifies             = optional(object({ queue = string, prefix = string }))
    expire               = optional(list(object({ prefix = string, days = number })), [])
    unfinishedUploadDays = number
    oldVersions          = object({ moveAfterDays = number, expireAfterDays = optional(number) })
  }))

  validation {
    condition     = alltrue([for store in var.stores : store.oldVersions.moveAfterDays >= 30 && alltrue([for days in store.oldVersions.expireAfterDays[*] : days > store.oldVersions.moveAfterDays])])
    error_message = "S3 moves old versions after 30 days at the soonest, and they must expire after they are moved."
  }

  validation {
    condition     = alltrue([for store in values(var.stores) : alltrue([for rule in store.expire : rule.prefix != "" && rule.days > 0])])
    error_message = "What expires needs a prefix: without one, everything in the store would."
  }
}

variable "queue_arns" {
  description = "The ARN of each queue that a store notifies, by the queue's name."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.queue_arns) : can(regex("^arn:[^:]+:sqs:", arn))])
    error_message = "Each must be the ARN of an SQS queue."
  }
}

variable "force_destroy" {
  description = "Whether destroying the deployment also destroys what is in its buckets, sealed feature sets included."
  type        = bool
  default     = false
  nullable    = false
}

variable "kms_key_arn" {
  description = "The key of KMS that encrypts objects; null takes S3's own keys."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "It must be the ARN of a key of KMS, arn:aws:kms:…:key/…; an alias changes what it names."
  }
}

variable "log_bucket" {
  description = "The bucket that takes access logs of the stores: its name and ARN; null keeps none."
  type        = object({ name = string, arn = string })
  default     = null
}
