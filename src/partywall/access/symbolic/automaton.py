"""Cells of texts: every combination of patterns that some text matches, with a shortest text.

It is the subset construction of `globs`, made for many patterns at once: a set of places is one
integer; from each set only those characters are tried that some place in it waits for, and one
that none does; and once a place at a star is reached, the earlier places of that pattern are
dropped, because whatever they could still accept, the star accepts as well. So a pattern alone
has no more sets than places, and only patterns whose stars meet on one text multiply.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from partywall.access.globs import Steps
from partywall.access.symbolic.budget import Budget

READABLE: Final = "x0yz1a-_bcdefghijklmnopqrstuvw23456789"
"""Characters that may stand for those that no pattern waits for; all can stand in names."""
WIDE: Final = 1024
"""Places from which on a step counts as several, because it takes as long and as much memory."""
PER_SET: Final = 8
"""Steps that a new set counts for, beside those that lead on from it."""


class Machine:
    """Patterns side by side: every place of every pattern is one bit of a set."""

    def __init__(self, patterns: Sequence[Steps]) -> None:
        self.start = self.literal = self.finals = self.stars = 0
        self.moves: dict[str, int] = {}
        self.char_loops: dict[str, int] = {}
        self.any_move = self.inside_move = self.any_loop = self.inside_loop = 0
        self.chars: list[str] = []
        self.below: dict[int, int] = {}
        self.areas: list[int] = []
        self.final: list[int] = []
        for steps in patterns:
            self._add(steps)
        self.width = len(self.chars)

    def _add(self, steps: Steps) -> None:
        first = len(self.chars)
        bit = 1 << first
        self.start |= bit
        begin = bit
        self.chars.append("")
        for step in steps:
            if step.repeats and step.chars:
                self._wait(bit, step.chars)
                for char in step.chars:
                    self.char_loops[char] = self.char_loops.get(char, 0) | bit
                continue
            if step.repeats:
                if step.inside:
                    self.inside_loop |= bit
                else:
                    self.any_loop |= bit
                self.stars |= bit
                self.below[bit] = ~(bit - begin)
                continue
            if step.chars:
                self._wait(bit, step.chars)
                for char in step.chars:
                    self.moves[char] = self.moves.get(char, 0) | bit
            elif step.inside:
                self.inside_move |= bit
            else:
                self.any_move |= bit
            bit <<= 1
            self.chars.append("")
        self.finals |= bit
        self.final.append(bit)
        self.areas.append((bit << 1) - begin)

    def _wait(self, bit: int, chars: str) -> None:
        self.literal |= bit
        self.chars[-1] += chars

    def waited(self, states: int) -> str:
        """The characters that some place waits for, in a fixed order."""
        found: set[str] = set()
        rest = states & self.literal
        while rest:
            low = rest & -rest
            found.update(self.chars[low.bit_length() - 1])
            rest ^= low
        if states & (self.inside_move | self.inside_loop):
            found.add(":")
        return "".join(sorted(found))

    def follow(self, states: int, char: str) -> int:
        """Where a character leads, without the places that a later star makes needless."""
        moving = self.moves.get(char, 0) | self.any_move
        staying = self.any_loop | self.char_loops.get(char, 0)
        if char != ":":
            moving |= self.inside_move
            staying |= self.inside_loop
        reached = ((states & moving) << 1) | (states & staying)
        stars = reached & self.stars & ~states
        while stars:
            low = stars & -stars
            reached &= self.below[low]
            stars ^= low
        return reached


def text_cells(
    patterns: Sequence[Steps], within: int, budget: Budget, alphabet: str = ""
) -> dict[int, str]:
    """Every combination of patterns, bit i for pattern i, that a text matches exactly.

    Only texts that the first `within` patterns match; these have no bit. With `alphabet`, texts
    of these characters and colons only. Raises Exhausted.
    """
    machine = Machine(patterns)
    areas = machine.areas[:within]
    needed = sum(machine.final[:within])
    finals, pool = machine.finals, alphabet or READABLE
    dear = 1 + machine.width // WIDE
    found: dict[int, int] = {}
    came_from: dict[int, tuple[int, str]] = {machine.start: (0, "")}
    waiting: dict[int, str] = {}
    level = [machine.start]
    while level:
        following: list[int] = []
        for states in level:
            accepted = states & finals
            if accepted & needed == needed and accepted not in found:
                found[accepted] = states
            live = states & (machine.literal | machine.inside_move | machine.inside_loop)
            chars = waiting.get(live)
            if chars is None:
                chars = waiting[live] = _tried(machine.waited(live), pool, bool(alphabet))
            for char in chars:
                reached = machine.follow(states, char)
                if reached in came_from or not all(reached & area for area in areas):
                    continue
                came_from[reached] = (states, char)
                following.append(reached)
            budget.spend(dear * (PER_SET + len(chars)))
        level = following
    return {
        _combination(machine.final[within:], accepted): _text(came_from, states)
        for accepted, states in found.items()
    }


def _tried(waited: str, pool: str, closed: bool) -> str:
    """The characters to try: one that nothing waits for first, where there is one."""
    for char in pool:
        if char not in waited:
            return char + waited
    if closed:
        return waited
    return next(char for code in range(0x100, 0x10FFFF) if (char := chr(code)) not in waited) + (
        waited
    )


def _combination(finals: Sequence[int], accepted: int) -> int:
    return sum(1 << index for index, final in enumerate(finals) if accepted & final)


def _text(came_from: dict[int, tuple[int, str]], states: int) -> str:
    chars: list[str] = []
    states, char = came_from[states]
    while char:
        chars.append(char)
        states, char = came_from[states]
    return "".join(reversed(chars))
