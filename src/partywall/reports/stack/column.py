"""What a picture of the stack shows: columns of 22 levels, each with its share on both sides.

A column is one line (of a type, or of a service class) or all resources of a group together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, Literal

from msgspec import Struct

from partywall.assess.report import Report, State
from partywall.line.facts import facts
from partywall.line.family import class_cells
from partywall.line.layer import LAYERS
from partywall.line.model import AWS, CUSTOMER, NONE, SHARED, Cell, Line
from partywall.reports.html.matrix import service
from partywall.reports.html.signs import STATE_LETTERS, WORST_FIRST

By = Literal["class", "service"]
"""What the resources of a workload are grouped by."""

UNCLASSIFIED: Final = "line not drawn yet"
"""The heading of resources whose type nobody has drawn a line for."""

OR: Final = " or "

Counts = tuple[tuple[str, int], ...]
"""How often a state occurs, by its letter, the worst state first."""


class Level(Struct, frozen=True, gc=False):
    """One layer of a column: how many of its cells are whose, and what has been shown for them.

    `unresolved` counts the cells that a value nobody knows would settle. `aws_states` are the
    states of AWS's cells, `your_states` those of the customer's and the shared ones. The duties are
    given where the column is one line, and empty where it stands for many.
    """

    aws: int = 0
    shared: int = 0
    customer: int = 0
    unresolved: int = 0
    aws_states: Counts = ()
    your_states: Counts = ()
    aws_duty: str = ""
    customer_duty: str = ""

    @property
    def total(self) -> int:
        """How many resources have the layer."""
        return self.aws + self.shared + self.customer

    @property
    def aws_share(self) -> float:
        """The part of the work on AWS's side of the wall, where a shared cell counts half."""
        return (2 * self.aws + self.shared) / (2 * self.total)

    @property
    def whose(self) -> str:
        """Who answers, in words."""
        parties = (("AWS's", self.aws), ("shared", self.shared), ("yours", self.customer))
        there = [(name, count) for name, count in parties if count]
        if len(there) == 1:
            return there[0][0]
        return ", ".join(f"{count} {name}" for name, count in there) or "not there"


class Column(Struct, frozen=True):
    """A column of the picture: a heading, a line below it, how many resources, and the levels."""

    title: str
    note: str
    count: int
    levels: tuple[Level, ...]

    def told(self) -> str:
        """The column in words: from which layer to which, and whose."""
        named = zip(LAYERS, (level.whose for level in self.levels), strict=True)
        parts = []
        for whose, run in groupby(named, key=lambda pair: pair[1]):
            titles = [layer.title for layer, _ in run]
            span = titles[0] if len(titles) == 1 else f"{titles[0]} to {titles[-1]}"
            parts.append(f"{span}: {whose}")
        return f"{self.title} ({self.note}). {'; '.join(parts)}."


# -- one line


def of_cells(title: str, note: str, cells: Iterable[Cell]) -> Column:
    """The column of one line, with both sides' duties."""
    return Column(title, note, 1, tuple(map(_level, cells)))


def of_class(kind: str) -> Column:
    """The column of a service class, by its id."""
    return of_cells(class_title(kind), kind, class_cells(kind))


def class_ids() -> tuple[str, ...]:
    """Every service class, in the order of the data."""
    return tuple(facts("classes")["class"])


def class_title(kind: str) -> str:
    """What a service class is called: its title up to the explanation.

    A line that may be of several classes until a value is known has them joined by "or".
    """
    known = facts("classes")["class"]
    titles = [known[one]["title"].partition(":")[0] for one in kind.split(OR) if one in known]
    return OR.join(titles) or kind or UNCLASSIFIED


def _level(cell: Cell) -> Level:
    return Level(
        aws=int(cell.party == AWS),
        shared=int(cell.party == SHARED),
        customer=int(cell.party == CUSTOMER),
        unresolved=int(bool(cell.unresolved)),
        aws_duty=cell.aws,
        customer_duty=cell.customer,
    )


# -- a workload


Alike = Counter[tuple[int, tuple[State, ...]]]
"""How many resources have the same line (by its `id`) and the same states."""


def of_report(report: Report, by: By) -> list[Column]:
    """All resources of a report, a column for each service class or each service."""
    lines = {id(row.line): row.line for row in report.lines}
    groups: dict[str, Alike] = {}
    for row in report.lines:
        name = row.line.service_class if by == "class" else service(row.type)
        groups.setdefault(name, Counter())[id(row.line), row.states] += 1
    if by == "service":
        return [_column(name, groups[name], lines) for name in sorted(groups, key=_alphabetical)]
    known = class_ids()
    apart = sorted(set(groups).difference(known), reverse=True)  # the unclassified, "", last
    order = [*(kind for kind in known if kind in groups), *apart]
    return [_column(class_title(kind), groups[kind], lines) for kind in order]


def _alphabetical(name: str) -> tuple[str, str]:
    return name.lower(), name


def _column(title: str, alike: Alike, lines: dict[int, Line]) -> Column:
    count = alike.total()
    note = f"{count} resource{'' if count == 1 else 's'}"
    return Column(title, note, count, tuple(_levels(alike, lines)))


def _levels(alike: Alike, lines: dict[int, Line]) -> Iterator[Level]:
    rows = [(lines[line].cells, states, count) for (line, states), count in alike.items()]
    for position in range(len(LAYERS)):
        parties, inherited, shown = Counter[str](), Counter[str](), Counter[str]()
        unresolved = 0
        for cells, states, count in rows:
            cell = cells[position]
            if cell.party != NONE:
                parties[cell.party] += count
                unresolved += count * bool(cell.unresolved)
                into = inherited if cell.party == AWS else shown
                into[STATE_LETTERS[states[position]]] += count
        yield Level(
            aws=parties[AWS],
            shared=parties[SHARED],
            customer=parties[CUSTOMER],
            unresolved=unresolved,
            aws_states=_worst_first(inherited),
            your_states=_worst_first(shown),
        )


def _worst_first(counts: Counter[str]) -> Counts:
    return tuple((letter, counts[letter]) for letter in WORST_FIRST if counts[letter])
