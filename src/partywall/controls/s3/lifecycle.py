"""Objects leave when their time has come, and so do parts of unfinished uploads."""

from __future__ import annotations

from partywall.controls.control import LOW, control
from partywall.estate.node import Node
from partywall.estate.views.s3 import Bucket
from partywall.kernel.truth import Truth, some
from partywall.kernel.verdict import Verdict, proved, refuted
from partywall.line.layer import DATA


@control(
    "s3-bucket-lifecycle",
    layer=DATA,
    weight=LOW,
    also_known_as=("S3.13", "CKV2_AWS_61", "s3_bucket_lifecycle_enabled"),
)
def bucket_has_lifecycle(bucket: Bucket) -> Verdict:
    """A lifecycle rule is in force, so somebody has decided how long the data is kept.

    Data that nobody deletes costs money for ever, and is all there when someone breaks in.

    Fix: write a lifecycle rule that expires or moves objects, old versions and broken uploads.

    Undecided when the rules are not known.

    Refuted by::

        LifecycleConfiguration: {Rules: [{Status: Disabled, ExpirationInDays: 30}]}

    Proved by::

        LifecycleConfiguration: {Rules: [{Status: Enabled, ExpirationInDays: 365}]}

    Source: Security Hub User Guide, "S3.13" (not re-read).
    """
    rules = bucket.at("LifecycleConfiguration", "Rules")
    rule, in_force = some(rules.items(), lambda one: one.at("Status").equals("Enabled"))
    if in_force and rule is not None:
        return proved(rule)
    return refuted(rules, "no rule is in force")


@control(
    "s3-bucket-uploads-abandoned",
    layer=DATA,
    weight=LOW,
    also_known_as=("CKV_AWS_300",),
)
def bucket_drops_unfinished_uploads(bucket: Bucket) -> Verdict:
    """Parts of uploads that were never finished are removed by a rule.

    They are in no listing, but they are kept, and paid for, until somebody asks for them.

    Fix: add a lifecycle rule for the whole bucket with AbortIncompleteMultipartUpload.

    Undecided when a rule is not known.

    Proved by::

        LifecycleConfiguration:
          Rules:
            - {Status: Enabled, AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7}}

    Refuted by::

        LifecycleConfiguration:
          Rules: [{Status: Enabled, ExpirationInDays: 365}]

    Source: S3 User Guide, "Configuring a bucket lifecycle configuration to delete incomplete
    multipart uploads" (not re-read).
    """
    rules = bucket.at("LifecycleConfiguration", "Rules")
    rule, found = some(rules.items(), _drops_unfinished)
    if found and rule is not None:
        return proved(rule)
    return refuted(rules, "nothing removes what was never finished")


def _drops_unfinished(rule: Node) -> Truth:
    after = rule.at("AbortIncompleteMultipartUpload", "DaysAfterInitiation")
    return rule.at("Status").equals("Enabled") & after.at_least(1)
