variable "private_subnets" {
  description = "Whether instances are in subnets without a way to the internet, and reach AWS through interface endpoints: about 180 US dollars a month more. Only without existing_vpc."
  type        = bool
  nullable    = false
  default     = false
}

variable "traffic_log_days" {
  description = "For how many days access logs of the buckets and the load balancer and flow logs of the VPC are kept, in a bucket of their own; null keeps none."
  type        = number
  default     = null

  validation {
    condition     = var.traffic_log_days == null ? true : var.traffic_log_days >= 1
    error_message = "Logs are kept for a day at the least."
  }
}

variable "kms_key_arn" {
  description = "A key of KMS that encrypts objects, messages, logs and tokens; null takes the services' own keys. docs/security.md has what its policy must allow."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "It must be the ARN of a key of KMS, arn:aws:kms:…:key/…; an alias changes what it names."
  }
}
