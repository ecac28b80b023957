"""Answers: what a name means, what a pair of ends gave, and how findings are taken together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from partywall.kernel.errors import PartywallError
from partywall.reach.addresses import Span
from partywall.reach.engine.attempts import Attempt
from partywall.reach.model import Door, Interface, Tri

Word = Literal["yes", "no", "unknown"]


class QuestionError(PartywallError):
    """Asked about something that is not in the estate, or in a form that is none."""


Face = Literal["", "v4", "v6", "public"]
"""By which of its addresses an interface is meant; "" for any."""


class End(Struct, eq=False):
    """What a name means: interfaces, addresses outside, or a door; with what is not known."""

    name: str
    kind: Literal["interfaces", "internet", "site", "door", "local"]
    interfaces: tuple[Interface, ...] = ()
    spans: tuple[Span, ...] = ()
    door: Door | None = None
    doubt: str = ""
    face: Face = ""


class Blocked(Struct, frozen=True, omit_defaults=True):
    """One condition that keeps a packet from arriving: its code, and the element."""

    code: str
    element: str


class Packet(Struct, frozen=True, omit_defaults=True):
    """A packet that arrives. `any_of`: its address is not known yet, this one stands for it."""

    source: str
    destination: str
    protocol: str
    port: int | None = None
    source_port: int | None = None


class Step(Struct, frozen=True, omit_defaults=True):
    """One hop of the way."""

    kind: str
    element: str
    detail: str = ""


class Answer(Struct, eq=False):
    """Whether packets arrive (`one_way`) and replies come back (`two_way`), and why.

    `certificate` is what an independent tracer says of the packet of a yes, where it was asked.
    """

    source: str
    destination: str
    protocol: str = "all"
    port: int | None = None
    one_way: Word = "unknown"
    two_way: Word = "unknown"
    hops: list[Step] = []
    packet: Packet | None = None
    blocking: list[list[Blocked]] = []
    reply_blocking: list[list[Blocked]] = []
    unknown: list[str] = []
    through: str = ""
    state: str = ""
    headers: list[str] = []
    certificate: str = ""


class Finding(Struct, eq=False):
    """What one pair of ends gave: both truths, and the attempts behind them, or a doubt."""

    one: Tri
    both: Tri
    attempts: list[Attempt]
    best: Attempt | None = None
    sure: tuple[bool, bool] = (True, True)
    to: str = ""
    doubt: str = ""


def word(truth: Tri) -> Word:
    """The answer in a word."""
    return "unknown" if truth is None else "yes" if truth else "no"


def any_of(truths: Iterable[Tri]) -> Tri:
    answer: Tri = False
    for one in truths:
        if one:
            return True
        answer = None if one is None else answer
    return answer


def certain(rows: Iterable[tuple[bool, Tri]]) -> Tri:
    """Whether it holds for one that is there, when of the unsure ones at least one is."""
    rows = list(rows)
    if any(sure and truth for sure, truth in rows):
        return True
    unsure = [truth for sure, truth in rows if not sure]
    if unsure and all(unsure):
        return True
    return False if all(truth is False for _, truth in rows) else None


def together(found: list[Finding], which: str) -> Tri:
    """The truth for all pairs of ends: some receiver that is there, from some sender that is."""
    receivers: dict[str, list[Finding]] = {}
    for one in found:
        receivers.setdefault(one.to, []).append(one)
    rows = [
        (each[0].sure[1], certain((one.sure[0], getattr(one, which)) for one in each))
        for each in receivers.values()
    ]
    return certain(rows)


def minimal(sets: Iterable[list[Blocked]]) -> list[list[Blocked]]:
    """The sets of which no other one is a part, the smallest first, each once."""
    kept: list[list[Blocked]] = []
    for one in sorted(sets, key=lambda each: (len(each), str(each))):
        own = list(dict.fromkeys(one))
        if own and not any(set(other) <= set(own) for other in kept):
            kept.append(own)
    return kept[:8]
