"""Where data are kept, which copies leave the Regions they may be in, and what would stop that.

A class of data says which Regions and partitions it may be in; a tag, or the address, says which
class a resource is of. Whether service control policies keep everybody from using other Regions is
asked of `Policies`, which the caller brings: nothing here reads a policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final, Literal, Protocol

import msgspec
from msgspec import Struct

from partywall.estate.resource import Resource
from partywall.kernel.errors import ConfigError
from partywall.kernel.partitions import partition_of
from partywall.kernel.unknown import Unknown
from partywall.resilience.backups import tag
from partywall.resilience.model import Model
from partywall.resilience.movers import MOVERS, is_read, kept_and_copied
from partywall.resilience.scopes import KEEPS_DATA
from partywall.resilience.site import Site
from partywall.resilience.written import read

Verdict = Literal["stays", "leaves", "undecided"]

PREMISES_USED: Final = ("data-stays-in-region", "partition-isolation")


class DataClass(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a class of data may be; `resources` are globs of addresses, besides the tag."""

    name: str
    regions: tuple[str, ...] = ()
    partitions: tuple[str, ...] = ("aws",)
    resources: tuple[str, ...] = ()


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """The classes of data, the tag whose value names one, and the class of what is not tagged."""

    tag: str = "DataClass"
    data_class: tuple[DataClass, ...] = msgspec.field(default=(), name="class")
    default: str = ""

    def named(self, name: object) -> DataClass | None:
        """The class of this name."""
        return next((one for one in self.data_class if one.name == name), None)


class Place(Struct, frozen=True, gc=False):
    """Where some data are, or are copied to: by which property, and whether that is allowed.

    `where` is a Region, `the edge` (CloudFront), or "" where it is not known.
    """

    address: str
    data_class: str
    where: str
    by: str
    verdict: Verdict
    why: str = ""


class Request(Struct, frozen=True, gc=False):
    """A request that no service control policy denies; `context` are its other circumstances."""

    principal: str
    action: str
    resource: str
    region: str
    context: tuple[str, ...] = ()


class Prevention(Struct, frozen=True, gc=False):
    """Whether service control policies keep the account from writing data outside of `regions`.

    Proved `by` statements (policy/Sid), refuted by `requests`, or unknown, and `why`. `not_bound`
    is whom no such policy keeps from anything; `assumed` what is taken for granted.
    """

    regions: tuple[str, ...]
    verdict: Literal["proved", "refuted", "unknown"]
    why: str
    by: tuple[str, ...] = ()
    requests: tuple[Request, ...] = ()
    not_bound: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


class Policies(Protocol):
    """The service control policies above the account."""

    def prevention(self, regions: tuple[str, ...]) -> Prevention:
        """Whether they keep the account from writing data in all other Regions."""


class Residency(Struct, frozen=True, gc=False):
    """The places of all data of one estate, and for each set of Regions that a class of data may
    be in, whether others are prevented."""

    file: str
    places: tuple[Place, ...]
    preventions: tuple[Prevention, ...]
    premises: tuple[str, ...] = PREMISES_USED


def load(path: Path) -> Rules:
    """The rules of a file. Raises ConfigError naming the file and what is wrong with it."""
    rules = read(path, Rules)
    if rules.default and rules.named(rules.default) is None:
        raise ConfigError(f"{path}: default = {rules.default!r}: there is no such class")
    return rules


def anywhere_in(regions: Sequence[str]) -> Rules:
    """One class for all data, which may be in these Regions."""
    partitions = tuple(dict.fromkeys(map(partition_of, regions)))
    one = DataClass("all data", tuple(regions), partitions)
    return Rules(data_class=(one,), default=one.name)


def residency(model: Model, file: str, rules: Rules, policies: Policies) -> Residency:
    """Where the data of an estate are and are copied to, by address, and whether `policies` keep
    others from being used."""
    found = [
        place
        for resource in model.resources
        if resource.type in KEEPS_DATA or resource.type in MOVERS or not is_read(resource.type)
        for place in _places(Site(resource, model), rules)
    ]
    regions = [tuple(sorted(set(one.regions))) for one in rules.data_class if one.regions]
    preventions = tuple(policies.prevention(one) for one in dict.fromkeys(regions))
    return Residency(file, tuple(found), preventions)


# -- which class, and whether a place is allowed


def _class_of(resource: Resource, rules: Rules) -> tuple[DataClass | None, str]:
    """The class of a resource's data, or why it is not known."""
    for one in rules.data_class:
        if any(fnmatchcase(resource.address, glob) for glob in one.resources):
            return one, ""
    value = tag(resource, rules.tag)
    if type(value) is Unknown:
        return None, f"the tag {rules.tag} is not known"
    found = rules.named(value if value is not None else rules.default)
    if found is not None:
        return found, ""
    if value is not None:
        return None, f"there is no class {value!r}"
    return None, f"no tag {rules.tag}, and no default class"


def _places(site: Site, rules: Rules) -> Iterator[Place]:
    data_class, why = _class_of(site.resource, rules)
    for where, by, doubt in kept_and_copied(site):
        name = data_class.name if data_class else ""
        if data_class is None:
            yield Place(site.address, name, where, by, "undecided", why)
        elif not where:
            yield Place(site.address, name, where, by, "undecided", doubt)
        elif not _allows(data_class, where):
            verdict: Verdict = "undecided" if doubt else "leaves"
            why_not = (
                doubt
                or f"{data_class.name} may be in {', '.join(data_class.regions) or 'no Region'}"
            )
            yield Place(site.address, name, where, by, verdict, why_not)
        else:
            yield Place(site.address, name, where, by, "stays")


def _allows(data_class: DataClass, where: str) -> bool:
    partition = partition_of(where)
    return where in data_class.regions and partition in data_class.partitions
