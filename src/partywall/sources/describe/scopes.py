"""Whose an output is, and of which Region: by its items, its path, or its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from partywall.kernel.arn import parse_arn
from partywall.sources.describe.kinds import Kind
from partywall.sources.describe.values import Item, pluck

ACCOUNT: Final = re.compile(r"(?<!\d)\d{12}(?!\d)")
REGION: Final = re.compile(
    r"(?<![a-z0-9])(?:us|eu|ap|ca|sa|me|af|il|mx|cn|eusc)(?:-(?:gov|iso[a-z]?|de))?"
    r"-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d{1,2}"
    r"(?=$|[^0-9])"
)
"""How Regions are named. Source: botocore 1.44.5, `partitions.json`, read 2026-11-23."""


class Scope(NamedTuple):
    """An account and a Region; "" for what is not known."""

    account: str = ""
    region: str = ""

    def __str__(self) -> str:
        return f"{self.account or 'an account not told'}, {self.region or 'a Region not told'}"


def of_path(file: str) -> Scope:
    """What a path says: `111122223333/eu-west-1/vpcs.json`; the last of several counts."""
    accounts, regions = ACCOUNT.findall(file), REGION.findall(file)
    return Scope(accounts[-1] if accounts else "", regions[-1] if regions else "")


def of_item(kind: Kind, item: Item) -> Scope:
    """What an item says of itself, by its ARN, its owner and its zone."""
    spec = kind.spec
    arn = parse_arn(_text(item, spec.arn)) if spec.arn else None
    account = _text(item, spec.account) or (arn.account if arn else "")
    region = _text(item, spec.region) or (arn.region if arn else "")
    region = region or _region_of_zone(_text(item, spec.zone))
    return Scope(account if ACCOUNT.fullmatch(account) else "", region)


def only(values: Iterable[str]) -> str:
    """The one value there is, "" aside; "" when there are several or none."""
    found = set(values) - {""}
    return found.pop() if len(found) == 1 else ""


def _text(item: Item, path: str) -> str:
    value = pluck(item, tuple(path.split("."))) if path else None
    return value if isinstance(value, str) else ""


def _region_of_zone(zone: str) -> str:
    """The Region of an Availability Zone or a Local Zone: `eu-west-1` of `eu-west-1a`."""
    match = REGION.match(zone)
    return match[0] if match else ""
