"""Gaps of moto's container service."""

import sys

from moto.ecs.models import EC2ContainerServiceBackend
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.moto_api import state_manager

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

    A service in bridge mode has no network configuration: the provider panics if it reads an empty one.
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


def keep_tasks_running() -> None:
    """Else a task goes one state on towards its end each time it is described."""
    state_manager.set_transition("ecs::task", {"progression": "manual", "times": sys.maxsize})


def refuse_to_list_instances_of_no_cluster() -> None:
    """Else a cluster that does not exist has no instances."""
    list_container_instances = EC2ContainerServiceBackend.list_container_instances

    def mended(self, cluster_str):
        self._get_cluster(cluster_str)
        return list_container_instances(self, cluster_str)

    EC2ContainerServiceBackend.list_container_instances = mended


def mend() -> None:
    refuse_to_list_instances_of_no_cluster()
    keep_tasks_running()
    keep_what_a_service_was_created_with()
