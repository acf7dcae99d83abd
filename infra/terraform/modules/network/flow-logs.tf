# Who spoke with whom, each minute: in a VPC of the deployment's own.
resource "aws_flow_log" "own" {
  count = local.own && var.log_bucket != null ? 1 : 0

  vpc_id               = aws_vpc.own[0].id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "${var.log_bucket.arn}/network/"

  tags = { Name = var.deployment.prefix }
}
