"""Functions that convert to a type, and those that mark values as sensitive.

Which values are sensitive is not followed: these functions hand their argument on.
"""

from __future__ import annotations

from typing import Any, NoReturn

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    list_of,
    map_of,
    set_type,
    unknown_as,
)
from partywall.sources.terraform.values import Failure, Lazy, unknown_from
from partywall.sources.terraform_hcl.functions.registry import function


def converted(value: Any) -> Any:
    """The argument, which the declaration has converted."""
    return value


for _name, _type in {
    "tobool": BOOL,
    "tonumber": NUMBER,
    "tostring": STRING,
    "tolist": list_of(ANY),
    "toset": set_type(ANY),
    "tomap": map_of(ANY),
    "sensitive": ANY,
    "nonsensitive": ANY,
    "ephemeralasnull": ANY,
}.items():
    function(_name, _type, nulls=True, unknowns="all", present=False)(converted)


@function("issensitive", ANY, nulls=True, unknowns="all", gives=BOOL)
def issensitive(value: Any) -> Unknown:
    """Not known: which values are sensitive is not followed."""
    found = value.whole() if isinstance(value, Lazy) else value
    refs = unknown_from([found]).refs
    return unknown_as(
        Unknown("which values are sensitive is not followed", refs, present=True), BOOL
    )


@function("list", rest=ANY, nulls=True, unknowns="all")
def list_removed(*_: Any) -> NoReturn:
    """Removed from Terraform, in favour of `tolist([…])`."""
    raise Failure("list was removed from Terraform; tolist([…]) takes its place")


@function("map", rest=ANY, nulls=True, unknowns="all")
def map_removed(*_: Any) -> NoReturn:
    """Removed from Terraform, in favour of `tomap({…})`."""
    raise Failure("map was removed from Terraform; tomap({…}) takes its place")
