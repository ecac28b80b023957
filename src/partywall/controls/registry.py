"""Every control, found by resource type, id or alias; a service's module loads when needed."""

from __future__ import annotations

import importlib
import keyword
import pkgutil
import re
from collections.abc import Iterator
from functools import cache

import partywall.controls as package
from partywall.controls.control import Control

MACHINERY = frozenset({"control", "house", "openings", "questions", "registry", "shared"})


@cache
def services() -> tuple[str, ...]:
    """The services that have controls: the names of the modules of this package.

    A service whose name is a word of Python's has its module under `lambda_`.
    """
    names = (module.name.removesuffix("_") for module in pkgutil.iter_modules(package.__path__))
    return tuple(sorted(set(names) - MACHINERY))


@cache
def controls_of(service: str) -> tuple[Control, ...]:
    """The controls of a service, in the order written; none for a service without a module."""
    if service not in services():
        return ()
    name = f"{service}_" if keyword.iskeyword(service) else service
    module = importlib.import_module(f"partywall.controls.{name}")
    return tuple(item for item in vars(module).values() if isinstance(item, Control))


@cache
def controls_for(type_name: str) -> tuple[Control, ...]:
    """The controls that judge a CloudFormation resource type, by id."""
    parts = type_name.split("::")
    service = parts[1].lower() if len(parts) == 3 else ""
    fitting = (one for one in controls_of(service) if type_name in one.types)
    return tuple(sorted(fitting, key=lambda one: one.id))


def all_controls() -> Iterator[Control]:
    """Every control, by id; one that two services share (OpenSearch, Elasticsearch) comes once."""
    everything = {one.id: one for service in services() for one in controls_of(service)}
    return iter([everything[id] for id in sorted(everything)])


def find(name: str) -> tuple[Control, ...]:
    """The controls with this id, or known elsewhere under it; possibly several.

    People type an id as they last saw it: in any case, in brackets, Trivy's with or without
    `AVD-`, a number of CIS with or without the version of the benchmark (`CIS 5.3`).
    """
    wanted = plain(name)
    benchmark = cis_number(name)
    return tuple(
        one
        for one in all_controls()
        if one.id == wanted
        or any(
            plain(alias) == wanted or (benchmark is not None and _is_cis(alias, *benchmark))
            for alias in one.also_known_as
        )
    )


def plain(name: str) -> str:
    """An id without what people leave out, so that two spellings of it are equal."""
    return name.strip(" \t\n[]").casefold().removeprefix("avd-")


_CIS = re.compile(
    r"\s*\[?cis\b[a-z\s/-]*?(?:v?(\d+\.\d+(?:\.\d+)?)[\s/-]+)?(\d+(?:\.\d+)+)\]?\s*", re.IGNORECASE
)


def cis_number(name: str) -> tuple[str, str] | None:
    """Version of the CIS benchmark ("" where none is named) and number of the recommendation.

    `CIS v5.0.0/5.3`, `CIS 5.0.0 5.3` and `cis-5.0-5.3` are all ("5.0.0", "5.3").
    """
    match = _CIS.fullmatch(name)
    if match is None:
        return None
    version = match[1] or ""
    return (f"{version}.0" if version.count(".") == 1 else version), match[2]


def _is_cis(alias: str, version: str, number: str) -> bool:
    known = cis_number(alias)
    return known is not None and known[1] == number and version in ("", known[0])
