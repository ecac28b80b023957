"""AWS CloudTrail, as controls see it.

A trail covers its own Region, validates nothing and encrypts with S3's keys unless asked; it
records all management events unless selectors say otherwise.
Source: CloudTrail API Reference, "CreateTrail", read 2026-11-23; CloudTrail User Guide,
"Logging management events" (not re-read).
"""

from __future__ import annotations

from typing import Final

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.estate.views.s3 import Bucket
from partywall.kernel.truth import Truth, no, some

EVERY_BUCKET: Final = tuple(
    f"arn:{partition}:s3{tail}"
    for partition in ("aws", "aws-cn", "aws-us-gov")
    for tail in ("", ":::")
)
"""How a selector names the objects of all buckets.

Source: CloudTrail API Reference, "DataResource" (not re-read).
"""


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

    def records_objects(self, kind: str) -> Truth:
        """Whether it records all reads (`ReadOnly`) or writes (`WriteOnly`) of S3 objects."""
        basic = some(self.at("EventSelectors").items(), lambda one: _takes_objects(one, kind))[1]
        advanced = some(
            self.at("AdvancedEventSelectors").items(),
            lambda one: _takes_objects_by_field(one, kind),
        )[1]
        return basic | advanced

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


def _takes_objects(selector: Node, kind: str) -> Truth:
    everything = some(selector.at("DataResources").items(), _is_every_object)[1]
    return everything & selector.at("ReadWriteType").either("All").equals("All", kind)


def _is_every_object(resource: Node) -> Truth:
    objects = resource.at("Type").equals("AWS::S3::Object")
    return objects & resource.at("Values").contains(*EVERY_BUCKET)


def _takes_objects_by_field(selector: Node, kind: str) -> Truth:
    fields = selector.at("FieldSelectors").items()
    read_only = "true" if kind == "ReadOnly" else "false"

    def says(field: str, value: str) -> Truth:
        return some(
            fields, lambda one: one.at("Field").equals(field) & one.at("Equals").contains(value)
        )[1]

    def narrows(one: Node) -> Truth:
        fits = one.at("Field").equals("readOnly") & one.at("Equals").contains(read_only)
        return no(one.at("Field").equals("eventCategory", "resources.type") | fits)

    objects = says("eventCategory", "Data") & says("resources.type", "AWS::S3::Object")
    return objects & no(some(fields, narrows)[1])
