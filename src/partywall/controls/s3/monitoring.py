"""Requests for objects, and changes of them, are seen."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.s3 import Bucket
from partywall.kernel.truth import Truth, no, some
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import LOGGING, MONITORING


@control(
    "s3-bucket-access-logged",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=("S3.9", "CKV_AWS_18", "AVD-AWS-0089", "s3_bucket_server_access_logging_enabled"),
)
def bucket_access_logged(bucket: Bucket) -> Verdict:
    """Requests to the bucket are written to an access log.

    After a leak the first question is who read what; CloudTrail answers it only where data
    events are bought.

    Fix: set LoggingConfiguration.DestinationBucketName to a bucket kept for logs.

    Undecided when the value is not known.

    Refuted by::

        BucketName: reports

    Proved by::

        LoggingConfiguration: {DestinationBucketName: logs, LogFilePrefix: reports/}

    Source: S3 User Guide, "Logging requests with server access logging" (not re-read).
    """
    written = bucket.at("LoggingConfiguration")
    return proved_if(written.is_set, written, "requests are not logged")


@control(
    "s3-bucket-events",
    layer=MONITORING,
    weight=LOW,
    also_known_as=("S3.11", "CKV2_AWS_62", "s3_bucket_event_notifications_enabled"),
)
def bucket_sends_events(bucket: Bucket) -> Verdict:
    """The bucket tells someone when objects come or go.

    An event can be looked at when it happens; a log is read when it is too late.

    Fix: set NotificationConfiguration, most simply its EventBridgeConfiguration.

    Undecided when the value is not known.

    Refuted by::

        BucketName: reports

    Proved by::

        NotificationConfiguration: {EventBridgeConfiguration: {EventBridgeEnabled: true}}

    Source: S3 User Guide, "Amazon S3 Event Notifications" (not re-read).
    """
    written = bucket.at("NotificationConfiguration")
    listeners: Truth = written.at("EventBridgeConfiguration").is_set & no(
        written.at("EventBridgeConfiguration", "EventBridgeEnabled").equals(False)
    )
    for key in ("LambdaConfigurations", "QueueConfigurations", "TopicConfigurations"):
        _, some_one = some(written.at(key).items(), lambda one: one.is_set)
        listeners = listeners | some_one
    return proved_if(listeners, written, "nobody is told")
