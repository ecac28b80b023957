"""A template's text as plain values, each with its place, whether written as YAML or as JSON.

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

MAX_BYTES: Final = 32 * 1024 * 1024
"""Bigger files are refused; CloudFormation itself takes 1 MB.

Source: CloudFormation User Guide, "Understand CloudFormation quotas" (not re-read).
"""

YAML_FALLBACK: Final = 2 * 1024 * 1024
"""Text up to this size that begins like JSON but is not is tried as YAML, of which JSON with
comments is a part."""

Spot = tuple[int, int]
"""Line and column, both from 1."""


class Foreign(Struct, frozen=True):
    """A value under a YAML tag that is not CloudFormation's: `!Rain::Module x.yml`."""

    tag: str
    value: object


class Twice(Struct, frozen=True):
    """The values of a key that is written more than once in one mapping, in order.

    AWS leaves the behaviour open: CloudFormation may accept such a template and "incorrectly
    provision resources". So neither value is a fact.
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


def load(data: bytes, file: str) -> Document:
    """The document in `data`. Raises SourceError when it is neither JSON nor YAML."""
    from partywall.sources.cloudformation.json_document import load_json
    from partywall.sources.cloudformation.yaml_document import load_yaml

    text = decode(data, file)
    if not text.lstrip().startswith("{"):
        return load_yaml(text, file)
    try:
        return load_json(text, file)
    except SourceError as not_json:
        if len(text) > YAML_FALLBACK:
            raise
        try:
            return load_yaml(text, file)
        except SourceError:
            raise not_json from None


def decode(data: bytes, file: str) -> str:
    """The text of a file in UTF-8, or in UTF-16 with a byte order mark."""
    if len(data) > MAX_BYTES:
        size = len(data) // (1024 * 1024)
        _refuse(file, f"{size} MB is too big for a template", "CloudFormation takes up to 1 MB")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1 if encoding == "utf-8-sig" else 0
        raise SourceError(
            f"byte {fault.start} is not {encoding.removesuffix('-sig').upper()}",
            Span(file, line),
            "save the file as UTF-8",
        ) from None


def too_deep(file: str, line: int = 0, column: int = 0) -> NoReturn:
    """Refuse nesting beyond MAX_DEPTH."""
    raise SourceError(
        f"nested deeper than {MAX_DEPTH} levels",
        Span(file, line, column),
        "CloudFormation takes no template like this; check how it was generated",
    )


def _refuse(file: str, message: str, hint: str) -> NoReturn:
    raise SourceError(message, Span(file), hint)


def settled(value: object) -> object:
    """`value`; of a key written twice the last, for places where the template needs one."""
    return value.values[-1] if isinstance(value, Twice) else value
