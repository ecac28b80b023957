"""The line of one resource: for every layer, who answers for it, for what, and why.

A `Line` is immutable and shared by all resources whose line is the same.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from partywall.line.layer import Layer

Party = Literal["aws", "customer", "shared", "none"]
"""Who answers for a cell; `none` where the layer does not exist for the resource."""


class Cell(Struct, frozen=True, gc=False):
    """One layer of one resource.

    `aws` and `customer` are each side's duty in our own words; a shared cell has both.
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
