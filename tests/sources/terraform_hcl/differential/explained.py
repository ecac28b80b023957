"""The differences that are as they should be, each with its reason. Everything else is a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from partywall.sources.terraform.types import Collection
from sources.terraform_hcl.differential.comparison import Difference
from sources.terraform_hcl.differential.programs import Program

Explains = Callable[[Difference, Program], bool]


def _minus_zero(found: Difference, _program: Program) -> bool:
    """Terraform writes the zero that comes of a negative factor as `-0`; we know but one zero."""
    ours, theirs = found.ours, found.theirs
    return found.what == "value" and "-0" in theirs and ours == theirs.replace("-0", "0")


def _set_of_one(found: Difference, _program: Program) -> bool:
    """One set or another, each of one element: Terraform knows that it is a set of one, and not of
    what; we know a set by its elements alone."""
    kind = getattr(found.value, "type", None)
    is_set = isinstance(kind, Collection) and kind.word == "set"
    return found.what == "we know less" and is_set and found.theirs == "[None]"


REASONS: Final[tuple[Explains, ...]] = (_minus_zero, _set_of_one)


def unexplained(found: Iterable[Difference], program: Program) -> Iterator[Difference]:
    """The differences that no reason explains."""
    for one in found:
        if not any(explains(one, program) for explains in REASONS):
            yield one
