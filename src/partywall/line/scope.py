"""Of which service and Region a resource is, in the words of AWS's lists of services in scope.

People edit `data/scope.toml`; the program reads `scope.msgpack`, which `scripts/compile_lines.py`
writes from it.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

import msgspec
from msgspec import Struct

from partywall.kernel.partitions import GLOBAL, partition_of
from partywall.kernel.unknown import Unknown
from partywall.line.facts import DATA, service_of

WRITTEN: Final = DATA / "scope.toml"
COMPILED: Final = DATA / "scope.msgpack"


class Known(Struct, frozen=True):
    """Ids of all services and names of all Regions, of every partition."""

    services: frozenset[str]
    regions: frozenset[str]


class Scope(Struct, frozen=True, rename={"globals": "global"}):
    """The file: exceptions by service file and by type, what is global, what there is."""

    services: dict[str, str]
    types: dict[str, str]
    globals: frozenset[str]
    known: Known


def compile_scope() -> bytes:
    """The content of `scope.msgpack`. Slow; for scripts and tests."""
    import tomllib

    tables = tomllib.loads(WRITTEN.read_text("utf-8"))
    tables["global"] = tables["global"]["services"]
    return msgspec.msgpack.encode(
        {name: tables[name] for name in ("services", "types", "global", "known")}
    )


@cache
def _scope() -> Scope:
    return msgspec.msgpack.decode(COMPILED.read_bytes(), type=Scope)


@lru_cache(maxsize=2048)
def service_id(type_name: str) -> str:
    """The id of a type's service: `elasticfilesystem` for AWS::EFS::FileSystem.

    A custom resource is CloudFormation's, as far as AWS answers for it. A type that nobody has
    classified has the name of its service, which no report needs to know.
    """
    scope = _scope()
    name = service_of(type_name)
    return scope.types.get(type_name) or scope.services.get(name, name)


def is_global(service: str) -> bool:
    """Whether the resources of a service, by its id, are of no Region."""
    return service in _scope().globals


def region_of(service: str, region: str | Unknown | None) -> str | Unknown | None:
    """Where to look for a service's resource: its Region, or for a global service the
    pseudo-Region of its partition (`aws-global`), whose partition is told by the Region that
    the estate is deployed to.
    """
    if not is_global(service):
        return region
    told = region.prefix if isinstance(region, Unknown) else region or ""
    return f"{partition_of(told)}{GLOBAL}"


def services() -> frozenset[str]:
    """The ids of all services that AWS had when the list was made."""
    return _scope().known.services


def regions() -> frozenset[str]:
    """The names of all Regions that AWS had when the list was made."""
    return _scope().known.regions
