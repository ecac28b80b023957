"""Dependencies on one zone that nobody sees: what has other zones, or none, and falls with it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from partywall.resilience.model import Model
from partywall.resilience.scopes import SERVES
from partywall.resilience.site import Site
from partywall.resilience.survey import Survey
from partywall.resilience.why import Cause


class Hidden(Struct, frozen=True, gc=False):
    """A resource that depends on a zone besides its own: on which, through what, and how.

    `sure`: it stops with the zone. Else it loses something there, and whether it needs that is
    not known.
    """

    address: str
    zone: str
    through: str
    why: str
    sure: bool


def hidden(survey: Survey) -> list[Hidden]:
    """Every hidden dependency on a zone, by address."""
    found = [*_stopped(survey), *_routes(survey.model), *_endpoints(survey.model)]
    return sorted(set(found), key=lambda one: (one.address, one.zone, one.through))


def _stopped(survey: Survey) -> Iterator[Hidden]:
    """What surely stops with a zone, though it has others, or none of its own."""
    model = survey.model
    zones = set(model.places.zones)
    faults = [one for one in survey.faults if one.name in zones and len(one.lost) == 1]
    for resource in model.resources:
        if resource.type not in SERVES:
            continue
        own = set(model.zones.get(resource.address, ()))
        for fault in faults:
            if own != {fault.name} and survey.outcomes.of(resource.address, fault.name) == "stops":
                cause: Cause = survey.effect(resource, fault).causes[0]
                yield Hidden(resource.address, fault.name, cause.thing, cause.why, True)


def _routes(model: Model) -> Iterator[Hidden]:
    """Subnets whose default route leads through another zone."""
    for subnet, way in model.ways_out.ways.items():
        own = model.zone_of_subnet.get(subnet, "")
        for gateway in way.gateways:
            zones = model.zones.get(gateway, ())
            if own and len(zones) == 1 and zones[0] and zones[0] != own:
                yield Hidden(subnet, zones[0], gateway, "its default route", False)


def _endpoints(model: Model) -> Iterator[Hidden]:
    """Interface endpoints in one zone, in a VPC that has subnets in others."""
    zones_of: dict[str, set[str]] = {}
    for subnet in model.estate.by_type.get("AWS::EC2::Subnet", ()):
        vpc = model.estate.target(subnet.properties.get("VpcId"), "AWS::EC2::VPC")
        zone = model.zone_of_subnet.get(subnet.address, "")
        if vpc is not None and zone:
            zones_of.setdefault(vpc.address, set()).add(zone)
    for endpoint in model.estate.by_type.get("AWS::EC2::VPCEndpoint", ()):
        site = Site(endpoint, model)
        vpc = model.estate.target(site.view.at("VpcId").value, "AWS::EC2::VPC")
        zones = model.zones.get(endpoint.address, ())
        alone = vpc is not None and len(zones) == 1 and bool(zones[0])
        if alone and vpc is not None and zones_of.get(vpc.address, set()) - set(zones):
            why = "an interface endpoint in one zone"
            yield Hidden(vpc.address, zones[0], endpoint.address, why, False)
