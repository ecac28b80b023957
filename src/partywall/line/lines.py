"""Whose job each layer of a resource is, computed from the resource's own configuration.

`Lines` draws the line of one estate's resources. It remembers every line by the values that its
type's conditions read, so that resources configured alike share one `Line`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from partywall.kernel.truth import Doubt, Truth
from partywall.kernel.unknown import Unknown
from partywall.line.family import Family, families_of
from partywall.line.layer import LAYERS
from partywall.line.model import AWS, CUSTOMER, Cell, Line, union
from partywall.line.predicate import KeyOwner, nobody_knows

Properties = Mapping[str, object]
Key = tuple[object, ...]

REMEMBERED: Final = 8192
"""Distinct configurations a type may have before its memory starts afresh."""

NOT_SEEN: Final = Unknown("the source cannot speak of this property")

BELOW: Final = frozenset(layer.id for layer in LAYERS[:5])
"""Site, hardware, network infrastructure, virtualization and host: below every AWS service."""


class TypeLines:
    """The lines of one resource type: its families, and those already drawn."""

    __slots__ = ("drawn", "families", "flat", "reads", "unclassified", "unseen", "wide")

    def __init__(self, type_name: str, as_of: date) -> None:
        self.families = families_of(type_name, as_of)
        self.unclassified = None if self.families else unclassified(type_name)
        predicates = [
            predicate
            for family in self.families
            for predicate in (family.condition, *(row.when for rows in family.rows for row in rows))
            if predicate is not None
        ]
        self.reads = tuple(sorted({name for one in predicates for name in one.reads}))
        self.flat = tuple(sorted({name for one in predicates for name in one.flat}))
        leaves = {words: (top, test) for one in predicates for words, top, test in one.wide}
        self.wide = tuple(
            (top, test, _answer(test({}, nobody_knows))) for top, test in leaves.values()
        )
        self.drawn: dict[Key, Line] = {}
        self.unseen: dict[frozenset[str], tuple[str, ...]] = {}

    def blind_spots(self, covers: frozenset[str]) -> tuple[str, ...]:
        """The properties that conditions read and that the source cannot speak of."""
        names = self.unseen.get(covers)
        if names is None:
            names = self.unseen[covers] = tuple(n for n in self.reads if n not in covers)
        return names


class Lines:
    """Draws lines as of a day, asking `owner` whose a key is that is only named or referred to.

    The same instance must be used with one estate only: lines are remembered, and with them
    what `owner` answered.
    """

    __slots__ = ("_as_of", "_owner", "_types")

    def __init__(self, as_of: date, owner: KeyOwner = nobody_knows) -> None:
        self._as_of = as_of
        self._owner = owner
        self._types: dict[str, TypeLines] = {}

    def of(
        self,
        type_name: str,
        properties: Properties,
        covers: frozenset[str] | None = None,
        partial: Unknown | None = None,
    ) -> Line:
        """The line of a resource with these properties.

        `covers` and `partial` mean what they mean on a resource: a property that the source
        cannot speak of, or that a resource outside the input leaves unsaid, is unknown when
        absent. Costs about a microsecond once a like resource has been seen.
        """
        lines = self._types.get(type_name)
        if lines is None:
            lines = self._types[type_name] = TypeLines(type_name, self._as_of)
        if lines.unclassified is not None:
            return lines.unclassified
        if partial is not None:
            properties = _filled(properties, lines.reads, partial)
        elif covers is not None:
            blind = lines.blind_spots(covers)
            if blind:
                properties = _filled(properties, blind, NOT_SEEN)
        get = properties.get
        key: Key = tuple(map(get, lines.flat))
        if lines.wide:
            key += tuple(
                [
                    absent if get(top) is None else _answer(test(properties, self._owner))
                    for top, test, absent in lines.wide
                ]
            )
        try:
            return lines.drawn[key]
        except (KeyError, TypeError):
            return self._remembered(lines, key, properties)

    def _remembered(self, lines: TypeLines, key: Key, properties: Properties) -> Line:
        """The line for a key not met before: perhaps one like it has been, but for the origin of
        an unknown or for a value that cannot be a key."""
        told = tuple([_told(part) for part in key])
        line = lines.drawn.get(told)
        if line is None:
            if len(lines.drawn) >= REMEMBERED:
                lines.drawn.clear()
            line = lines.drawn[told] = _draw(lines.families, properties, self._owner)
        return line


def line_of(
    type_name: str, properties: Properties, *, as_of: date, owner: KeyOwner = nobody_knows
) -> Line:
    """The line of one resource; for many, keep a `Lines`."""
    return Lines(as_of, owner).of(type_name, properties)


def _filled(properties: Properties, names: tuple[str, ...], why: Unknown) -> Properties:
    absent = {name: why for name in names if properties.get(name) is None}
    return {**properties, **absent} if absent else properties


def _answer(truth: Truth) -> object:
    """An answer as part of a key: for a doubt, the properties that would settle it."""
    return truth if truth is True or truth is False else tuple(_names(truth))


def _told(part: object) -> object:
    """A flat value as part of a key: of an unknown only what can decide a test."""
    if type(part) is Unknown:
        return (Unknown, part.prefix, part.suffix, part.present, repr(part.among))
    return part if part is None or isinstance(part, str | int | float | tuple) else repr(part)


def _draw(families: tuple[Family, ...], properties: Properties, owner: KeyOwner) -> Line:
    """The line by the first family whose condition holds; the union of all that may hold."""
    possible: list[Family] = []
    missing: dict[str, None] = {}
    for family in families:
        holds = True if family.condition is None else family.condition.holds(properties, owner)
        if holds is False:
            continue
        possible.append(family)
        if holds is True:
            break
        missing.update(_names(holds))
    cells = tuple(
        _cell(level, possible, properties, owner, missing) for level in range(len(LAYERS))
    )
    return Line(
        " or ".join(family.id for family in possible),
        " or ".join(dict.fromkeys(family.service_class for family in possible)),
        cells,
    )


def _cell(
    level: int,
    families: list[Family],
    properties: Properties,
    owner: KeyOwner,
    undecided: Mapping[str, None],
) -> Cell:
    outcomes: list[Cell] = []
    missing = dict(undecided)
    for family in families:
        for row in family.rows[level]:
            holds = True if row.when is None else row.when.holds(properties, owner)
            if holds is False:
                continue
            outcomes.append(row.cell)
            if holds is True:
                break
            missing.update(_names(holds))
    return outcomes[0] if len(outcomes) == 1 else union(outcomes, ", ".join(missing))


def _names(doubt: Truth) -> dict[str, None]:
    """The properties that would settle a doubt, dotted, list positions left out."""
    if not isinstance(doubt, Doubt):
        return {}
    return {".".join(k for k in one.path if isinstance(k, str)): None for one in doubt.about}


@lru_cache(maxsize=1024)
def unclassified(type_name: str) -> Line:
    """The line of a type that nobody has drawn: what is below every AWS service is AWS's, and
    the rest is an open question that stays with the customer until somebody answers it."""
    cells = []
    for layer in LAYERS:
        if layer.id in BELOW and type_name.startswith("AWS::"):
            because = "true of every service that runs in AWS's Regions"
            duty = f"Runs {layer.title.lower()} below the service."
            cells.append(Cell(layer, AWS, aws=duty, because=because))
        else:
            open_question = "Nobody has drawn this line yet; find out who answers for it."
            cells.append(
                Cell(
                    layer,
                    CUSTOMER,
                    customer=open_question,
                    because="unclassified type",
                    unresolved=type_name,
                )
            )
    return Line("", "", tuple(cells))
