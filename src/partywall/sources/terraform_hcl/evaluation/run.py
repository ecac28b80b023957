"""What one evaluation of a root module keeps for all its parts: limits, faults, what is secret.

Terraform's language has no loops without end, but locals that double a text sixty times, or `for`
over `for` over `range`, cost as much as one. So there are limits, and reaching one is said.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Literal, NoReturn

from msgspec import Struct, field

from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.sources.terraform.unknowns import SENSITIVE
from partywall.sources.terraform.values import Failure

MOST_STEPS: Final = 2_000_000
"""Turns of `for`, `%{for}` and splats, elements that functions give, and blocks that `dynamic`
makes (each counts as `BLOCK`), in one root module."""

BLOCK: Final = 16

MOST_PARTS: Final = 1_000_000
"""Parts of one named value; text counts one for each 64 characters."""

MOST_IN_ALL: Final = 100_000
"""Instances of resources in one root module; one of a module counts as `MODULE` of them."""

MODULE: Final = 8

MOST_INSTANCES: Final = 10_000
"""Instances of one block; with more, one stands for all of them."""

TOO_LARGE: Final = "this value is too large to be worked out"

DEEPEST: Final = 600
"""References that lead from one name to the next."""

FRAMES: Final = 30_000
"""Python's own limit while an evaluation runs: some forty frames a reference."""


class Run(Struct, eq=False):
    """One evaluation. `veiled`: everything sensitive is replaced by an Unknown that says so.

    `touched` is set whenever something sensitive is looked at. `trail` are the names being worked
    out, each with its module, and each because of the one before it; `templates` is how deep in
    template files we are.
    `unread` are the module calls whose source is not here, and the values of their arguments.
    """

    veiled: bool = False
    touched: bool = False
    steps: int = 0
    made: int = 0
    templates: int = 0
    trail: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    faults: dict[tuple[str, Span], Diagnostic] = field(default_factory=dict)
    unread: dict[str, Callable[[], list[Any]]] = field(default_factory=dict)

    def step(self, count: int = 1) -> None:
        """Counts turns of a loop. Raises Failure when there were too many."""
        self.steps += count
        if self.steps > MOST_STEPS:
            raise Failure(f"more than {MOST_STEPS:,} steps were needed, and no more were taken")

    def make(self, count: int) -> None:
        """Counts instances. Raises Failure when there are too many in all."""
        self.made += count
        if self.made > MOST_IN_ALL:
            raise Failure(f"there are more than {MOST_IN_ALL:,} instances, and no more were made")

    def cycle(self, module: str, key: tuple[str, ...]) -> NoReturn:
        """A name leads back to itself. Raises Failure that names each step of the way."""
        way = [*self.trail[self.trail.index((module, key)) :], (module, key)]
        steps = " -> ".join(".".join(part for part in (at, *one) if part) for at, one in way)
        raise Failure(f"this depends on itself: {steps}")

    def fault(
        self,
        message: str,
        where: Span,
        subject: str = "",
        hint: str = "",
        level: Literal["warning", "error"] = "warning",
    ) -> None:
        """Terraform would refuse this, or we had to stop; said once for each place.

        An error is what leaves resources out.
        """
        key = (message, where)
        if key not in self.faults:
            self.faults[key] = Diagnostic(level, message, where, hint, subject)


def bounded(value: Any) -> Any:
    """The value. Raises Failure when it has too many parts to be worth looking at."""
    if type(value) is str:
        if len(value) >> 6 > MOST_PARTS:
            raise Failure(TOO_LARGE)
    elif isinstance(value, (list, dict)) and _parts(value) > MOST_PARTS:
        raise Failure(TOO_LARGE)
    return value


def _parts(value: list[Any] | dict[str, Any]) -> int:
    count, stack = 1, [value]
    while stack and count <= MOST_PARTS:
        one = stack.pop()
        parts = one.values() if isinstance(one, dict) else one
        count += len(parts)
        for part in parts:
            if type(part) is str:
                count += len(part) >> 6
            elif isinstance(part, (list, dict)):
                stack.append(part)
    return count


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Python lets us follow long chains of references while this lasts."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def veil(value: Any) -> Any:
    """What stands for something sensitive: whether it is set may be known, what it is may not."""
    return None if value is None else SENSITIVE
