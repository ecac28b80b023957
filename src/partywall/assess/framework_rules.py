"""What each thing that a control's disposition names has to say of it, for one estate.

AWS's half is shown by reports, the customer's by our controls, by cells of the line, and by
people's word. Each says its part alone; `framework` puts them together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from partywall.assess.cells import POSITION
from partywall.assess.framework_parts import STATES, Backing, ControlState, Judged, Part
from partywall.assess.report import Finding, ResourceLine
from partywall.line.crosswalk import Disposition
from partywall.line.layer import BY_ID
from partywall.line.model import Cell

AWS_HAS_PART: Final = ("aws", "shared")
"""The parties of cells in which AWS has a part."""

NO_REPORT: Final = Backing("open", closes="register a report of AWS's")


class Alike(Struct, frozen=True):
    """So `many` resources with the same line, cells, and backing of AWS's half.

    `line` is the first one's. `proved` are the controls that are proved on each of them, with
    the layer that each is about. `is_partly_aws` when AWS has a part in any of their cells.
    """

    line: ResourceLine
    half: Backing
    proved: frozenset[tuple[str, str]]
    is_partly_aws: bool
    many: int


def verdict(finding: Finding) -> str:
    """The verdict, or `waived` where somebody has accepted a refutation."""
    waived = finding.verdict == "refuted" and not finding.counts
    return "waived" if waived else finding.verdict


def alike(
    lines: Iterable[ResourceLine],
    on: dict[tuple[str, str], list[Finding]],
    half: Callable[[ResourceLine], Backing],
) -> Iterator[Alike]:
    """The resources, those together of which the same is known."""
    first: dict[tuple[object, ...], tuple[ResourceLine, Backing, frozenset[tuple[str, str]]]] = {}
    counts: Counter[tuple[object, ...]] = Counter()
    for line in lines:
        proved = frozenset(
            (one.control, one.layer)
            for one in on.get((line.file, line.resource), ())
            if one.verdict == "proved"
        )
        backing = half(line)
        key: tuple[object, ...] = (id(line.line), line.states, backing, proved)
        first.setdefault(key, (line, backing, proved))
        counts[key] += 1
    for key, (line, backing, proved) in first.items():
        is_partly_aws = any(cell.party in AWS_HAS_PART for cell in line.line.cells)
        yield Alike(line, backing, proved, is_partly_aws, counts[key])


# -- AWS's half


def by_report(one: Disposition, alike: Sequence[Alike]) -> Part:
    """AWS's half of every resource that rests on it: the worst of them."""
    resting = [kind for kind in alike if rests_on_aws(one, kind)]
    if any(not kind.line.line.is_classified for kind in resting):
        why = "nobody has drawn the line of some types here"
        return Part("aws", "report", "undecided", why)
    if not resting:
        return Part("aws", "report", "open", "nothing was read that rests on AWS's half")
    if not one.is_assessed:
        why = "no report of AWS's is known to speak of this control"
        return Part("aws", "report", "open", why, closes="ask AWS")
    worst = min((kind.half for kind in resting), key=lambda it: STATES.index(it.state))
    same = [kind.half for kind in resting if kind.half.state == worst.state]
    many = sum(kind.many for kind in resting if kind.half.state == worst.state)
    by = tuple(sorted({id for half in same for id in half.by}))
    until = min((half.until for half in same if half.until), default="")
    if worst.state == "inherited":
        why = f"under {', '.join(by)}" + (f" until {until}" if until else "")
        return Part("aws", "report", "inherited", why, by, until)
    closes = "; ".join(sorted({half.closes for half in same}))
    of = sum(kind.many for kind in resting)
    why = f"AWS's half {worst.state} ({many} of {_many(of, 'resource')})"
    return Part("aws", "report", worst.state, why, by, until, closes)


def by_the_customers_sites(one: Disposition, alike: Sequence[Alike]) -> Iterator[Part]:
    """A control of AWS's where, for some resource, the layer is not AWS's, as on an Outpost."""
    counts: Counter[bool] = Counter()
    for kind in alike:
        for cell, state in _cells(one.layers, kind.line):
            if cell.party in ("customer", "shared"):
                counts[state == "attested"] += kind.many
    if counts[False]:
        why = f"{_many(counts[False], 'cell')} of these layers yours, and not attested"
        yield Part("customer", "cells", "open", why)
    elif counts:
        why = f"{_many(counts[True], 'cell')} of these layers yours, and attested"
        yield Part("customer", "cells", "attested", why)


# -- the customer's half


def by_cells(one: Disposition, alike: Sequence[Alike]) -> Iterator[Part]:
    """The cells of the control's layers that the customer answers for.

    A cell is shown by a control that bears on this one and is proved on the resource, or by
    a person's word on the layer.
    """
    bearing = {mapped.control for mapped in one.controls}
    counts: Counter[ControlState] = Counter()
    for kind in alike:
        for cell, state in _cells(one.layers, kind.line):
            if cell.unresolved:
                counts["undecided"] += kind.many
            elif cell.party in ("customer", "shared"):
                counts[_shown(kind, cell, state, bearing)] += kind.many
    if not counts:
        return
    worst = min(counts, key=STATES.index)
    layers = ", ".join(BY_ID[layer].title.lower() for layer in one.layers)
    why = f"{_many(counts[worst], 'cell')} {_WORDS.get(worst, worst)} ({layers})"
    yield Part("customer", "cells", worst, why)


def by_word(one: Disposition, word: Callable[[str], Backing | None]) -> Part:
    """The duties that a person attests to, or the control itself."""
    own = word(one.own_duty)
    if own is not None and own.state == "attested":
        return _said(one.own_duty, own)
    if not one.duties or one.rest:
        return _said(one.own_duty, own)
    parts = [_said(duty, word(duty)) for duty in one.duties]
    worst = min(parts, key=lambda part: STATES.index(part.state))
    if worst.state != "attested":
        return worst
    by = tuple(sorted({id for part in parts for id in part.by}))
    until = min((part.until for part in parts if part.until), default="")
    return Part("customer", "word", "attested", f"{' and '.join(one.duties)} attested", by, until)


def rests_on_aws(one: Disposition, kind: Alike) -> bool:
    """Whether AWS has a part in this resource; of a control that is AWS's alone, in its layers."""
    if one.party == "aws" and one.layers:
        return any(cell.party in AWS_HAS_PART for cell, _ in _cells(one.layers, kind.line))
    return kind.is_partly_aws


def _cells(layers: Sequence[str], line: ResourceLine) -> Iterator[tuple[Cell, str]]:
    for n in (POSITION[layer] for layer in layers):
        yield line.line.cells[n], line.states[n]


def _shown(alike: Alike, cell: Cell, state: str, bearing: set[str]) -> ControlState:
    """What is shown of a cell for one control of NIST's; bad news comes from findings alone."""
    layer = cell.layer.id
    if any(of == layer and control in bearing for control, of in alike.proved):
        return "met"
    if state in ("attested", "lapsed"):
        return "attested" if state == "attested" else "lapsed"
    return "open"


_WORDS: Final[dict[ControlState, str]] = {
    "met": "shown by controls",
    "undecided": "not settled",
    "open": "of which nothing is shown",
}


def by_controls(judged: Sequence[Judged]) -> Iterator[Part]:
    """What our controls say: nothing when there is nothing here that they judge.

    One that asks more than NIST's control says something when it is proved throughout, and else
    nothing.
    """
    strict = [one for one in judged if one.relation == "subset"]
    near = [one for one in judged if one.relation == "intersects"]
    said: tuple[tuple[ControlState, str, int], ...] = (
        ("refuted", "refuted", sum(one.refuted for one in strict)),
        ("undecided", "refuted that bear on it in part", sum(one.refuted for one in near)),
        ("undecided", "undecided", sum(one.undecided for one in strict + near)),
        ("waived", "waived", sum(one.waived for one in strict + near)),
    )
    for state, told, found in said:
        if found:
            yield Part("customer", "controls", state, f"{_many(found, 'finding')} {told}")
    proved = [one.control for one in judged if one.proved and not one.is_in_doubt]
    if proved:
        why = f"{_many(len(proved), 'control')} proved, wherever they apply"
        yield Part("customer", "controls", "met", why, tuple(proved))


def _said(duty: str, word: Backing | None) -> Part:
    """What a person has said of a duty."""
    if word is None or word.state not in ("attested", "lapsed"):
        return Part("customer", "word", "open", "not attested", closes=f"attest to {duty}")
    until = f" until {word.until}" if word.until else ""
    if word.state == "lapsed":
        why = f"{duty} was attested{until}"
        return Part("customer", "word", "lapsed", why, word.by, word.until, word.closes)
    return Part("customer", "word", "attested", f"{duty} attested{until}", word.by, word.until)


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
