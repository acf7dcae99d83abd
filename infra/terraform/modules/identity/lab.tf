locals {
  lab_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([{
      Effect = "Allow"
      Action = ["s3:PutObject", "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions"]
      Resource = concat(
        [for store in keys(var.lab) : local.bucket_arns[store]],
        flatten([for store, keys in var.lab : [for key in keys : "${local.bucket_arns[store]}/${key}"]]),
      )
    }], local.key_statements)
  })
}

resource "aws_iam_role" "lab" {
  name               = "${local.prefix}-lab"
  description        = "The lab's role: reads and writes the four stores from the instances headnode, worker1 and worker2"
  assume_role_policy = local.trusted_by_ec2
}

resource "aws_iam_role_policy" "lab" {
  name   = "stores"
  role   = aws_iam_role.lab.id
  policy = local.lab_policy
}

resource "aws_iam_instance_profile" "lab" {
  name = "${local.prefix}-lab"
  role = aws_iam_role.lab.name
}
