"""Workgroups and namespaces of Redshift Serverless, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import redshiftserverless
from partywall.controls.control import Control


def tls(value: object) -> dict[str, Any]:
    return {"ConfigParameters": [{"ParameterKey": "require_ssl", "ParameterValue": value}]}


ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        redshiftserverless.workgroup_is_not_public,
        "PubliclyAccessible",
        proved=(False, "false"),
        refuted=(True, "true"),
        absent="proved",
    ),
    *switch(
        redshiftserverless.workgroup_is_routed_by_vpc,
        "EnhancedVpcRouting",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        redshiftserverless.namespace_is_logged,
        "LogExports",
        proved=(["connectionlog", "userlog"],),
        refuted=(["connectionlog"], []),
        absent="refuted",
    ),
    *switch(
        redshiftserverless.admin_is_renamed,
        "AdminUsername",
        proved=("warehouse",),
        refuted=("admin",),
        absent="undecided",
    ),
    *switch(
        redshiftserverless.namespace_uses_customer_key,
        "KmsKeyId",
        proved=("alias/sales",),
        refuted=("alias/aws/redshift",),
        absent="refuted",
    ),
    *switch(
        redshiftserverless.namespace_password_is_kept_out,
        "AdminUserPassword",
        proved=("{{resolve:secretsmanager:sales}}",),
        refuted=("Correct-horse-1",),
        absent="proved",
    ),
    (redshiftserverless.workgroup_requires_tls, {}, "undecided"),
    (redshiftserverless.workgroup_requires_tls, tls("true"), "proved"),
    (redshiftserverless.workgroup_requires_tls, tls(False), "refuted"),
    (redshiftserverless.workgroup_requires_tls, tls(UNKNOWN), "undecided"),
    (redshiftserverless.workgroup_requires_tls, {"ConfigParameters": UNKNOWN}, "undecided"),
    (redshiftserverless.namespace_is_logged, {"LogExports": ["userlog", UNKNOWN]}, "undecided"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
