"""How much work a comparison may do before it says that it does not know."""

from __future__ import annotations

from typing import Final

MOST_WORK: Final = 1_600_000
"""Steps of automata and of the search; about two seconds on a quiet machine."""


class Exhausted(Exception):
    """The comparison has too many cells to be walked."""


class Budget:
    """What is left to spend. One step is about a microsecond."""

    __slots__ = ("left",)

    def __init__(self, most: int = MOST_WORK) -> None:
        self.left = most

    def spend(self, steps: int) -> None:
        """Take steps. Raises Exhausted when none are left."""
        self.left -= steps
        if self.left < 0:
            raise Exhausted

    def part(self, most: int) -> Budget:
        """A budget of at most so many of the steps that are left."""
        return Budget(min(most, self.left))
