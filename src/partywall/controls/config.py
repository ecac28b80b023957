"""AWS Config: a memory of what was configured."""

from __future__ import annotations

from partywall.controls.control import MEDIUM, control
from partywall.estate.views.config import Recorder
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import MONITORING


@control(
    "config-recorder-all-types",
    layer=MONITORING,
    weight=MEDIUM,
    also_known_as=(
        "Config.1",
        "CIS v5.0.0/3.3",
        "CIS v3.0.0/3.3",
        "CKV2_AWS_45",
        "CKV2_AWS_48",
    ),
)
def recorder_records_everything(recorder: Recorder) -> Verdict:
    """Every supported type of resource is recorded.

    What is not recorded cannot be compared with how it was before the incident.

    Fix: set RecordingGroup.AllSupported to true, and IncludeGlobalResourceTypes in one Region.

    Undecided when the recording group is not known.

    Proved by::

        {RecordingGroup: {AllSupported: true, IncludeGlobalResourceTypes: true}}

    Refuted by::

        {RecordingGroup: {AllSupported: false, ResourceTypes: ["AWS::EC2::Instance"]}}

    Source: AWS Config API Reference, "RecordingGroup", read 2026-11-23.
    """
    group = recorder.at("RecordingGroup")
    return proved_if(recorder.records_everything, group, "some types are not recorded")
