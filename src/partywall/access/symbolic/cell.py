"""A cell of a field: which elements hold in it, a value in it, and what speaks against it."""

from __future__ import annotations

from msgspec import Struct

from partywall.access.context import Values


class Cell(Struct, frozen=True, gc=False):
    """`holds` has the bits of the elements that hold. `value` is a text, the values of a key, or
    None where the key is absent.

    `odd` names what AWS documents that such a value contradicts; no request shows it then.
    """

    holds: int
    value: str | Values | None
    odd: str = ""
