"""Prints, as a JSON list, everything in an account: inventory.py URL REGION

What AWS still lists after it was ended is left out: terminated instances and their interfaces, inactive
clusters and definitions, keys that wait for their deletion.
"""

import json
import sys

import boto3
import jmespath

# By service: the calls, what to give them, and the names in their answers.
CALLS = [
    ("acm", "list_certificates", {}, "CertificateSummaryList[].CertificateArn"),
    ("application-autoscaling", "describe_scalable_targets", {"ServiceNamespace": "ecs"}, "ScalableTargets[].ResourceId"),
    ("application-autoscaling", "describe_scaling_policies", {"ServiceNamespace": "ecs"}, "ScalingPolicies[].PolicyARN"),
    ("autoscaling", "describe_auto_scaling_groups", {}, "AutoScalingGroups[].AutoScalingGroupName"),
    ("cloudwatch", "describe_alarms", {}, "[MetricAlarms[].AlarmArn, CompositeAlarms[].AlarmArn][]"),
    ("cloudwatch", "list_dashboards", {}, "DashboardEntries[].DashboardName"),
    ("ec2", "describe_addresses", {}, "Addresses[].AllocationId"),
    ("ec2", "describe_instances", {}, "Reservations[].Instances[] | [?State.Name!='terminated'].InstanceId"),
    ("ec2", "describe_internet_gateways", {}, "InternetGateways[].InternetGatewayId"),
    ("ec2", "describe_launch_templates", {}, "LaunchTemplates[].LaunchTemplateId"),
    ("ec2", "describe_nat_gateways", {}, "NatGateways[?State!='deleted'].NatGatewayId"),
    ("ec2", "describe_route_tables", {}, "RouteTables[].RouteTableId"),
    ("ec2", "describe_security_groups", {}, "SecurityGroups[].GroupId"),
    ("ec2", "describe_subnets", {}, "Subnets[].SubnetId"),
    ("ec2", "describe_volumes", {}, "Volumes[].VolumeId"),
    ("ec2", "describe_vpc_endpoints", {}, "VpcEndpoints[?State!='deleted'].VpcEndpointId"),
    ("ec2", "describe_vpcs", {}, "Vpcs[].VpcId"),
    ("ecr", "describe_repositories", {}, "repositories[].repositoryArn"),
    ("ecs", "list_task_definitions", {"status": "ACTIVE"}, "taskDefinitionArns"),
    ("elbv2", "describe_load_balancers", {}, "LoadBalancers[].LoadBalancerArn"),
    ("elbv2", "describe_target_groups", {}, "TargetGroups[].TargetGroupArn"),
    ("events", "list_rules", {}, "Rules[].Arn"),
    ("iam", "list_instance_profiles", {}, "InstanceProfiles[].Arn"),
    ("iam", "list_policies", {"Scope": "Local"}, "Policies[].Arn"),
    ("iam", "list_roles", {}, "Roles[].Arn"),
    ("logs", "describe_log_groups", {}, "logGroups[].arn"),
    ("logs", "describe_metric_filters", {}, "metricFilters[].filterName"),
    ("route53", "list_hosted_zones", {}, "HostedZones[].Id"),
    ("s3", "list_buckets", {}, "Buckets[].Name"),
    ("secretsmanager", "list_secrets", {}, "SecretList[].ARN"),
    ("sns", "list_subscriptions", {}, "Subscriptions[].SubscriptionArn"),
    ("sns", "list_topics", {}, "Topics[].TopicArn"),
    ("sqs", "list_queues", {}, "QueueUrls"),
    # AWS's own parameters begin with /aws, and there are thousands of them.
    (
        "ssm",
        "describe_parameters",
        {"ParameterFilters": [{"Key": "Type", "Values": ["SecureString"]}]},
        "Parameters[].Name",
    ),
]


def inventory(url: str, region: str) -> list[str]:
    def client(service):
        # Any credentials do.
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        return boto3.client(service, endpoint_url=url, region_name=region, **keys)

    found = []
    for service, call, given, names in CALLS:
        answer = getattr(client(service), call)(**given)
        found += [f"{service} {call}: {name}" for name in jmespath.search(names, answer) or []]
    ecs = client("ecs")
    clusters = ecs.describe_clusters(clusters=ecs.list_clusters()["clusterArns"])["clusters"]
    for cluster in clusters:
        if cluster["status"] != "ACTIVE":
            continue
        found.append(f"ecs cluster: {cluster['clusterName']}")
        services = ecs.list_services(cluster=cluster["clusterName"])["serviceArns"]
        found += [f"ecs service: {service}" for service in services]
    kms = client("kms")
    # AWS's own keys come with their first use, and stay.
    own = {alias.get("TargetKeyId") for alias in kms.list_aliases()["Aliases"] if alias["AliasName"].startswith("alias/aws/")}
    for key in kms.list_keys()["Keys"]:
        state = kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"]
        if state != "PendingDeletion" and key["KeyId"] not in own:
            found.append(f"kms key: {key['KeyId']}")
    return sorted(found)


if __name__ == "__main__":
    json.dump(inventory(sys.argv[1], sys.argv[2]), sys.stdout)
