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
from itertools import takewhile
from typing import Final

from msgspec import Struct

from partywall.access.patterns import Solid, Wild, arn_fields

MOST_STATES: Final = 20_000
MOST_WORK: Final = 2_000_000_000
"""Steps times places of patterns: two seconds, and two hundred megabytes."""
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


def literal_head(steps: Steps) -> str:
    """The text that everything begins with which the steps match."""
    plain = takewhile(lambda step: len(step.chars) == 1 and not step.repeats, steps)
    return "".join(step.chars for step in plain)


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
        self.finals: list[int] = []
        self.areas: list[int] = []
        loops: dict[Step, list[int]] = {}
        moves: dict[Step, list[int]] = {}
        starts = []
        bit = 0
        for steps in patterns:
            first = bit
            starts.append(bit)
            for step in steps:
                if step.repeats:
                    loops.setdefault(step, []).append(bit)
                else:
                    moves.setdefault(step, []).append(bit)
                    bit += 1
            self.finals.append(1 << bit)
            bit += 1
            self.areas.append((1 << bit) - (1 << first))
        self.size = bit
        self.start = _bits(starts)
        self._pattern_of = {final.bit_length(): index for index, final in enumerate(self.finals)}
        self.every_final = _bits([final - 1 for final in self._pattern_of])
        moving, looping = _masks(moves), _masks(loops)
        self._moves = _taking(moving, self.alphabet)
        self._loops = _taking(looping, self.alphabet)
        naming = {step: mask for step, mask in moving.items() if step.chars}
        self._named = sorted(_taking(naming, named - {":"}).items())

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

    def matched(self, accepting: int) -> int:
        """The patterns, a bit for each, that some of these states make match."""
        found = 0
        while accepting:
            place = accepting.bit_length()
            accepting ^= 1 << (place - 1)
            found |= 1 << self._pattern_of[place]
        return found


def _bits(places: Iterable[int]) -> int:
    """The integer with these bits, without adding up large ones."""
    found = bytearray()
    for place in places:
        byte, bit = divmod(place, 8)
        if byte >= len(found):
            found.extend(bytes(byte + 1 - len(found)))
        found[byte] |= 1 << bit
    return int.from_bytes(found, "little")


def _masks(places: dict[Step, list[int]]) -> dict[Step, int]:
    return {step: _bits(found) for step, found in places.items()}


def _taking(masks: dict[Step, int], chars: Iterable[str]) -> dict[str, int]:
    """The places where each of the characters can stand; it counts colons among them or not."""
    anywhere = inside = 0
    for step, mask in masks.items():
        if not step.chars:
            inside |= mask
            if not step.inside:
                anywhere |= mask
    found = {char: anywhere if char == ":" else inside for char in chars}
    for step, mask in masks.items():
        for char in step.chars:
            if char in found:
                found[char] |= mask
    return found


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
    steps = MOST_WORK // max(automaton.size, 1)
    needed = sum(automaton.finals[index] for index in within)
    areas = [automaton.areas[index] for index in within]
    found: dict[int, str] = {}
    reached = [automaton.start]
    known = {automaton.start}
    came_from = [(0, "")]
    for number, states in enumerate(reached):
        accepting = states & automaton.every_final
        if accepting & needed == needed and accepting not in found:
            found[accepting] = _text(came_from, number)
        for char in automaton.chars(states):
            following = automaton.step(states, char)
            steps -= 1
            if following in known or not all(following & area for area in areas):
                continue
            known.add(following)
            reached.append(following)
            came_from.append((number, char))
            if len(reached) > most or steps < 0:
                raise TooMany
    return {automaton.matched(accepting): text for accepting, text in found.items()}


def _text(came_from: list[tuple[int, str]], number: int) -> str:
    """The text that led to the set of states of this number."""
    chars: list[str] = []
    while number:
        number, char = came_from[number]
        chars.append(char)
    return "".join(reversed(chars))
