"""Task definitions, services and clusters, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import as_case, judge
from controls.law import assert_outcome
from partywall.controls import ecs
from partywall.controls.control import Control
from partywall.controls.registry import controls_for
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)


def task(*containers: object, **properties: object) -> dict[str, Any]:
    return {"ContainerDefinitions": list(containers), **properties}


def one(**settings: object) -> dict[str, Any]:
    return task({"Name": "web", "Image": "web:1", **settings})


def environment(name: object, value: object) -> dict[str, Any]:
    return one(Environment=[{"Name": name, "Value": value}])


def address(value: object) -> dict[str, Any]:
    return {"NetworkConfiguration": {"AwsvpcConfiguration": {"AssignPublicIp": value}}}


def mount(**settings: object) -> dict[str, Any]:
    return {"Volumes": [{"Name": "a"}, {"Name": "b", "EFSVolumeConfiguration": settings}]}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (ecs.task_unprivileged, one(), "proved"),
        (ecs.task_unprivileged, task({}, {"Privileged": "true"}), "refuted"),
        (ecs.task_unprivileged, one(Privileged=SET), "undecided"),
        (ecs.task_unprivileged, {"ContainerDefinitions": UNKNOWN}, "undecided"),
        (ecs.task_unprivileged, task(UNKNOWN, {"Privileged": True}), "refuted"),
        (ecs.task_not_root, one(User="1000"), "proved"),
        (ecs.task_not_root, one(User="0:1000"), "refuted"),
        (ecs.task_not_root, one(User="rooted"), "proved"),
        (ecs.task_not_root, one(), "undecided"),
        (ecs.task_not_root, task({"User": "app"}, {"User": "root"}), "refuted"),
        (ecs.task_read_only_root, one(ReadonlyRootFilesystem=True), "proved"),
        (ecs.task_read_only_root, one(), "refuted"),
        (ecs.task_read_only_root, one(ReadonlyRootFilesystem=SET), "undecided"),
        (ecs.task_environment_without_credentials, one(), "proved"),
        (ecs.task_environment_without_credentials, environment("TABLE", "orders"), "proved"),
        (ecs.task_environment_without_credentials, environment("PASSWORD", "hunter22"), "refuted"),
        (ecs.task_environment_without_credentials, environment("PASSWORD", SET), "undecided"),
        (ecs.task_environment_without_credentials, environment(SET, "hunter22"), "undecided"),
        (ecs.task_logs, one(LogConfiguration={"LogDriver": "awsfirelens"}), "proved"),
        (ecs.task_logs, one(LogConfiguration={"LogDriver": "none"}), "refuted"),
        (ecs.task_logs, task({"LogConfiguration": {"LogDriver": "awslogs"}}, {}), "refuted"),
        (ecs.task_logs, one(LogConfiguration=SET), "undecided"),
        (ecs.task_has_own_network, {"NetworkMode": "awsvpc"}, "proved"),
        (ecs.task_has_own_network, {}, "refuted"),  # bridge
        (ecs.task_has_own_network, {"NetworkMode": SET}, "undecided"),
        (ecs.task_has_own_processes, {}, "proved"),
        (ecs.task_has_own_processes, {"PidMode": "task"}, "proved"),
        (ecs.task_has_own_processes, {"PidMode": SET}, "undecided"),
        (ecs.task_files_encrypted_in_transit, mount(TransitEncryption="ENABLED"), "proved"),
        (ecs.task_files_encrypted_in_transit, mount(FilesystemId="f"), "refuted"),
        (ecs.task_files_encrypted_in_transit, mount(TransitEncryption=SET), "undecided"),
        (ecs.task_files_encrypted_in_transit, {"Volumes": [{"Name": "a"}]}, "not_applicable"),
        (ecs.task_files_encrypted_in_transit, {"Volumes": UNKNOWN}, "undecided"),
        (ecs.task_images_fixed, one(Image="a.b:5000/web"), "refuted"),  # a port, no tag
        (ecs.task_images_fixed, one(Image="web@sha256:00"), "proved"),
        (ecs.task_images_fixed, one(Image=SET), "undecided"),
        (ecs.task_images_fixed, one(Image=Unknown("x", suffix="/web:latest")), "refuted"),
        (ecs.task_images_fixed, one(Image=Unknown("x", suffix="/web:1.2")), "proved"),
        (ecs.task_images_fixed, one(Image=Unknown("x", suffix="1.2")), "undecided"),
        (ecs.task_images_fixed, one(Image=Unknown("x", suffix=":latest")), "refuted"),
        (ecs.service_has_no_public_address, {}, "proved"),
        (ecs.service_has_no_public_address, address("ENABLED"), "refuted"),
        (ecs.service_has_no_public_address, address(SET), "undecided"),
        (ecs.service_on_latest_platform, {"LaunchType": "FARGATE"}, "proved"),
        (
            ecs.service_on_latest_platform,
            {"CapacityProviderStrategy": [{"CapacityProvider": "FARGATE_SPOT"}]},
            "proved",
        ),
        (
            ecs.service_on_latest_platform,
            {"LaunchType": "FARGATE", "PlatformVersion": "1.3.0"},
            "refuted",
        ),
        (ecs.service_on_latest_platform, {}, "not_applicable"),
        (ecs.service_on_latest_platform, {"LaunchType": SET}, "undecided"),
        (ecs.service_rolls_back, {}, "refuted"),
        (ecs.service_rolls_back, {"DeploymentConfiguration": UNKNOWN}, "undecided"),
        (ecs.service_rolls_back, {"DeploymentController": {"Type": "ECS"}}, "refuted"),
        (ecs.service_offers_no_shell, {}, "proved"),
        (ecs.service_offers_no_shell, {"EnableExecuteCommand": "true"}, "refuted"),
        (ecs.service_offers_no_shell, {"EnableExecuteCommand": SET}, "undecided"),
        (ecs.cluster_has_insights, {"ClusterSettings": []}, "undecided"),  # the account's default
        (
            ecs.cluster_has_insights,
            {"ClusterSettings": [{"Name": "containerInsights", "Value": "enabled"}]},
            "proved",
        ),
        (ecs.cluster_has_insights, {"ClusterSettings": [{"Name": SET}]}, "undecided"),
        (ecs.cluster_logs_shells, {}, "proved"),
        (ecs.cluster_logs_shells, {"Configuration": SET}, "undecided"),
    ],
)
def test_containers(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)


@pytest.mark.parametrize("control", controls_for("AWS::ECS::TaskDefinition"), ids=str)
def test_no_control_shows_a_credential(control: Control) -> None:
    for settings in ({}, {"User": "app", "ReadonlyRootFilesystem": True, "Privileged": True}):
        described = environment("PASSWORD", "hunter22")
        described["ContainerDefinitions"][0].update(settings)
        assert "hunter22" not in repr(judge(control, as_case(control, described)))
