"""The line of one resource: for every layer, who answers for it, for what, and why.

A `Line` is immutable and shared by all resources whose line is the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from partywall.line.layer import Layer

Party = Literal["aws", "customer", "shared", "none"]
"""Who answers for a cell; `none` where the layer does not exist for the resource."""

AWS: Final = "aws"
CUSTOMER: Final = "customer"
SHARED: Final = "shared"
NONE: Final = "none"

OR: Final = " Or: "
"""Stands between the duties of a cell that is not settled, one for each thing it could be."""


class Cell(Struct, frozen=True, gc=False):
    """One layer of one resource.

    `aws` and `customer` are each side's duty in our own words; a shared cell has both. A cell of
    AWS's may still name a duty of the customer's: one that AWS does itself after a deadline.
    `because` says which row or option decided. `source` and `read` are the page and the day
    (ISO date, empty when nobody has confirmed the row yet; then `confirmed` is False).
    `unresolved` names the property whose value would settle the cell: until it is known the
    cell is the union of what it could be, so the customer's duty is never understated.
    """

    layer: Layer
    party: Party
    aws: str = ""
    customer: str = ""
    because: str = ""
    source: str = ""
    read: str = ""
    confirmed: bool = False
    unresolved: str = ""


class Line(Struct, frozen=True, gc=False):
    """All 22 cells of a resource, bottom to top; `family` is empty when unclassified."""

    family: str
    service_class: str
    cells: tuple[Cell, ...]

    @property
    def is_classified(self) -> bool:
        """Whether somebody has drawn this type's line."""
        return self.family != ""

    def cell(self, layer: Layer) -> Cell:
        """The cell of `layer`."""
        return next(cell for cell in self.cells if cell.layer is layer)


def union(outcomes: list[Cell], unresolved: str) -> Cell:
    """The cell that covers every one of `outcomes`; `unresolved` is what would choose.

    Duties are kept side by side, never merged away. Where the parties differ both answer, until
    the value is known.
    """
    different = list({(one.party, one.aws, one.customer): one for one in outcomes}.values())
    first = different[0]
    if len(different) == 1:
        return first
    parties = {one.party for one in different} - {NONE}
    return Cell(
        first.layer,
        parties.pop() if len(parties) == 1 else SHARED,
        _side_by_side(one.aws for one in different),
        _side_by_side(one.customer for one in different),
        f"not settled until {unresolved} is known",
        next((one.source for one in different if one.source), ""),
        min((one.read for one in different), default=""),
        all(one.confirmed for one in different),
        unresolved,
    )


def _side_by_side(texts: Iterable[str]) -> str:
    return OR.join(dict.fromkeys(text for text in texts if text))
