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
  description = "The queues of topology.json: how long a message is worked on, and how often it is delivered before it is a dead letter."
  nullable    = false
  type = map(object({
    visibilityMs  = number
    longestWorkMs = optional(number)
    maxReceives   = number
  }))

  validation {
    condition     = alltrue([for queue in var.queues : queue.visibilityMs > 0 && coalesce(queue.longestWorkMs, queue.visibilityMs) <= 43200000])
    error_message = "SQS keeps a message invisible for 12 hours at the most."
  }

  validation {
    condition     = alltrue([for queue in var.queues : queue.maxReceives >= 1 && queue.maxReceives <= 1000])
    error_message = "SQS counts 1 to 1000 deliveries."
  }
}

variable "writer_arns" {
  description = "The roles that may send to each queue, by the queue's name. Nobody else in the account can, but for S3 where a bucket notifies it."
  type        = map(list(string))
  nullable    = false

  validation {
    condition     = alltrue([for queue in keys(var.queues) : length(lookup(var.writer_arns, queue, [])) > 0])
    error_message = "Every queue needs a writer: without one, its policy would shut everybody out."
  }
}

variable "receiver_arns" {
  description = "The roles that may move messages to the dead letters of each queue, by the queue's name: its workers. Nobody else can, but for SQS itself."
  type        = map(list(string))
  nullable    = false
  default     = {}
}

variable "notifying_bucket_arns" {
  description = "The buckets that notify a queue of new objects, by the queue's name."
  type        = map(list(string))
  nullable    = false
  default     = {}

  validation {
    condition     = alltrue([for arn in flatten(values(var.notifying_bucket_arns)) : can(regex("^arn:[^:]+:s3:::", arn))])
    error_message = "Each must be the ARN of a bucket."
  }
}

variable "operator_arns" {
  description = "Users and roles that may send to every queue besides its writers, as people who replay runs from a terminal; * and ? stand for characters."
  type        = list(string)
  nullable    = false
  default     = []

  validation {
    condition     = alltrue([for arn in var.operator_arns : can(regex("^arn:[^:]+:iam::[0-9]{12}:(user|role)/", arn))])
    error_message = "Each must be the ARN of a user or role, arn:aws:iam::123456789012:role/…; who has assumed a role is known by that role."
  }
}

variable "kms_key_arn" {
  description = "The key of KMS that encrypts messages; null takes SQS's own keys."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "It must be the ARN of a key of KMS, arn:aws:kms:…:key/…; an alias changes what it names."
  }
}
