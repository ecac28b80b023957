"""Our evaluation beside plans of the real provider: instances, known values, what is not known.

The plans are kept in the folders (scripts/plan_corpus.py); with `TF_PLUGIN_DIR` the provider plans
again. A difference that is neither explained nor listed as a fault here fails.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.values import PartialJson
from sources.terraform_hcl.plans import (
    BLIND,
    HASTY,
    WRONG,
    Finding,
    compared,
    differences,
    instances_of,
    plan_of,
    shown,
)

HERE = Path(__file__)
CORPUS = HERE.parents[2] / "data" / "hcl" / "aws"
SCRIPTS = HERE.parents[3] / "scripts"
PLUGINS = os.environ.get("TF_PLUGIN_DIR")
FOLDERS = sorted(one.name for one in CORPUS.iterdir())

DEFERRED = {
    ("data-deferred", "aws_iam_policy.p.policy"),
    ("iam-documents-unknown", 'aws_sns_topic_policy.t["u"].policy'),
    ("watching", "aws_s3_bucket_policy.t.policy"),
}
"""Terraform puts off reading a data source that depends on a resource to be changed, also when all
its arguments are known. A policy document does not change in between: we know it now."""

LEFT_OPEN = {
    ("encodings", 'aws_ssm_parameter.p["gzip"].value'),
    ("provider-functions", "aws_iam_role_policy_attachment.a.policy_arn"),
    ("provider-functions", "aws_iam_role_policy_attachment.a.role"),
    ("provider-functions", "aws_sns_topic.t.name"),
}
"""What a compression makes is the library's affair, what a provider's function makes its own."""

DEFAULTS = frozenset(
    [
        "aws_athena_workgroup.configuration.publish_cloudwatch_metrics_enabled",
        "aws_backup_plan.rule.completion_window",
        "aws_backup_plan.rule.schedule_expression_timezone",
        "aws_backup_plan.rule.start_window",
        "aws_cloudfront_distribution.origin.connection_attempts",
        "aws_cloudfront_distribution.origin.connection_timeout",
        "aws_cloudfront_distribution.origin.custom_origin_config.origin_keepalive_timeout",
        "aws_cloudfront_distribution.origin.custom_origin_config.origin_read_timeout",
        "aws_cloudfront_distribution.viewer_certificate.minimum_protocol_version",
        "aws_cloudwatch_log_metric_filter.metric_transformation.unit",
        "aws_codebuild_project.environment.image_pull_credentials_type",
        "aws_dlm_lifecycle_policy.policy_details.policy_type",
        "aws_ecs_task_definition.volume.efs_volume_configuration.root_directory",
        "aws_eks_cluster.vpc_config.endpoint_public_access",
        "aws_emr_cluster.master_instance_group.instance_count",
        "aws_glue_job.command.name",
        "aws_instance.ebs_block_device.delete_on_termination",
        "aws_instance.metadata_options.http_endpoint",
        "aws_instance.metadata_options.http_protocol_ipv6",
        "aws_instance.root_block_device.delete_on_termination",
        "aws_kinesis_firehose_delivery_stream.extended_s3_configuration.buffering_interval",
        "aws_kinesis_firehose_delivery_stream.extended_s3_configuration.buffering_size",
        "aws_kinesis_firehose_delivery_stream.extended_s3_configuration.compression_format",
        "aws_kinesis_firehose_delivery_stream.extended_s3_configuration.custom_time_zone",
        "aws_kinesis_firehose_delivery_stream.extended_s3_configuration.s3_backup_mode",
        "aws_kinesis_firehose_delivery_stream.server_side_encryption.key_type",
        "aws_launch_configuration.root_block_device.delete_on_termination",
        "aws_lb_listener.default_action.redirect.host",
        "aws_lb_listener.default_action.redirect.path",
        "aws_lb_listener.default_action.redirect.query",
        "aws_lb_target_group.health_check.enabled",
        "aws_lb_target_group.health_check.healthy_threshold",
        "aws_lb_target_group.health_check.interval",
        "aws_lb_target_group.health_check.port",
        "aws_lb_target_group.health_check.protocol",
        "aws_lb_target_group.health_check.unhealthy_threshold",
        "aws_msk_cluster.broker_node_group_info.az_distribution",
        "aws_msk_cluster.encryption_info.encryption_in_transit.in_cluster",
        "aws_rds_cluster_parameter_group.parameter.apply_method",
        "aws_wafv2_web_acl.rule.statement.rate_based_statement.evaluation_window_sec",
    ]
)
"""Arguments of blocks that nobody set, for which the provider has a default of its own."""

POWER = "a result of pow has the 53 bits of a binary float when it becomes text"
WITH_DOMAIN = "the provider adds the domain itself to the alternative names"

FAULTS: dict[Finding, str] = {
    ("ecs-and-balancer", "aws_acm_certificate.c.subject_alternative_names"): WITH_DOMAIN,
    ("formats-and-numbers", "aws_cloudwatch_metric_alarm.a.alarm_description"): POWER,
}
"""Where our evaluation is wrong, and why."""


@cache
def found_in(name: str) -> tuple[Finding, ...]:
    """The differences in a folder that are not explained."""
    return tuple(unexplained(name))


def unexplained(name: str) -> Iterator[Finding]:
    instances = instances_of(CORPUS / name)
    types = {one.address: one.type for one in instances}
    for place, what in differences(instances, plan_of(CORPUS / name)):
        if what == HASTY and (name, place) in DEFERRED:
            continue
        if what == BLIND and ((name, place) in LEFT_OPEN or _argument(place, types) in DEFAULTS):
            continue
        yield place, what


def _argument(place: str, types: dict[str, str]) -> str:
    """The type of the resource and the names of the arguments, without positions."""
    address = max((one for one in types if place.startswith(f"{one}.")), key=len, default="")
    return types.get(address, "") + re.sub(r"\[\d+\]", "", place[len(address) :])


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_is_evaluated_as_the_provider_plans_it(name: str) -> None:
    assert [one for one in found_in(name) if (name, one[0]) not in FAULTS] == []


@pytest.mark.parametrize(
    ("name", "place"),
    [
        pytest.param(*one, marks=pytest.mark.xfail(reason=why, strict=True))
        for one, why in FAULTS.items()
    ],
)
def test_a_known_fault_is_still_one(name: str, place: str) -> None:
    assert place not in dict(found_in(name))


@pytest.mark.parametrize("name", FOLDERS)
def test_what_the_plan_marks_as_sensitive_is_not_shown(name: str) -> None:
    assert list(shown(instances_of(CORPUS / name), plan_of(CORPUS / name))) == []


def test_the_corpus_is_wide_enough() -> None:
    plans = {name: plan_of(CORPUS / name) for name in FOLDERS}
    assert len(plans) >= 60 and all(plans.values())
    assert len({one["type"] for plan in plans.values() for one in plan}) >= 120


@pytest.mark.slow
@pytest.mark.skipif(not PLUGINS, reason="no TF_PLUGIN_DIR")
def test_the_provider_still_plans_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(SCRIPTS), *sys.path])
    script = runpy.run_path(str(SCRIPTS / "plan_corpus.py"))
    planned = script["plans"](FOLDERS, PLUGINS)
    for name in FOLDERS:
        text = (CORPUS / name / "plan.json").read_text(encoding="utf-8")
        assert json.loads(text) == json.loads(script["render"](planned[name])), name


UNKNOWN = Unknown("known after apply")


@pytest.mark.parametrize(
    ("ours", "after", "mask", "what"),
    [
        ("a", "a", None, None),
        ("a", "b", None, WRONG),
        (None, "b", None, WRONG),
        (True, 1, None, WRONG),
        (1, 1, False, None),
        (UNKNOWN, None, True, None),
        (UNKNOWN, "a", None, BLIND),
        ("a", None, True, HASTY),
        ([], None, True, HASTY),
        (["a", UNKNOWN], None, True, None),
        ([UNKNOWN, "a"], ["a", None], [False, True], None),
        (["a", "b"], ["b", "a"], None, WRONG),
        (["a"], ["a", "b"], None, "1 elements, 2 in the plan"),
        ([{"x": 1}], [{"x": 1, "y": ""}], None, None),
        ([{"x": 1}], [{"x": 1, "y": 2}], None, BLIND),
        ([{"x": 1, "y": 2}], [{"x": 1}], None, WRONG),
        ([{"x": 1}], [{}], [{"x": True}], HASTY),
        ('{"a": 1}', '{ "a":1 }', None, None),
        ('{"a": 1}', '{"a": 2}', None, WRONG),
        (PartialJson("w", document={}), None, True, None),
        (PartialJson("w", document={}), "{}", None, BLIND),
    ],
)
def test_a_difference_is_seen(ours: object, after: object, mask: object, what: str | None) -> None:
    assert {found for _, found in compared(ours, after, mask, "x")} == ({what} if what else set())


def test_a_policy_that_the_plan_hides_keeps_what_is_known() -> None:
    instances = instances_of(CORPUS / "iam-documents-unknown")
    (policy,) = [
        one.values["policy"] for one in instances if one.address == "aws_iam_policy.chained"
    ]
    assert isinstance(policy, PartialJson)
    base, objects, keys = policy.document["Statement"]
    assert base == {
        "Sid": "Base",
        "Effect": "Allow",
        "Action": "s3:ListAllMyBuckets",
        "Resource": "*",
    }
    assert objects["Action"] == ["s3:PutObject", "s3:GetObject"]
    assert [one.refs for one in objects["Resource"]] == [("aws_s3_bucket.b",)] * 2
    assert (objects["Resource"][0].suffix, objects["Resource"][1].attribute) == ("/*", "Arn")
    assert keys == {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}
