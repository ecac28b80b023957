"""Amazon ECS: what containers may do, and what is seen of them."""

from partywall.controls.ecs.cluster import cluster_has_insights, cluster_logs_shells
from partywall.controls.ecs.isolation import (
    task_has_own_network,
    task_has_own_processes,
    task_not_root,
    task_read_only_root,
    task_unprivileged,
)
from partywall.controls.ecs.service import (
    service_has_no_public_address,
    service_offers_no_shell,
    service_on_latest_platform,
    service_rolls_back,
)
from partywall.controls.ecs.task import (
    task_environment_without_credentials,
    task_files_encrypted_in_transit,
    task_images_fixed,
    task_logs,
)

__all__ = [
    "cluster_has_insights",
    "cluster_logs_shells",
    "service_has_no_public_address",
    "service_offers_no_shell",
    "service_on_latest_platform",
    "service_rolls_back",
    "task_environment_without_credentials",
    "task_files_encrypted_in_transit",
    "task_has_own_network",
    "task_has_own_processes",
    "task_images_fixed",
    "task_logs",
    "task_not_root",
    "task_read_only_root",
    "task_unprivileged",
]
