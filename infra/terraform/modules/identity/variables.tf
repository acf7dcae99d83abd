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
  description = "The stores of topology.json: whether the chain reads objects by version."
  type        = map(object({ versioned = bool }))
  nullable    = false

  validation {
    condition     = length(var.stores) > 0
    error_message = "There must be stores for services to read and write."
  }
}

variable "lab" {
  description = "What the lab's role reads and writes, of topology.json: keys by store."
  type        = map(list(string))
  nullable    = false

  validation {
    condition     = alltrue([for store in keys(var.lab) : contains(keys(var.stores), store)])
    error_message = "The lab may only read and write stores that there are."
  }
}

variable "services" {
  description = "The stages and the services beside them, of topology.json: what each may read, write, delete, receive and send; one without a queue receives nothing."
  nullable    = false
  type = map(object({
    receives       = optional(string)
    sends          = optional(list(string), [])
    reads          = map(list(string))
    writes         = map(list(string))
    deletes        = optional(map(list(string)), {})
    protectsItself = optional(bool, false)
    deadLetters    = optional(bool, false)
    redrives       = optional(list(string), [])
    watchesFleet   = optional(bool, false)
  }))

  validation {
    condition = alltrue([
      for service in var.services : alltrue([
        for store in concat(keys(service.reads), keys(service.writes), keys(service.deletes)) : contains(keys(var.stores), store)
      ])
    ])
    error_message = "A service may only read, write and delete in stores that there are."
  }

  validation {
    condition     = alltrue([for name in keys(var.services) : can(regex("^[a-z]{1,12}$", name))])
    error_message = "The name of a service is made of at most 12 lower-case letters: it is a part of other names."
  }
}

variable "token_parameter_arns" {
  description = "The SSM parameters that the execution role hands to containers as secrets."
  type        = list(string)
  nullable    = false
  default     = []

  validation {
    condition     = alltrue([for arn in var.token_parameter_arns : can(regex("^arn:[^:]+:ssm:", arn))])
    error_message = "Each must be the ARN of an SSM parameter."
  }
}

variable "kms_key_arn" {
  description = "The key of KMS that encrypts objects, messages and tokens: the services, the lab and whatever starts tasks may use it; null needs no permission."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "It must be the ARN of a key of KMS, arn:aws:kms:…:key/…; an alias changes what it names."
  }
}
