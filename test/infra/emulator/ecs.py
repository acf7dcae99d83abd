"""What moto's container service forgets of what it was told."""

from moto.ecs.responses import EC2ContainerServiceResponse

# By the name in the request: the field that moto answers with.
KEPT = {
    "availabilityZoneRebalancing": "availability_zone_rebalancing",
    "capacityProviderStrategy": "capacity_provider_strategy",
    "deploymentConfiguration": "deployment_configuration",
    "enableECSManagedTags": "enable_ecs_managed_tags",
    "enableExecuteCommand": "enable_execute_command",
    "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
    "placementConstraints": "placement_constraints",
    "placementStrategy": "placement_strategy",
}


def keep_what_a_service_was_created_with() -> None:
    """Else every service differs from what was asked for, and each plan wants to make it again.

    A service in bridge mode has no network configuration: told an empty one, the provider ends with a panic.
    """
    create_service = EC2ContainerServiceResponse.create_service

    def mended(self):
        answer = create_service(self)
        service = answer.result["service"]
        for name, field in KEPT.items():
            value = self._get_param(name)
            if value is not None:
                setattr(service, field, value)
        if not hasattr(service, "availability_zone_rebalancing"):
            service.availability_zone_rebalancing = "DISABLED"
        if self._get_param("capacityProviderStrategy"):
            service.launch_type = None
        if not self._get_param("networkConfiguration"):
            service.network_configuration = None
        return answer

    EC2ContainerServiceResponse.create_service = mended


def mend() -> None:
    keep_what_a_service_was_created_with()
