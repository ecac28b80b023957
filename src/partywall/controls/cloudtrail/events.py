"""Which events a trail records: of management, and on objects."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, control
from partywall.estate.views.cloudtrail import Trail
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import LOGGING


@control(
    "cloudtrail-trail-management-events",
    layer=LOGGING,
    weight=HIGH,
    also_known_as=(
        "CloudTrail.1",
        "CIS v5.0.0/3.1",
        "CIS v3.0.0/3.1",
        "cloudtrail_multi_region_enabled_logging_management_events",
    ),
)
def management_events_are_recorded(trail: Trail) -> Verdict:
    """All management events are recorded, reads and writes.

    Selectors made for data events easily leave the control plane out.

    Fix: drop the selectors, or add one for management events of every kind.

    Undecided when a selector is not known.

    Proved by::

        {IsLogging: true}

    Proved by::

        {EventSelectors: [{IncludeManagementEvents: true, ReadWriteType: All}]}

    Proved by::

        AdvancedEventSelectors:
          - FieldSelectors: [{Field: eventCategory, Equals: [Management]}]

    Refuted by::

        {EventSelectors: [{IncludeManagementEvents: false}]}

    Refuted by::

        {EventSelectors: [{ReadWriteType: WriteOnly}]}

    Source: CloudTrail User Guide, "Logging management events" (not re-read).
    """
    return proved_if(
        trail.records_management_events,
        trail.at("EventSelectors"),
        "some management events are left out",
        also=[trail.at("AdvancedEventSelectors")],
    )


@control(
    "cloudtrail-object-writes-recorded",
    layer=LOGGING,
    weight=LOW,
    also_known_as=(
        "S3.22",
        "CIS v5.0.0/3.8",
        "CIS v3.0.0/3.8",
        "AVD-AWS-0171",
        "cloudtrail_s3_dataevents_write_enabled",
    ),
)
def object_writes_are_recorded(trail: Trail) -> Verdict:
    """The trail records who writes and deletes objects, in every bucket.

    Management events stop at the bucket. Who emptied it, only data events tell.

    Fix: add a selector for AWS::S3::Object with the value arn:aws:s3; each event costs.

    Undecided when a selector is not known. Another trail may record them.

    Proved by::

        EventSelectors:
          - {ReadWriteType: All, DataResources: [{Type: "AWS::S3::Object", Values: ["arn:aws:s3"]}]}

    Proved by::

        AdvancedEventSelectors:
          - FieldSelectors:
              - {Field: eventCategory, Equals: [Data]}
              - {Field: resources.type, Equals: ["AWS::S3::Object"]}
              - {Field: readOnly, Equals: ["false"]}

    Refuted by::

        {IsLogging: true}

    Source: CloudTrail User Guide, "Logging data events" (not re-read).
    """
    return _objects(trail, "WriteOnly", "writes to objects are not recorded")


@control(
    "cloudtrail-object-reads-recorded",
    layer=LOGGING,
    weight=LOW,
    also_known_as=(
        "S3.23",
        "CIS v5.0.0/3.9",
        "CIS v3.0.0/3.9",
        "AVD-AWS-0172",
        "cloudtrail_s3_dataevents_read_enabled",
    ),
)
def object_reads_are_recorded(trail: Trail) -> Verdict:
    """The trail records who reads objects, in every bucket.

    After a leak the first question is what was taken.

    Fix: add a selector for AWS::S3::Object with the value arn:aws:s3; each event costs.

    Undecided when a selector is not known. Another trail may record them.

    Proved by::

        EventSelectors:
          - {ReadWriteType: All, DataResources: [{Type: "AWS::S3::Object", Values: ["arn:aws:s3"]}]}

    Refuted by::

        AdvancedEventSelectors:
          - FieldSelectors:
              - {Field: eventCategory, Equals: [Data]}
              - {Field: resources.type, Equals: ["AWS::S3::Object"]}
              - {Field: readOnly, Equals: ["false"]}

    Source: CloudTrail User Guide, "Logging data events" (not re-read).
    """
    return _objects(trail, "ReadOnly", "reads of objects are not recorded")


def _objects(trail: Trail, kind: str, otherwise: str) -> Verdict:
    return proved_if(
        trail.records_objects(kind),
        trail.at("EventSelectors"),
        otherwise,
        also=[trail.at("AdvancedEventSelectors")],
    )
