"""The premises for people at a terminal: all of them, or one in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partywall.line.premises import Premise
from partywall.reports.model_text import source_of, wrapped
from partywall.reports.words import DISCLAIMER


def every(premises: Sequence[Premise]) -> Iterator[str]:
    """Every premise in a line, with the rows of the model and the engines that rest on it."""
    yield f"What answers take for granted about AWS: {len(premises)} premises"
    yield ""
    for one in premises:
        yield f"  {one.id:<28}  {one.title}"
        yield wrapped(f"rests on it: {_resting(one)}", 32)
    yield ""
    yield DISCLAIMER


def page(premise: Premise) -> Iterator[str]:
    """One premise: what is presumed, what would follow, who attests to it, what rests on it."""
    yield f"{premise.id}: {premise.title}"
    yield ""
    yield wrapped(f"presumed: {premise.presumes}", 2)
    yield wrapped(f"if false: {premise.if_false}", 2)
    yield wrapped(f"limits: {premise.limits}", 2)
    yield ""
    yield wrapped(f"attested by: {', '.join(premise.attested_by)}", 2)
    yield wrapped(f"source: {source_of(premise.source)}", 2)
    if premise.engines:
        yield wrapped(f"engines that rest on it: {', '.join(premise.engines)}", 2)
    yield f"\nRows of the model that rest on it: {len(premise.rows)}"
    yield from (wrapped(f"{one.row} {one.name}: {one.says}", 2) for one in premise.rows)
    yield ""
    yield DISCLAIMER


def _resting(premise: Premise) -> str:
    rows = premise.rows
    word = "row" if len(rows) == 1 else "rows"
    told = [*premise.engines, f"{word} {', '.join(str(one.row) for one in rows)}"]
    return "; ".join([", ".join(told[:-1]), told[-1]] if premise.engines else told)
