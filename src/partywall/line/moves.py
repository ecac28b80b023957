"""What moves the line of a type: every row that could decide a cell, and what did move one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from partywall.line.family import Family, families_of
from partywall.line.lines import TypeLines, line_of
from partywall.line.model import Cell, Line
from partywall.line.predicate import KeyOwner, nobody_knows


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


class Moved(Struct, frozen=True, gc=False):
    """A cell that a configuration moved: to another party, or to other duties of the same."""

    before: Cell
    after: Cell
    because: str

    @property
    def changes_hands(self) -> bool:
        """Whether another party answers now."""
        return self.before.party != self.after.party


class Difference(Struct, frozen=True, gc=False):
    """A configured line against the line of the type with nothing configured.

    `unread` are the given properties that no condition looks at, so they move nothing.
    """

    type: str
    before: Line
    after: Line
    moved: tuple[Moved, ...]
    unread: tuple[str, ...]


def what_moves(type_name: str, as_of: date) -> Movement:
    """Every row of every family of the type, and the facts that no configuration shows."""
    families = families_of(type_name, as_of)
    facts = dict.fromkeys(fact for family in families for fact in family.facts)
    moves = tuple(move for family in families for move in _moves(family))
    return Movement(type_name, moves, tuple(facts), TypeLines(type_name, as_of).reads)


def difference(
    type_name: str,
    properties: Mapping[str, object],
    as_of: date,
    owner: KeyOwner = nobody_knows,
) -> Difference:
    """What these properties move, against the type with nothing configured."""
    before = line_of(type_name, {}, as_of=as_of, owner=owner)
    after = line_of(type_name, properties, as_of=as_of, owner=owner)
    families = {family.id: family for family in families_of(type_name, as_of)}
    moved = tuple(
        Moved(old, new, _reason(old, new, families.get(before.family), families.get(after.family)))
        for old, new in zip(before.cells, after.cells, strict=True)
        if (old.party, old.aws, old.customer) != (new.party, new.aws, new.customer)
    )
    reads = TypeLines(type_name, as_of).reads
    return Difference(
        type_name, before, after, moved, tuple(name for name in properties if name not in reads)
    )


def _moves(family: Family) -> list[Move]:
    condition = family.condition.words if family.condition else ""
    return [
        Move(family.id, family.title, condition, row.when.words if row.when else "", row.cell)
        for rows in family.rows
        for row in rows
    ]


def _reason(old: Cell, new: Cell, before: Family | None, after: Family | None) -> str:
    """Why the cell is another now: the family's condition, the row's, or one that has ceased."""
    if new.unresolved or after is None or before is None:
        return new.because
    parts = []
    if before.id != after.id:
        words = after.condition.words if after.condition else f"not ({_words(before)})"
        parts.append(f"{after.title}: {words}")
    if not _is_plain(new, after):
        parts.append(new.because)
    elif not parts:
        parts.append(new.because if old.unresolved else f"not ({old.because})")
    return ", and ".join(parts)


def _words(family: Family) -> str:
    return family.condition.words if family.condition else family.title


def _is_plain(cell: Cell, family: Family) -> bool:
    """Whether the cell holds for the whole family, under no condition of its own."""
    return cell.because in (family.title, f"service class {family.service_class}")
