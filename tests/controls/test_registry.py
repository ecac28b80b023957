"""Controls are found by the ids that people bring along from other tools."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import partywall.controls as package
from partywall.controls.control import Control
from partywall.controls.registry import all_controls, cis_number, find

CONTROLS = list(all_controls())

TOOLS = {
    "Security Hub": r"[A-Z][A-Za-z0-9]+\.[1-9]\d{0,2}",
    "CIS": r"CIS v[1-9]\d*\.\d+\.\d+/[1-9]\d*(\.\d+)+",
    "Checkov": r"CKV2?_AWS_[1-9]\d{0,2}",
    "Trivy": r"AVD-AWS-\d{4}",
    "Prowler": r"[a-z][a-z0-9]*(_[a-z0-9]+){2,}",
}


def test_ids_of_other_tools_are_well_formed() -> None:
    for control in CONTROLS:
        for alias in control.also_known_as:
            assert any(re.fullmatch(shape, alias) for shape in TOOLS.values()), alias
        assert len(control.also_known_as) == len(set(control.also_known_as)), control.id


def test_every_control_is_found_by_each_of_its_names() -> None:
    for control in CONTROLS:
        for name in (control.id, *control.also_known_as):
            assert control in find(name), name


def test_every_control_written_is_found() -> None:
    """A package of a service names each of its modules' controls; none is forgotten."""
    modules = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    written = {
        one.id
        for module in modules
        for one in vars(importlib.import_module(module.name)).values()
        if isinstance(one, Control)
    }
    assert written == {one.id for one in CONTROLS}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ckv_aws_24", "CKV_AWS_24"),
        ("  CKV_AWS_24\n", "CKV_AWS_24"),
        ("[EC2.13]", "EC2.13"),
        ("ec2.13", "EC2.13"),
        ("AWS-0107", "AVD-AWS-0107"),
        ("aws-0107", "AVD-AWS-0107"),
        ("avd-aws-0107", "AVD-AWS-0107"),
        ("S3_Bucket_Acl_Prohibited", "s3_bucket_acl_prohibited"),
        ("EC2-SSH-Closed-To-Internet", "ec2-ssh-closed-to-internet"),
        ("CIS 5.0.0 5.3", "CIS v5.0.0/5.3"),
        ("CIS-5.0-5.3", "CIS v5.0.0/5.3"),
        ("cis v5.0.0 / 5.3", "CIS v5.0.0/5.3"),
        ("[CIS AWS Foundations Benchmark v5.0.0/5.3]", "CIS v5.0.0/5.3"),
    ],
)
def test_spellings_of_one_id_find_the_same(typed: str, written: str) -> None:
    assert find(typed) == find(written) != ()


@pytest.mark.parametrize("typed", ["CIS 3.7", "CIS-3.7", "cis 3.7"])
def test_a_number_of_cis_without_version_is_looked_for_in_every_version(typed: str) -> None:
    assert cis_number(typed) == ("", "3.7")
    assert {*find("CIS v5.0.0/3.7"), *find("CIS v3.0.0/3.7")} == {*find(typed)} != set()


def test_versions_of_cis_are_told_apart() -> None:
    """5.4 is the default security group in version 3, and open admin ports in version 5."""
    assert [one.id for one in find("CIS v3.0.0/5.4")] == ["ec2-default-security-group-closed"]
    assert "ec2-default-security-group-closed" not in {one.id for one in find("CIS v5.0.0/5.4")}


@pytest.mark.parametrize(
    "typed", ["", "CIS", "CIS 99.9", "CIS v5.0.0", "CKV_AWS_2400", "avd-", "5.3"]
)
def test_what_nobody_knows_is_not_found(typed: str) -> None:
    assert find(typed) == ()


@pytest.mark.parametrize(
    ("known", "ours"),
    [
        ("CKV_AWS_7", "kms-key-rotated"),
        ("CKV_AWS_16", "rds-instance-encrypted"),
        ("CKV_AWS_17", "rds-instance-not-public"),
        ("CKV_AWS_18", "s3-bucket-access-logged"),
        ("CKV_AWS_20", "s3-bucket-acl-not-public"),
        ("CKV_AWS_21", "s3-bucket-versioned"),
        ("CKV_AWS_24", "ec2-ssh-closed-to-internet"),
        ("CKV_AWS_25", "ec2-rdp-closed-to-internet"),
        ("CKV_AWS_26", "sns-topic-encrypted"),
        ("CKV_AWS_27", "sqs-queue-encrypted"),
        ("CKV_AWS_33", "kms-key-not-public"),
        ("CKV_AWS_35", "cloudtrail-trail-customer-key"),
        ("CKV_AWS_36", "cloudtrail-trail-validated"),
        ("CKV_AWS_40", "iam-user-through-groups"),
        ("CKV_AWS_45", "lambda-environment-without-credentials"),
        ("CKV_AWS_53", "s3-bucket-blocks-public-access"),
        ("CKV_AWS_54", "s3-bucket-blocks-public-access"),
        ("CKV_AWS_55", "s3-bucket-blocks-public-access"),
        ("CKV_AWS_56", "s3-bucket-blocks-public-access"),
        ("CKV_AWS_62", "iam-policy-no-full-admin"),
        ("CKV_AWS_63", "iam-policy-names-actions"),
        ("CKV_AWS_67", "cloudtrail-trail-all-regions"),
        ("CKV_AWS_79", "ec2-instance-metadata-needs-token"),
        ("CKV_AWS_86", "cloudfront-logged"),
        ("CKV_AWS_91", "elb-access-logged"),
        ("CKV_AWS_103", "elb-listener-modern-tls"),
        ("CKV_AWS_115", "lambda-concurrency-reserved"),
        ("CKV_AWS_116", "lambda-failures-kept"),
        ("CKV_AWS_117", "lambda-function-in-vpc"),
        ("CKV_AWS_119", "dynamodb-table-customer-key"),
        ("CKV_AWS_145", "s3-bucket-customer-key"),
        ("CKV_AWS_158", "logs-group-customer-key"),
        ("CKV_AWS_173", "lambda-environment-customer-key"),
        ("CKV_AWS_174", "cloudfront-modern-tls"),
        ("CKV_AWS_260", "ec2-plain-http-closed-to-internet"),
        ("CKV_AWS_272", "lambda-code-signed"),
        ("CKV_AWS_277", "ec2-all-ports-closed-to-internet"),
        ("CKV2_AWS_6", "s3-bucket-blocks-public-access"),
        ("CKV2_AWS_11", "ec2-vpc-flow-logs"),
        ("CKV2_AWS_12", "ec2-default-security-group-closed"),
        ("CKV2_AWS_52", "opensearchservice-fine-grained-access"),
        ("AVD-AWS-0028", "ec2-instance-metadata-needs-token"),
        ("AVD-AWS-0104", "ec2-security-group-egress-restricted"),
        ("AVD-AWS-0107", "ec2-ssh-closed-to-internet"),
        ("AVD-AWS-0132", "s3-bucket-customer-key"),
        ("CloudTrail.1", "cloudtrail-trail-all-regions"),
        ("EC2.2", "ec2-default-security-group-closed"),
        ("EC2.8", "ec2-instance-metadata-needs-token"),
        ("EC2.13", "ec2-ssh-closed-to-internet"),
        ("EC2.14", "ec2-rdp-closed-to-internet"),
        ("EC2.19", "ec2-high-risk-ports-closed-to-internet"),
        ("ECS.5", "ecs-task-read-only-root"),
        ("EFS.7", "efs-file-system-backed-up"),
        ("IAM.1", "iam-policy-no-full-admin"),
        ("KMS.4", "kms-key-rotated"),
        ("Lambda.2", "lambda-runtime-supported"),
        ("RDS.2", "rds-instance-not-public"),
        ("RDS.3", "rds-instance-encrypted"),
        ("S3.1", "s3-account-blocks-public-access"),
        ("S3.5", "s3-bucket-requires-tls"),
        ("CIS v5.0.0/1.21", "iam-principal-no-cloudshell-full-access"),
        ("CIS v5.0.0/3.8", "cloudtrail-object-writes-recorded"),
        ("CIS v5.0.0/3.5", "cloudtrail-trail-customer-key"),
        ("CIS v5.0.0/5.5", "ec2-default-security-group-closed"),
        ("kms_cmk_rotation_enabled", "kms-key-rotated"),
        ("s3_bucket_level_public_access_block", "s3-bucket-blocks-public-access"),
    ],
)
def test_well_known_ids_lead_to_ours(known: str, ours: str) -> None:
    assert ours in {one.id for one in find(known)}


@pytest.mark.parametrize(
    ("known", "not_ours"),
    [
        ("CKV_AWS_153", "autoscaling-group-elb-health-check"),  # tags of launched machines
        ("CKV_AWS_296", "dms-endpoint-tls"),  # the endpoint's key
        ("CKV_AWS_248", "opensearchservice-fine-grained-access"),  # the default security group
        ("CKV_AWS_252", "s3-bucket-mfa-delete"),  # a trail's SNS topic
        ("EFS.2", "efs-file-system-backed-up"),  # a backup plan of the customer's own
    ],
)
def test_ids_that_mean_something_else_do_not_lead_to_ours(known: str, not_ours: str) -> None:
    assert not_ours not in {one.id for one in find(known)}
