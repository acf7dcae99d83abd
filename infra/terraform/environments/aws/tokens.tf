locals {
  # Which token the status service, and the one that serves rows, takes from which variable.
  tokens = { read = "WATTLINE_READ_TOKEN", write = "WATTLINE_WRITE_TOKEN", admin = "WATTLINE_ADMIN_TOKEN" }

  token_parameter_arns = {
    for name in keys(local.tokens) : name =>
    "arn:${data.aws_partition.this.partition}:ssm:${var.region}:${data.aws_caller_identity.this.account_id}:parameter/${local.prefix}/${name}-token"
  }
}

# Made again each time, kept nowhere: neither the plan nor the state has it.
ephemeral "aws_secretsmanager_random_password" "token" {
  for_each = local.tokens

  password_length     = 48
  exclude_punctuation = true
}

resource "aws_ssm_parameter" "token" {
  # checkov:skip=CKV_AWS_337: Encrypted with the key of kms_key_arn where one is given, else with AWS's own key of Parameter Store, which costs nothing.
  for_each = local.tokens

  name        = "/${local.prefix}/${each.key}-token"
  description = "The status service's ${each.key} token"
  type        = "SecureString"
  key_id      = var.kms_key_arn
  value_wo    = ephemeral.aws_secretsmanager_random_password.token[each.key].random_password
  # What is in the store stays until this number changes.
  value_wo_version = var.token_version
}
