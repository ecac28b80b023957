"""A trail runs everywhere, can be trusted, and is watched."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.views.cloudtrail import Trail
from partywall.kernel.truth import Undecided
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import KEYS, LOGGING, MONITORING


@control("cloudtrail-trail-logging", layer=LOGGING, weight=HIGH, also_known_as=("CKV_AWS_251",))
def trail_is_logging(trail: Trail) -> Verdict:
    """The trail is switched on.

    A trail that is there but stopped is the first thing an intruder leaves behind.

    Fix: set IsLogging to true.

    Undecided when the value is not known.

    Proved by::

        {IsLogging: true, S3BucketName: audit}

    Refuted by::

        {IsLogging: false, S3BucketName: audit}

    Source: CloudFormation template reference, "AWS::CloudTrail::Trail" (not re-read).
    """
    logging = trail.at("IsLogging")
    return proved_if(logging.is_true, logging, "the trail is stopped")


@control(
    "cloudtrail-trail-all-regions",
    layer=LOGGING,
    weight=HIGH,
    also_known_as=(
        "CloudTrail.1",
        "CIS v5.0.0/3.1",
        "CIS v3.0.0/3.1",
        "CKV_AWS_67",
        "AVD-AWS-0014",
        "cloudtrail_multi_region_enabled",
    ),
)
def trail_covers_all_regions(trail: Trail) -> Verdict:
    """The trail records every Region of the account.

    Intruders work where nobody looks, in Regions that you do not use.

    Fix: set IsMultiRegionTrail to true.

    Undecided when the value is not known.

    Proved by::

        {IsLogging: true, IsMultiRegionTrail: true}

    Refuted by::

        {IsLogging: true}

    Source: CloudTrail API Reference, "CreateTrail", read 2026-11-23.
    """
    everywhere = trail.at("IsMultiRegionTrail")
    return proved_if(everywhere.is_true, everywhere, "one Region only")


@control(
    "cloudtrail-trail-validated",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=(
        "CloudTrail.4",
        "CIS v5.0.0/3.2",
        "CIS v3.0.0/3.2",
        "CKV_AWS_36",
        "AVD-AWS-0016",
        "cloudtrail_log_file_validation_enabled",
    ),
)
def trail_is_validated(trail: Trail) -> Verdict:
    """Digests prove that no log file was changed or removed.

    Evidence that anybody could have edited convinces nobody.

    Fix: set EnableLogFileValidation to true.

    Undecided when the value is not known.

    Proved by::

        {IsLogging: true, EnableLogFileValidation: true}

    Refuted by::

        {IsLogging: true}

    Source: CloudTrail API Reference, "CreateTrail", read 2026-11-23.
    """
    validated = trail.at("EnableLogFileValidation")
    return proved_if(validated.is_true, validated, "changes would not be seen")


@control(
    "cloudtrail-trail-customer-key",
    layer=KEYS,
    weight=MEDIUM,
    also_known_as=(
        "CloudTrail.2",
        "CIS v5.0.0/3.5",
        "CIS v3.0.0/3.5",
        "CKV_AWS_35",
        "AVD-AWS-0015",
        "cloudtrail_kms_encryption_enabled",
    ),
)
def trail_uses_key(trail: Trail) -> Verdict:
    """Log files are encrypted with a KMS key.

    Whoever may read the bucket then needs the key as well, and each use of it is recorded.

    Fix: set KMSKeyId to a key whose policy lets CloudTrail encrypt.

    Undecided when it is not known whether a key is set.

    Proved by::

        {IsLogging: true, KMSKeyId: alias/audit}

    Refuted by::

        {IsLogging: true}

    Source: CloudTrail API Reference, "CreateTrail", read 2026-11-23.
    """
    key = trail.at("KMSKeyId")
    return proved_if(key.is_filled, key, "no KMS key")


@control(
    "cloudtrail-trail-watched",
    layer=MONITORING,
    weight=LOW,
    also_known_as=(
        "CloudTrail.5",
        "CKV2_AWS_10",
        "AVD-AWS-0162",
        "cloudtrail_cloudwatch_logging_enabled",
    ),
)
def trail_is_watched(trail: Trail) -> Verdict:
    """Events also go to CloudWatch Logs, where alarms can see them.

    Files in a bucket are read after the damage; a log group can wake somebody.

    Fix: set CloudWatchLogsLogGroupArn and CloudWatchLogsRoleArn.

    Undecided when it is not known whether a log group is set.

    Proved by::

        {CloudWatchLogsLogGroupArn: "arn:aws:logs:eu-west-1:1:log-group:trail:*"}

    Refuted by::

        {IsLogging: true}

    Source: CloudTrail User Guide, "Monitoring CloudTrail log files with CloudWatch Logs" (not
    re-read).
    """
    group = trail.at("CloudWatchLogsLogGroupArn")
    return proved_if(group.is_filled, group, "events reach no log group")


@control(
    "cloudtrail-bucket-logged",
    layer=LOGGING,
    weight=LOW,
    also_known_as=(
        "CloudTrail.7",
        "CIS v5.0.0/3.4",
        "CIS v3.0.0/3.4",
        "AVD-AWS-0163",
        "cloudtrail_logs_s3_bucket_access_logging_enabled",
    ),
)
def bucket_is_logged(trail: Trail) -> Verdict:
    """Access to the trail's bucket is itself logged.

    Who read or deleted the record belongs to the record.

    Fix: set LoggingConfiguration on the bucket.

    Undecided when the bucket is not in the input.

    Proved by::

        Resources:
          Example: {Type: "AWS::CloudTrail::Trail", Properties: {S3BucketName: !Ref Audit}}
          Audit:
            Type: AWS::S3::Bucket
            Properties: {LoggingConfiguration: {DestinationBucketName: access}}

    Refuted by::

        Resources:
          Example: {Type: "AWS::CloudTrail::Trail", Properties: {S3BucketName: !Ref Audit}}
          Audit: {Type: "AWS::S3::Bucket"}

    Undecided by::

        {S3BucketName: audit-of-another-account}

    Source: Security Hub User Guide, "CloudTrail.7" (not re-read).
    """
    bucket, name = trail.bucket, trail.at("S3BucketName")
    if bucket is None:
        raise Undecided(name.doubt("the bucket is not in the input"))
    logging = bucket.at("LoggingConfiguration")
    return proved_if(logging.is_set, logging, "access to the bucket is not logged")
