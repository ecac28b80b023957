"""What moves the line of a type: every row that could decide a cell, for people to read."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from partywall.line.family import Family, families_of
from partywall.line.lines import TypeLines
from partywall.line.model import Cell


class Move(Struct, frozen=True, gc=False):
    """One row: in `family`, when `when` holds (always, if empty), the cell is `cell`.

    `family_when` is the condition under which the family itself holds, empty for the last one.
    """

    family: str
    title: str
    family_when: str
    when: str
    cell: Cell


class Movement(Struct, frozen=True, gc=False):
    """All that moves the line of a type.

    `moves` are the rows in the order of trial, family by family, each from the lowest layer up;
    a layer that nothing moves has one row. `facts` are what moves a cell and cannot be read off
    a configuration: ages, pending actions, documents. `reads` are the properties that any
    condition looks at: a source that cannot speak of them leaves cells unresolved. All are empty
    for an unclassified type.
    """

    type: str
    moves: tuple[Move, ...]
    facts: tuple[str, ...]
    reads: tuple[str, ...]


def what_moves(type_name: str, as_of: date) -> Movement:
    """Every row of every family of the type, and the facts that no configuration shows."""
    families = families_of(type_name, as_of)
    facts = dict.fromkeys(fact for family in families for fact in family.facts)
    moves = tuple(move for family in families for move in _moves(family))
    return Movement(type_name, moves, tuple(facts), TypeLines(type_name, as_of).reads)


def _moves(family: Family) -> list[Move]:
    condition = family.condition.words if family.condition else ""
    return [
        Move(family.id, family.title, condition, row.when.words if row.when else "", row.cell)
        for rows in family.rows
        for row in rows
    ]
