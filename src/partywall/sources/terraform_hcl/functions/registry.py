"""How a function is declared, found and called; the rules that hold for every one of them.

A function is a plain Python function over values. Its declaration says what Terraform converts
its arguments to; by then null and unknown have been dealt with, unless it asks to see them.

Source: Terraform documentation, "Built-in Functions", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any, Final, TypeVar

from msgspec import Struct

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import ANY, Type, convert, unknown_as
from partywall.sources.terraform.values import Failure, is_known, unknown_from

MODULES: Final = (
    "collections",
    "dates",
    "encoding",
    "files",
    "formatting",
    "hashes",
    "jsons",
    "maps",
    "networks",
    "numbers",
    "patterns",
    "searches",
    "sets",
    "texts",
    "typing",
    "yamls",
)
"""The modules of this package that declare functions; loaded when the first one is called."""

_declared: dict[str, Function] = {}

Implementation = TypeVar("Implementation", bound=Callable[..., Any])


class Function(Struct, frozen=True, eq=False):
    """A function of Terraform's.

    `takes` are the types of its arguments, `rest` that of any further ones; the last `optional`
    of `takes` may be left out. `nulls`: it accepts null. `unknowns` says what it wants to see of
    what is not known: `none` (an argument with an unknown anywhere inside makes the result
    unknown), `inside` (unknown elements of a known collection), or `all`. `present`: the result
    is never null. `scoped`: its first parameter is the `Scope` of the call (files, clock).
    `gives` is the type of the result, where it is always the same.
    """

    name: str
    call: Callable[..., Any]
    takes: tuple[Type, ...]
    rest: Type | None = None
    optional: int = 0
    nulls: bool = False
    unknowns: str = "none"
    present: bool = True
    scoped: bool = False
    gives: Type = ANY


def function(
    name: str,
    *takes: Type,
    rest: Type | None = None,
    optional: int = 0,
    nulls: bool = False,
    unknowns: str = "none",
    present: bool = True,
    scoped: bool = False,
    gives: Type = ANY,
) -> Callable[[Implementation], Implementation]:
    """Declare a function under its Terraform name."""

    def declare(call: Implementation) -> Implementation:
        _declared[name] = Function(
            name, call, takes, rest, optional, nulls, unknowns, present, scoped, gives
        )
        return call

    return declare


@cache
def known_functions() -> dict[str, Function]:
    """Every function, by name."""
    for module in MODULES:
        import_module(f"partywall.sources.terraform_hcl.functions.{module}")
    return _declared


def call(name: str, arguments: Sequence[Any], scope: object) -> Any:
    """The value of `name(arguments)`. Raises Failure where Terraform would refuse it."""
    found = known_functions().get(name)
    if found is None:
        if name.startswith("provider::"):
            return Unknown(f"{name} is a function of a provider")
        raise Failure(f"there is no function {name}")
    given = _converted(found, arguments)
    if found.unknowns != "all":
        hidden = [one for one in given if _is_hidden(one, found.unknowns)]
        if hidden:
            return unknown_as(unknown_from(hidden, present=found.present), found.gives)
    try:
        value = found.call(scope, *given) if found.scoped else found.call(*given)
    except RecursionError:
        return Unknown(f"a value is nested too deeply for {name}")
    return unknown_as(value, found.gives) if isinstance(value, Unknown) else value


def _is_hidden(value: Any, unknowns: str) -> bool:
    return isinstance(value, Unknown) or (unknowns == "none" and not is_known(value))


def _converted(found: Function, arguments: Sequence[Any]) -> list[Any]:
    least, most = len(found.takes) - found.optional, len(found.takes)
    count = len(arguments)
    if count < least or (found.rest is None and count > most):
        raise Failure(f"{found.name} takes {_counted(found)}, not {count}")
    given = []
    for n, value in enumerate(arguments):
        wanted = found.takes[n] if n < most else found.rest
        if value is None and not found.nulls:
            raise Failure(f"argument {n + 1} of {found.name} must not be null")
        try:
            given.append(convert(value, wanted) if wanted is not None else value)
        except Failure as failure:
            raise Failure(f"argument {n + 1} of {found.name}: {failure.message}") from None
    return given


def _counted(found: Function) -> str:
    least, most = len(found.takes) - found.optional, len(found.takes)
    if found.rest is not None:
        return f"{least} or more arguments"
    return f"{least} to {most} arguments" if least < most else f"{most} argument{'s' * (most != 1)}"
