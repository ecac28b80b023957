"""How a line, and what moved in one, is shown: for people, and as JSON.

Given properties are shown by name only, because a value may be a password.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from partywall.line.model import AWS, CUSTOMER, Cell, Line
from partywall.line.moves import Difference, Moved, what_moves

PARTIES: Final = {"aws": "AWS", "customer": "yours", "shared": "shared", "none": "not there"}
DISCLAIMER: Final = "Derived from AWS's public statements; AWS's own reports prevail."


# -- for people


def line_page(name: str, line: Line, given: Mapping[str, object], day: date) -> Iterator[str]:
    """The whole line, cell by cell, and what moves the type's line."""
    yield f"{name}: {line.family} ({line.service_class}), with {configured(given)}"
    yield ""
    for cell in line.cells:
        if cell.party != "none":
            yield f"  {cell.layer.title:<26} {PARTIES[cell.party]}"
            yield from _duties(cell)
    movement = what_moves(name, day)
    moving = [move for move in movement.moves if move.when]
    families = {move.family: move for move in movement.moves if move.family_when}
    if moving or families:
        yield ""
        yield "What moves it (the first row that holds decides)"
        for family in families.values():
            yield _wrapped(f"{family.title}: when {family.family_when}", 2)
        for move in moving:
            yield _wrapped(
                f"{move.cell.layer.title} is {PARTIES[move.cell.party]} when {move.when}"
                f" [{move.family}]",
                2,
            )
    yield from _facts(movement.facts)
    yield ""
    yield DISCLAIMER


def difference_page(found: Difference, given: Mapping[str, object], day: date) -> Iterator[str]:
    """The cells that moved: from whom to whom, why, and the duties that hold now."""
    family = found.after.family
    if family != found.before.family:
        family = f"{found.before.family} → {family}"
    yield f"{found.type}: {family}, with {configured(given)}"
    for heading, hands in (("Another party answers", True), ("Other duties, same party", False)):
        moved = [one for one in found.moved if one.changes_hands is hands]
        if moved:
            yield ""
            yield heading
        for one in moved:
            yield from _moved(one)
    if not found.moved:
        yield ""
        yield "Nothing moves."
    if found.unread:
        yield ""
        yield _wrapped(f"No condition of this line looks at {', '.join(found.unread)}.", 0)
    yield from _facts(what_moves(found.type, day).facts)
    yield ""
    yield DISCLAIMER


def configured(given: Mapping[str, object]) -> str:
    """What is configured, by name."""
    return f"{', '.join(given)} given" if given else "nothing configured"


def _moved(one: Moved) -> Iterator[str]:
    parties = PARTIES[one.after.party]
    if one.changes_hands:
        parties = f"{PARTIES[one.before.party]} → {parties}"
    yield f"  {one.after.layer.title:<26} {parties}"
    yield _wrapped(f"because {one.because}", 6)
    yield from _duties(one.after)


def _duties(cell: Cell) -> Iterator[str]:
    if cell.aws:
        yield _wrapped(f"AWS: {cell.aws}", 6)
    if cell.customer:
        yield _wrapped(f"you: {cell.customer}", 6)
    if cell.unresolved:
        yield _wrapped(f"not settled until {cell.unresolved} is known", 6)
    if cell.source:
        read = f"read {cell.read}" if cell.confirmed else "not confirmed yet"
        yield _wrapped(f"source: {cell.source} ({read})", 6)


def _facts(facts: tuple[str, ...]) -> Iterator[str]:
    if facts:
        yield ""
        yield "What moves it and no configuration shows"
        yield from (_wrapped(fact, 2) for fact in facts)


def _wrapped(text: str, indent: int) -> str:
    return textwrap.fill(
        text,
        98,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


# -- as JSON


def line_data(name: str, line: Line, given: Mapping[str, object]) -> dict[str, object]:
    """The line as JSON has it: its cells bottom to top, each as a row of --batch is answered."""
    return {
        "type": name,
        "given": list(given),
        "family": line.family,
        "class": line.service_class,
        "cells": [{"layer": cell.layer.id, **_cell_data(cell)} for cell in line.cells],
        "note": DISCLAIMER,
    }


def difference_data(found: Difference, given: Mapping[str, object]) -> dict[str, object]:
    """What moved as JSON has it; `before` and `after` are parties, duties are those after."""
    moved = [
        {
            "layer": one.after.layer.id,
            "before": one.before.party,
            "after": one.after.party,
            **_cell_data(one.after),
            "because": one.because,
        }
        for one in found.moved
    ]
    return {
        "type": found.type,
        "given": list(given),
        "family": {"before": found.before.family, "after": found.after.family},
        "moved": moved,
        "unread": list(found.unread),
        "note": DISCLAIMER,
    }


def _cell_data(cell: Cell) -> dict[str, object]:
    duties = {side: duty for side, duty in ((AWS, cell.aws), (CUSTOMER, cell.customer)) if duty}
    return {
        "party": cell.party,
        "duties": duties,
        "because": cell.because,
        "source": cell.source,
        "read": cell.read,
        "unresolved": cell.unresolved,
    }
