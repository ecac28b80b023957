"""Buckets, case by case."""

from __future__ import annotations

import json
from typing import Any

import pytest

from controls.examples import ref
from controls.law import assert_outcome
from partywall.controls import s3
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)

ALLOW = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
ARN = ref("Example", "Arn")
OBJECTS = Unknown("assigned at deployment", ("Example",), prefix="arn:", suffix="/*")
UPLOADS = Unknown("assigned; a parameter", ("Example",), prefix="arn:", suffix="/*")
ON = {"BlockPublicAcls": True, "BlockPublicPolicy": True, "IgnorePublicAcls": "true"}


def deny(**changes: object) -> dict[str, Any]:
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    } | changes


def policy(*statements: object, bucket: object = None, **properties: object) -> dict[str, Any]:
    written: object = {"Statement": list(statements)}
    return with_policy(written, bucket, **properties)


def with_policy(written: object, bucket: object = None, **properties: object) -> dict[str, Any]:
    one = {"Bucket": bucket or ref("Example"), "PolicyDocument": written}
    return {
        "Resources": {
            "Example": {"Type": "AWS::S3::Bucket", "Properties": properties},
            "Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": one},
        }
    }


def encrypted(key: object, algorithm: object = "aws:kms") -> dict[str, Any]:
    rule = {"SSEAlgorithm": algorithm, "KMSMasterKeyID": key}
    rules = [{"ServerSideEncryptionByDefault": rule}]
    return {"BucketEncryption": {"ServerSideEncryptionConfiguration": rules}}


def block(**settings: object) -> dict[str, Any]:
    return {"PublicAccessBlockConfiguration": settings}


@pytest.mark.parametrize(
    ("described", "outcome"),
    [
        (policy(deny()), "proved"),
        (policy(ALLOW, deny(Principal={"AWS": "*"}, Action=["*"])), "proved"),
        (policy(deny(Resource="*")), "proved"),
        (policy(deny(Action=["S3:*"])), "proved"),  # IAM does not look at case
        (policy(deny(Resource="arn:aws:s3:::b*")), "proved"),
        (policy(deny(Resource=[ARN, OBJECTS])), "proved"),
        (policy(deny(Resource=[ARN]), deny(Resource=OBJECTS)), "proved"),  # one denial for each
        (policy(deny(Resource=[ARN, UPLOADS])), "undecided"),  # perhaps only some objects
        (policy(deny(Resource=["arn:aws:s3:::b/*"])), "refuted"),  # listing is left
        (policy(deny(Resource=["arn:aws:s3:::b", "arn:aws:s3:::b/in/*"])), "refuted"),
        (policy(deny(Action="s3:GetObject")), "refuted"),
        (policy(deny(Principal={"AWS": "arn:aws:iam::1:root"})), "refuted"),
        (policy(deny(Effect="Allow")), "refuted"),
        (policy(deny(Condition={"Bool": {"aws:SecureTransport": True}})), "refuted"),
        (
            policy(
                deny(
                    Condition={
                        "Bool": {"aws:SecureTransport": False},
                        "StringEquals": {"aws:PrincipalOrgID": "o-1"},
                    }
                )
            ),
            "refuted",  # only for some
        ),
        (policy(deny(Condition={"NumericLessThan": {"s3:TlsVersion": "1.2"}})), "refuted"),
        (policy(deny(Condition=UNKNOWN)), "undecided"),
        (policy(UNKNOWN), "undecided"),
        (policy(deny(), bucket=UNKNOWN), "undecided"),
        (policy(deny(), bucket="another"), "refuted"),
        (with_policy(json.dumps({"Statement": deny()})), "proved"),  # as text
        (with_policy(SET), "undecided"),
        ({}, "refuted"),
    ],
)
def test_bucket_requires_tls(described: dict[str, Any], outcome: str) -> None:
    assert_outcome(s3.bucket_requires_tls, described, outcome)


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (s3.bucket_uses_customer_key, {}, "refuted"),
        (s3.bucket_uses_customer_key, encrypted(None), "refuted"),
        (s3.bucket_uses_customer_key, encrypted(None, "AES256"), "refuted"),
        (s3.bucket_uses_customer_key, encrypted("arn:aws:kms:eu-west-1:1:key/k"), "undecided"),
        (s3.bucket_uses_customer_key, encrypted(SET), "undecided"),
        (s3.bucket_blocks_public_access, {}, "undecided"),
        (s3.bucket_blocks_public_access, block(), "refuted"),
        (s3.bucket_blocks_public_access, block(**ON), "refuted"),  # one is missing
        (s3.bucket_blocks_public_access, block(**ON, RestrictPublicBuckets=True), "proved"),
        (s3.bucket_blocks_public_access, block(**ON, RestrictPublicBuckets=SET), "undecided"),
        (s3.bucket_policy_not_public, {}, "proved"),
        (s3.bucket_policy_not_public, policy(ALLOW), "refuted"),
        (s3.bucket_policy_not_public, policy(ALLOW, **block(RestrictPublicBuckets=True)), "proved"),
        (
            s3.bucket_policy_not_public,
            policy(ALLOW, **block(RestrictPublicBuckets=SET)),
            "undecided",
        ),
        (s3.bucket_policy_not_public, policy(ALLOW, bucket=UNKNOWN), "undecided"),
        (s3.bucket_policy_not_public, policy(deny()), "proved"),
        (s3.bucket_policy_not_public, policy(UNKNOWN), "undecided"),
        (s3.bucket_acl_not_public, {}, "proved"),
        (s3.bucket_acl_not_public, {"AccessControl": "AuthenticatedRead"}, "refuted"),
        (s3.bucket_acl_not_public, {"AccessControl": SET}, "undecided"),
        (
            s3.bucket_acl_not_public,
            {"AccessControl": "PublicRead", **block(IgnorePublicAcls=True)},
            "proved",
        ),
        (s3.bucket_acls_disabled, {}, "undecided"),
        (
            s3.bucket_acls_disabled,
            {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}},
            "proved",
        ),
        (
            s3.bucket_acls_disabled,
            {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}},
            "refuted",
        ),
        (s3.bucket_acls_disabled, {"OwnershipControls": {"Rules": UNKNOWN}}, "undecided"),
        (s3.bucket_has_mfa_delete, {}, "refuted"),
        (s3.bucket_has_mfa_delete, {"VersioningConfiguration": {"MfaDelete": SET}}, "undecided"),
        (s3.account_blocks_public_access, {**ON, "RestrictPublicBuckets": True}, "proved"),
        (s3.account_blocks_public_access, ON, "refuted"),
        (s3.account_blocks_public_access, {**ON, "RestrictPublicBuckets": SET}, "undecided"),
        (s3.bucket_versioned, {}, "refuted"),
        (s3.bucket_versioned, {"VersioningConfiguration": {"Status": "Enabled"}}, "proved"),
        (s3.bucket_versioned, {"VersioningConfiguration": {"Status": SET}}, "undecided"),
        (s3.bucket_access_logged, {}, "refuted"),
        (s3.bucket_access_logged, {"LoggingConfiguration": {}}, "proved"),  # into itself
        (s3.bucket_access_logged, {"LoggingConfiguration": SET}, "proved"),
        (s3.bucket_access_logged, {"LoggingConfiguration": UNKNOWN}, "undecided"),
        (s3.bucket_has_lifecycle, {}, "refuted"),
        (
            s3.bucket_has_lifecycle,
            {"LifecycleConfiguration": {"Rules": [{"Status": "Disabled"}, {"Status": "Enabled"}]}},
            "proved",
        ),
        (s3.bucket_has_lifecycle, {"LifecycleConfiguration": {"Rules": UNKNOWN}}, "undecided"),
        (s3.bucket_has_object_lock, {"ObjectLockEnabled": "true"}, "proved"),
        (s3.bucket_has_object_lock, {}, "refuted"),
        (s3.bucket_has_object_lock, {"ObjectLockEnabled": SET}, "undecided"),
        (s3.bucket_replicated, {}, "refuted"),
        (
            s3.bucket_replicated,
            {"ReplicationConfiguration": {"Rules": [{"Status": "Enabled"}]}},
            "proved",
        ),
        (s3.bucket_replicated, {"ReplicationConfiguration": UNKNOWN}, "undecided"),
        (s3.bucket_sends_events, {}, "refuted"),
        (s3.bucket_sends_events, {"NotificationConfiguration": {}}, "refuted"),
        (
            s3.bucket_sends_events,
            {"NotificationConfiguration": {"QueueConfigurations": [{"Queue": "q"}]}},
            "proved",
        ),
        (s3.bucket_sends_events, {"NotificationConfiguration": UNKNOWN}, "undecided"),
    ],
)
def test_buckets(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)


def access(**settings: object) -> dict[str, Any]:
    return {"PublicAccessBlockConfiguration": {**ON, "RestrictPublicBuckets": True, **settings}}


def aborting(status: object, days: object) -> dict[str, Any]:
    rule = {"Status": status, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": days}}
    return {"LifecycleConfiguration": {"Rules": [{"Status": "Enabled"}, rule]}}


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (s3.bucket_drops_unfinished_uploads, aborting("Enabled", "7"), "proved"),
        (s3.bucket_drops_unfinished_uploads, aborting("Disabled", 7), "refuted"),
        (s3.bucket_drops_unfinished_uploads, aborting("Enabled", UNKNOWN), "undecided"),
        (s3.bucket_drops_unfinished_uploads, aborting("Disabled", UNKNOWN), "refuted"),
        (s3.bucket_drops_unfinished_uploads, {}, "refuted"),
        (s3.bucket_drops_unfinished_uploads, {"LifecycleConfiguration": UNKNOWN}, "undecided"),
        (s3.access_point_blocks_public_access, {}, "proved"),
        (s3.access_point_blocks_public_access, access(), "proved"),
        (s3.access_point_blocks_public_access, access(IgnorePublicAcls=False), "refuted"),
        (s3.access_point_blocks_public_access, access(IgnorePublicAcls=None), "undecided"),
        (s3.access_point_blocks_public_access, access(IgnorePublicAcls=UNKNOWN), "undecided"),
        (
            s3.access_point_blocks_public_access,
            access(IgnorePublicAcls=None, BlockPublicPolicy="false"),
            "refuted",
        ),
        (
            s3.access_point_blocks_public_access,
            {"PublicAccessBlockConfiguration": UNKNOWN},
            "undecided",
        ),
    ],
)
def test_uploads_and_access_points(
    control: Control, described: dict[str, Any], outcome: str
) -> None:
    assert_outcome(control, described, outcome)
