"""All that is answered about one estate, ready to be rendered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from partywall.resilience import PREMISES
from partywall.resilience.asked import fault
from partywall.resilience.model import Model
from partywall.resilience.outcomes import Fault
from partywall.resilience.places import REGION
from partywall.resilience.scopes import RUNS_CODE, SERVES
from partywall.resilience.survey import (
    FATES,
    Blast,
    Effect,
    Survey,
    pairs_worse_than_each,
    single_faults,
)
from partywall.resilience.zonal import Hidden, hidden

LIFELINES: Final = (
    *("AWS::KMS::Key", "AWS::KMS::ReplicaKey", "AWS::IAM::Role", "AWS::EC2::NatGateway"),
    *("AWS::EC2::InternetGateway", "AWS::EC2::TransitGateway", "AWS::EC2::VPNGateway"),
    *("AWS::CertificateManager::Certificate", "AWS::IAM::ServerCertificate"),
)
"""Types whose loss is told without being asked for, besides zones and Regions."""

LIFELINES_TOLD: Final = 20
"""How many of them: those that most stops with; the others are counted, and told when asked for."""

GLOBAL_CONTROL: Final = {
    "region:us-east-1": "IAM, Organizations, Route 53, CloudFront and Shield are changed there",
    "region:cn-north-1": "IAM of the China Regions is changed there",
    "region:us-gov-west-1": "IAM of the GovCloud Regions is changed there",
}
"""What can be changed no more when a Region is lost, though it goes on working elsewhere.

Source: AWS Fault Isolation Boundaries, "Global services", read 2026-11-23; for the China and
GovCloud Regions not re-read.
"""


class Answer(Struct, frozen=True, gc=False):
    """What one fault does: to what serves and to what else it touches, the worst first."""

    fault: str
    lost: tuple[str, ...]
    effects: tuple[Effect, ...]
    notes: tuple[str, ...] = ()


class Capacity(Struct, frozen=True, gc=False):
    """A resource of several copies: how many, in how many zones, and whether one may be lost.

    `stands_one_loss`: what is left after any one zone meets the demand (N+1), with nothing
    launched. `needed` is how many copies would make it so.
    """

    address: str
    count: int
    zones: int
    field: str
    demand: int | None
    demand_from: str
    left: int
    stands_one_loss: bool | None
    needed: int | None


class Answers(Struct, frozen=True, gc=False):
    """The answers for one estate.

    `by_name` are the zones known by name only; `undeclared` what runs code whose needs nobody
    declared; `pairs` two losses that stop more than each alone, None when nobody asked; `premises`
    ids of what is presumed of AWS.
    """

    file: str
    resources: int
    zones: tuple[str, ...]
    by_name: tuple[str, ...]
    regions: tuple[str, ...]
    blasts: tuple[Blast, ...]
    answers: tuple[Answer, ...]
    hidden: tuple[Hidden, ...]
    capacities: tuple[Capacity, ...]
    undeclared: tuple[str, ...]
    pairs: tuple[Blast, ...] | None = None
    premises: tuple[str, ...] = PREMISES


def answers(
    model: Model, file: str, asked: Sequence[str] = (), *, with_pairs: bool = False
) -> Answers:
    """The answers about the loss of what is asked; of each place and lifeline when nothing is.

    Raises NoSuchThing when the estate has nothing of a name that is asked about.
    """
    chosen = [fault(model, asked)] if asked else []
    singles = single_faults(model)
    known = {one.name for one in singles}
    survey = Survey(model, [*singles, *(one for one in chosen if one.name not in known)])
    blasts = survey.blasts()
    told = chosen or _told(model, singles, blasts)
    found = [answer(survey, one) for one in told]
    zones = model.places.zones
    return Answers(
        file=file,
        resources=len(model.resources),
        zones=tuple(one for one in zones if not one.endswith("*")),
        by_name=model.places.named_zones,
        regions=model.places.regions,
        blasts=tuple(blasts),
        answers=tuple(one for one in found if chosen or one.effects),
        hidden=tuple(hidden(survey)),
        capacities=tuple(capacities(model)),
        undeclared=tuple(undeclared(model)),
        pairs=tuple(pairs_worse_than_each(survey, zones)) if with_pairs else None,
    )


def _told(model: Model, singles: Iterable[Fault], blasts: Iterable[Blast]) -> list[Fault]:
    """Every zone and Region, and the lifelines that most stops with."""
    order = [one.fault for one in blasts]
    lifelines = [one for one in order if _is_lifeline(model, one)][:LIFELINES_TOLD]
    zones = set(model.places.zones)
    return [
        one
        for one in singles
        if one.name in zones or one.name.startswith(REGION) or one.name in lifelines
    ]


def _is_lifeline(model: Model, name: str) -> bool:
    resource = model.by_address.get(name)
    kind = resource.type if resource is not None else ""
    return kind in LIFELINES or any(f":{service}:" in name for service in ("kms", "acm"))


def answer(survey: Survey, one: Fault) -> Answer:
    """What the fault does, the worst first, what serves before what does not."""
    effects = [each for each in survey.effects(one) if each.address not in one.lost]
    effects.sort(key=lambda each: (FATES.index(each.fate), each.type not in SERVES, each.address))
    notes = tuple(GLOBAL_CONTROL[name] for name in one.lost if name in GLOBAL_CONTROL)
    return Answer(one.name, one.lost, tuple(effects), notes)


def capacities(model: Model) -> Iterable[Capacity]:
    """What has several copies, and what runs code and could have: by address."""
    for address, spread in sorted(model.spreads.items()):
        resource = model.by_address[address]
        left = spread.left_at_least(1)
        if spread.count is None or left is None or resource.type not in SERVES:
            continue
        if spread.count < 2 and resource.type not in RUNS_CODE:
            continue
        yield Capacity(
            address,
            spread.count,
            len(spread.parts),
            spread.field,
            spread.demand,
            spread.demand_from,
            max(left, 0),
            spread.stands_one_loss,
            spread.for_static_stability,
        )


def undeclared(model: Model) -> Iterable[str]:
    """What runs code, and is not declared completely."""
    for resource in model.resources:
        if resource.type in RUNS_CODE and not model.declared.of(resource.address).complete:
            yield resource.address
