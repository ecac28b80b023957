"""Sets of texts described by patterns: which patterns can match together, with a shortest text.

All patterns are put into one nondeterministic automaton whose set of states is one integer, a
bit for each place in each pattern. A breadth-first walk over the sets that can be reached (the
subset construction) finds every *cell*, a combination of patterns that some text matches and no
other, and the first text found is a shortest one. Characters that no pattern names behave alike,
so one of them stands for all.

The number of sets grows only where patterns with several stars meet on one text; past a limit
the walk gives up, and the caller has to say that it does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from partywall.access.patterns import Solid, Wild, arn_fields

MOST_STATES: Final = 20_000
STAND_INS: Final = "x0yz_-~"
"""Characters that may stand for all that no pattern names, the most readable first."""


class Step(Struct, frozen=True, gc=False):
    """One place of a pattern: the characters it takes, or with `inside` any but a colon.

    `chars` empty: any character. A step that `repeats` takes any number of them.
    """

    chars: str = ""
    repeats: bool = False
    inside: bool = False

    def takes(self, char: str) -> bool:
        """Whether the character can stand here."""
        if self.chars:
            return char in self.chars
        return not (self.inside and char == ":")


Steps = tuple[Step, ...]


class TooMany(Exception):
    """The automaton has more states than we are ready to walk."""


def text_steps(tokens: Solid, fold: bool = False, inside: bool = False) -> Steps:
    """The steps of a pattern whose wildcards cross everything, or (`inside`) all but colons.

    `fold`: letters are taken in either case.
    """
    found: list[Step] = []
    for token in tokens:
        if isinstance(token, Wild):
            found.append(Step(repeats=token is Wild.MANY, inside=inside))
        elif fold:
            found += [Step(_either_case(char)) for char in token]
        else:
            found += [Step(char) for char in token]
    return tuple(found)


def _either_case(char: str) -> str:
    return "".join(sorted(one for one in {char.lower(), char.upper(), char} if len(one) == 1))


def arn_steps(tokens: Solid) -> Steps:
    """The steps of a pattern for ARNs: wildcards stay in their field, save in the last."""
    *fields, last = arn_fields(tokens)
    found: list[Step] = []
    for field in fields:
        found += [*text_steps(field, inside=True), Step(":")]
    return (*found, *text_steps(last))


class Automaton:
    """Patterns side by side: bit `starts[i] + n` says that n places of pattern i are behind."""

    def __init__(self, patterns: Sequence[Steps]) -> None:
        named = {char for steps in patterns for step in steps for char in step.chars} | {":"}
        self.alphabet = (*sorted(named), _stand_in(named))
        self.start = 0
        self.finals: list[int] = []
        self.areas: list[int] = []
        loops: list[tuple[int, Step]] = []
        moves: list[tuple[int, Step]] = []
        bit = 0
        for steps in patterns:
            first = bit
            self.start |= 1 << bit
            for step in steps:
                if step.repeats:
                    loops.append((bit, step))
                else:
                    moves.append((bit, step))
                    bit += 1
            self.finals.append(1 << bit)
            bit += 1
            self.areas.append((1 << bit) - (1 << first))
        self._moves = {char: _mask(moves, char) for char in self.alphabet}
        self._loops = {char: _mask(loops, char) for char in self.alphabet}
        named_by = [(char, _mask([one for one in moves if one[1].chars], char)) for char in named]
        self._named = [(char, mask) for char, mask in sorted(named_by) if char != ":"]

    def chars(self, states: int) -> Iterator[str]:
        """The characters worth a step: those that some pattern names here, and two others.

        Every other character leads where the stand-in leads.
        """
        for char, mask in self._named:
            if states & mask:
                yield char
        yield ":"
        yield self.alphabet[-1]

    def step(self, states: int, char: str) -> int:
        """Where one more character leads."""
        return ((states & self._moves[char]) << 1) | (states & self._loops[char])

    def accepted(self, states: int) -> int:
        """The patterns that match the text read so far, a bit for each."""
        found = 0
        for index, final in enumerate(self.finals):
            if states & final:
                found |= 1 << index
        return found


def _mask(places: Iterable[tuple[int, Step]], char: str) -> int:
    mask = 0
    for bit, step in places:
        if step.takes(char):
            mask |= 1 << bit
    return mask


def _stand_in(named: set[str]) -> str:
    for char in STAND_INS:
        if char not in named:
            return char
    return next(char for code in range(0x100, 0x10FFFF) if (char := chr(code)) not in named)


def cells(
    patterns: Sequence[Steps], within: Sequence[int] = (), most: int = MOST_STATES
) -> dict[int, str]:
    """Every combination of patterns that some text matches exactly, each with a shortest text.

    A combination has bit i set when pattern i matches. `within`: only texts that all of these
    patterns match. Raises TooMany past `most` states.
    """
    automaton = Automaton(patterns)
    needed = sum(1 << index for index in within)
    areas = [automaton.areas[index] for index in within]
    found: dict[int, str] = {}
    came_from: dict[int, tuple[int, str] | None] = {automaton.start: None}
    level = [automaton.start]
    while level:
        following: list[int] = []
        for states in level:
            combination = automaton.accepted(states)
            if combination & needed == needed and combination not in found:
                found[combination] = _text(came_from, states)
            for char in automaton.chars(states):
                reached = automaton.step(states, char)
                if reached in came_from or not all(reached & area for area in areas):
                    continue
                came_from[reached] = (states, char)
                following.append(reached)
                if len(came_from) > most:
                    raise TooMany
        level = following
    return found


def _text(came_from: dict[int, tuple[int, str] | None], states: int) -> str:
    """The text that led to these states."""
    chars: list[str] = []
    step = came_from[states]
    while step is not None:
        states, char = step
        chars.append(char)
        step = came_from[states]
    return "".join(reversed(chars))
