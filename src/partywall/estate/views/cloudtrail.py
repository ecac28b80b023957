"""AWS CloudTrail, as controls see it.

A trail covers its own Region, validates nothing and encrypts with S3's keys unless asked; it
records all management events unless selectors say otherwise.
Source: CloudTrail API Reference, "CreateTrail", read 2026-11-23; CloudTrail User Guide,
"Logging management events" (not re-read).
"""

from __future__ import annotations

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.estate.views.s3 import Bucket
from partywall.kernel.truth import Truth, no, some


class Trail(View):
    """AWS::CloudTrail::Trail."""

    types = ("AWS::CloudTrail::Trail",)

    @property
    def records_management_events(self) -> Truth:
        """Whether reads and writes of the control plane are all recorded."""
        basic = self.at("EventSelectors").items()
        advanced = self.at("AdvancedEventSelectors").items()
        selected = some(basic, _is_there)[1] | some(advanced, _is_there)[1]
        chosen = some(basic, _takes_all)[1] | some(advanced, _takes_management)[1]
        return no(selected) | chosen

    @property
    def bucket(self) -> Bucket | None:
        """The bucket that the trail writes to, when the input shows it."""
        return self.follow(self.at("S3BucketName"), Bucket)


def _is_there(selector: Node) -> Truth:
    return selector.is_set


def _takes_all(selector: Node) -> Truth:
    management = no(selector.at("IncludeManagementEvents").equals(False))
    return management & selector.at("ReadWriteType").either("All").equals("All")


def _takes_management(selector: Node) -> Truth:
    fields = selector.at("FieldSelectors").items()
    category = some(
        fields,
        lambda one: (
            one.at("Field").equals("eventCategory") & one.at("Equals").contains("Management")
        ),
    )[1]
    narrowed = some(fields, lambda one: no(one.at("Field").equals("eventCategory")))[1]
    return category & no(narrowed)
