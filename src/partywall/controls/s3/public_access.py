"""Block Public Access: of a bucket, of an access point, and of the account."""

from __future__ import annotations

from partywall.controls.control import HIGH, control
from partywall.estate.node import Node
from partywall.estate.views.s3 import BLOCKS, BY_AGE, AccessPoint, AccountAccess, Bucket
from partywall.kernel.truth import Truth, every
from partywall.kernel.verdict import Verdict, proved, refuted
from partywall.line.layer import ACCOUNT, IDENTITY


@control(
    "s3-bucket-blocks-public-access",
    layer=IDENTITY,
    weight=HIGH,
    also_known_as=(
        "S3.8",
        "CIS v5.0.0/2.1.4",
        "CIS v3.0.0/2.1.4",
        "CKV_AWS_53",
        "CKV_AWS_54",
        "CKV_AWS_55",
        "CKV_AWS_56",
        "CKV2_AWS_6",
        "AVD-AWS-0086",
        "AVD-AWS-0087",
        "AVD-AWS-0091",
        "AVD-AWS-0093",
        "AVD-AWS-0094",
        "s3_bucket_level_public_access_block",
    ),
)
def bucket_blocks_public_access(bucket: Bucket) -> Verdict:
    """All four settings of Block Public Access are on.

    They hold whatever a policy or an ACL says later, so that one careless statement does not
    publish the bucket.

    Fix: set BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls and RestrictPublicBuckets.

    Undecided when nothing is written: buckets made since April 2023 have all four on, older ones
    do not.

    Refuted by::

        PublicAccessBlockConfiguration: {BlockPublicAcls: true, IgnorePublicAcls: true}

    Proved by::

        PublicAccessBlockConfiguration:
          {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true,
           RestrictPublicBuckets: true}

    Undecided by::

        BucketName: reports

    Source: AWS Storage Blog, "Understanding Amazon S3 Block Public Access", read 2026-11-23.
    """
    written = bucket.at("PublicAccessBlockConfiguration").either(BY_AGE)
    off, all_on = every([written.at(key) for key in BLOCKS], lambda one: one.is_true)
    if not all_on:
        return refuted(off, "this setting is off")
    return proved(written)


@control(
    "s3-account-blocks-public-access",
    layer=ACCOUNT,
    weight=HIGH,
    also_known_as=(
        "S3.1",
        "CIS v5.0.0/2.1.4",
        "CIS v3.0.0/2.1.4",
        "s3_account_level_public_access_blocks",
    ),
)
def account_blocks_public_access(account: AccountAccess) -> Verdict:
    """All four settings of Block Public Access are on for the account.

    They hold for every bucket, those that somebody makes tomorrow as well.

    Fix: set BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls and RestrictPublicBuckets.

    Undecided when a value is not known.

    Refuted by::

        {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true}

    Proved by::

        {BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true,
         RestrictPublicBuckets: true}

    Source: S3 User Guide, "Blocking public access to your Amazon S3 storage" (not re-read).
    """
    settings = [account.at(key) for key in BLOCKS]
    off, all_on = every(settings, lambda one: one.is_true)
    if not all_on:
        return refuted(off, "this setting is off")
    return proved(*settings)


@control(
    "s3-access-point-blocks-public-access",
    layer=IDENTITY,
    weight=HIGH,
    also_known_as=("S3.19", "CKV_AWS_392", "s3_access_point_public_access_block"),
)
def access_point_blocks_public_access(point: AccessPoint) -> Verdict:
    """None of the four settings of Block Public Access is off for the access point.

    An access point has a policy of its own, beside that of the bucket. The settings cannot be
    changed once it is made.

    Fix: leave PublicAccessBlockConfiguration out, or set all four settings to true.

    Undecided when a setting is not known, or left out beside others.

    Proved by::

        {Bucket: shop}

    Refuted by::

        PublicAccessBlockConfiguration: {BlockPublicPolicy: false}

    Source: S3 User Guide, "Managing public access to access points" (not re-read).
    """
    block = point.at("PublicAccessBlockConfiguration")
    if block.value is None:
        return proved(block, note="all four settings are on by default")
    off, all_on = every([block.at(key) for key in BLOCKS], _is_on)
    if not all_on:
        return refuted(off, "this setting is off")
    return proved(block)


def _is_on(setting: Node) -> Truth:
    return setting.doubt("left out beside others") if setting.value is None else setting.is_true
