"""An AWS FIS experiment for a simulated fault, as a CloudFormation template.

What to break is chosen by a tag that has to be put on it, because most ids exist only after
deployment. What FIS has no action for (a key, a role, a certificate) is named, never left out.

Source: AWS FIS User Guide, "AZ Availability: Power Interruption", "Actions for AWS FIS" and "List
the AWS FIS actions", read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from partywall.estate.resource import Resource
from partywall.resilience.fis_actions import ALONE, IN_REGION, IN_ZONE, REPLICATED, Action
from partywall.resilience.model import Model
from partywall.resilience.outcomes import Fault
from partywall.resilience.places import REGION, ZONE, is_zone_id

TAG: Final = "partywall-fault"

Json = dict[str, object]


class Experiment(Struct, frozen=True):
    """A template; `tags` are the addresses that want the tag, `absent` what FIS cannot do."""

    template: Json
    tags: tuple[str, ...]
    absent: tuple[str, ...]


def experiment(model: Model, fault: Fault) -> Experiment:
    """The experiment for a fault; its template has no action when FIS has none."""
    builder = _Builder(model, fault)
    for thing in fault.lost:
        builder.add(thing)
    return builder.experiment()


def _alone(resource: Resource) -> Action | None:
    """What FIS does to a single resource; of endpoints it cuts off those with interfaces only."""
    endpoint = resource.type == "AWS::EC2::VPCEndpoint"
    if endpoint and resource.properties.get("VpcEndpointType") != "Interface":
        return None
    return ALONE.get(resource.type)


class _Builder:
    def __init__(self, model: Model, fault: Fault) -> None:
        self.model = model
        self.fault = fault
        self.value = re.sub(r"[^A-Za-z0-9]+", "-", fault.name).strip("-")[:200]
        self.actions: dict[str, Json] = {}
        self.targets: dict[str, Json] = {}
        self.tags: dict[str, None] = {}
        self.absent: list[str] = []

    def add(self, thing: str) -> None:
        """The actions for one lost thing."""
        if thing.startswith(ZONE):
            self._zone(thing)
        elif thing.startswith(REGION):
            self._region(thing)
        else:
            resource = self.model.by_address.get(thing)
            action = _alone(resource) if resource is not None else None
            if action is None:
                kind = resource.type if resource is not None else "what lies outside"
                self.absent.append(f"{thing}: FIS has no action for {kind}")
            else:
                self._put(action, "", [thing])

    def _zone(self, zone: str) -> None:
        before = len(self.actions)
        for kind, action in IN_ZONE.items():
            ones = [one for one in self._of(kind) if self._may_be_in(one, zone)]
            if ones:
                self._put(action, zone[len(ZONE) :], ones)
        if len(self.actions) == before:
            self.absent.append(f"{zone}: nothing in it that FIS has an action for")

    def _region(self, region: str) -> None:
        """FIS runs in one Region and cuts it off from another: what stays is targeted."""
        before = len(self.actions)
        for kind, action in IN_REGION.items():
            ones = [
                one
                for one in self._of(kind)
                if f"{REGION}{self.model.by_address[one].region}" != region
                and REPLICATED.get(kind, "") in ("", *self._properties(one))
            ]
            if ones:
                self._put(action, region[len(REGION) :], ones)
        if len(self.actions) == before:
            self.absent.append(f"{region}: nothing outside of it that FIS could cut off from it")

    def _of(self, kind: str) -> Iterable[str]:
        return sorted(one.address for one in self.model.estate.by_type.get(kind, ()))

    def _properties(self, address: str) -> dict[str, object]:
        return self.model.by_address[address].properties

    def _may_be_in(self, address: str, zone: str) -> bool:
        """Whether it, or one of its copies, surely or perhaps lies in the zone.

        A database in one zone only has nothing to fail over to.
        """
        kind = self.model.by_address[address].type
        spread = self.model.spreads.get(address)
        if kind == "AWS::RDS::DBInstance" and (spread is None or spread.count != 2):
            return False
        zones = self.model.zones.get(address)
        if zones is None:
            needs = self.model.needs(address)
            return kind.endswith("::DBCluster") or any(zone in need.of for need in needs)
        return zone in zones or "" in zones

    def _put(self, action: Action, place: str, addresses: list[str]) -> None:
        name = f"{action.id.rpartition(':')[2]}-{len(self.actions) + 1}"
        parameters = dict(action.parameters)
        target_parameters: dict[str, str] = {}
        if action.zone:
            (target_parameters if action.of_target else parameters)[action.zone] = place
        target: Json = {
            "ResourceType": action.target,
            "ResourceTags": {TAG: self.value},
            "SelectionMode": "ALL",
        }
        if target_parameters:
            target["Parameters"] = target_parameters
        if action.filter and place:
            path = f"{action.filter}Id" if is_zone_id(place) else action.filter
            target["Filters"] = [{"Path": path, "Values": [place]}]
        self.targets[name] = target
        self.actions[name] = {"ActionId": action.id, "Targets": {action.key: name}}
        if parameters:
            self.actions[name]["Parameters"] = parameters
        self.tags.update(dict.fromkeys(addresses))

    def experiment(self) -> Experiment:
        """The template, with the role and the alarm that stops it as parameters."""
        properties: Json = {
            "Description": f"Simulate the loss of {self.fault.name}"[:512],
            "RoleArn": {"Ref": "RoleArn"},
            "StopConditions": [
                {"Source": "aws:cloudwatch:alarm", "Value": {"Ref": "StopAlarmArn"}}
            ],
            "Targets": self.targets,
            "Actions": self.actions,
            "Tags": {TAG: self.value},
        }
        template: Json = {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Description": f"FIS experiment for the loss of {self.fault.name}"[:1024],
            "Parameters": {
                "RoleArn": {"Type": "String", "Description": "The role that FIS assumes."},
                "StopAlarmArn": {
                    "Type": "String",
                    "Description": "The CloudWatch alarm that ends the experiment.",
                },
            },
            "Resources": {
                "Experiment": {"Type": "AWS::FIS::ExperimentTemplate", "Properties": properties}
            },
        }
        return Experiment(template, tuple(self.tags), tuple(self.absent))
