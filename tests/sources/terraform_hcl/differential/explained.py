"""The differences that are as they should be, each with its reason. Everything else is a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from sources.terraform_hcl.differential.comparison import Difference
from sources.terraform_hcl.differential.programs import Program

REASONS: Final[tuple[tuple[str, Callable[[Difference, Program], bool]], ...]] = ()
"""Why, and whether a difference in a program is of this sort."""


def unexplained(found: Iterable[Difference], program: Program) -> Iterator[Difference]:
    """The differences that no row of the table explains."""
    for one in found:
        if not any(explains(one, program) for _, explains in REASONS):
            yield one
