"""What a parsed template is: plain values with their places, whether YAML or JSON held them.

Short forms (`!Ref X`) become long ones (`{"Ref": "X"}`), so everything after this reads one
language. Places are asked for by path and looked up then.
"""

from __future__ import annotations

from typing import Final, NoReturn, Protocol

from msgspec import Struct

from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.kernel.unknown import Path

MAX_DEPTH: Final = 100
"""Deeper nesting than this is refused; real templates stay below 30."""

Spot = tuple[int, int]
"""Line and column, both from 1."""


class Foreign(Struct, frozen=True):
    """A value under a YAML tag that is not CloudFormation's: `!Rain::Module x.yml`."""

    tag: str
    value: object


class Twice(Struct, frozen=True):
    """The values of a key that is written more than once in one mapping, in order.

    AWS leaves the behaviour open: such a template may be accepted, and then provisioned wrongly.
    So neither value is a fact.
    Source: CloudFormation User Guide, "CloudFormation template format", read 2026-11-23.
    """

    values: tuple[object, ...]


class Repeat(Struct, frozen=True):
    """A key written again in the same mapping, and where."""

    key: str
    place: Span


class Document(Protocol):
    """A parsed text. `value` is its root; `repeats` are the keys written twice in a mapping.

    `quoted` are the (first, last) lines of block scalars, in which `#` begins no comment.
    """

    file: str
    text: str
    value: object
    repeats: list[Repeat]
    quoted: list[tuple[int, int]]

    def spot(self, path: Path) -> Spot | None:
        """The place of a key, or of a list element, or None when the text has no such path."""


def too_deep(file: str, line: int = 0, column: int = 0) -> NoReturn:
    """Refuse nesting beyond MAX_DEPTH."""
    raise SourceError(
        f"nested deeper than {MAX_DEPTH} levels",
        Span(file, line, column),
        "CloudFormation takes no template like this; check how it was generated",
    )


def settled(value: object) -> object:
    """`value`; of a key written twice the last, for places where the template needs one."""
    return value.values[-1] if isinstance(value, Twice) else value
