"""Jobs and compute environments, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from partywall.controls import batch
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)


def one(**settings: object) -> dict[str, Any]:
    return {"ContainerProperties": settings}


def nodes(*containers: object) -> dict[str, Any]:
    groups = [{"TargetNodes": "0:", "Container": container} for container in containers]
    return {"NodeProperties": {"NodeRangeProperties": groups}}


def variable(name: object, value: object) -> dict[str, Any]:
    return one(Environment=[{"Name": name, "Value": value}])


def compute(**settings: object) -> dict[str, Any]:
    return {"ComputeResources": settings}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (batch.job_unprivileged, {}, "proved"),
        (batch.job_unprivileged, one(Privileged=True), "refuted"),
        (batch.job_unprivileged, one(Privileged=SET), "undecided"),
        (batch.job_unprivileged, nodes({}, {"Privileged": True}), "refuted"),
        (batch.job_unprivileged, {"EcsProperties": UNKNOWN}, "undecided"),
        (batch.job_environment_without_credentials, one(), "proved"),
        (batch.job_environment_without_credentials, variable("API_KEY", "0123456789"), "refuted"),
        (batch.job_environment_without_credentials, variable("API_KEY", SET), "undecided"),
        (batch.job_environment_without_credentials, variable("TABLE", "orders"), "proved"),
        (batch.environment_follows_image, compute(Type="FARGATE_SPOT"), "not_applicable"),
        (
            batch.environment_follows_image,
            compute(Type="EC2", UpdateToLatestImageVersion=True),
            "proved",
        ),
        (batch.environment_follows_image, compute(Type="EC2"), "refuted"),
        (
            batch.environment_follows_image,
            compute(Type="SPOT", UpdateToLatestImageVersion=SET),
            "undecided",
        ),
        (batch.environment_follows_image, {"ComputeResources": UNKNOWN}, "undecided"),
    ],
)
def test_batch(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)
