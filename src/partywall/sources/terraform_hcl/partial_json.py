"""JSON documents out of text of which some parts are not known.

`{"Resource": "${aws_s3_bucket.logs.arn}/*"}` is such a text: its document is known but for one leaf
that ends in `/*`. A part in the place of a value, outside quotes, hides that value; a part in the
place of a name, or one that breaks the document, hides it all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import replace

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import as_number
from partywall.sources.terraform.values import Failure, PartialJson, partial_text

_BEGINNINGS: Final = frozenset((*'{["-0123456789tfnNI \t\r\n', ""))
"""What a text begins with that may be JSON, as Python reads it."""

_MARK: Final = re.compile("\ue000([0-9]+)\ue001")
_QUOTES: Final = re.compile(r'\\.|"', re.DOTALL)
_PAIRED: Final = re.compile(r"(?:[^\\]|\\.)*", re.DOTALL)


def json_of(parts: Sequence[str | Unknown]) -> Any:
    """The document that the parts make, with `Unknown` for what they hide; None when they do not.

    A hole that fills an element of a list may hold several (`"${join("\\",\\"", names)}"` is a
    common way to write a list), so it stands for any number of them, unless it is one attribute
    or its values are listed.
    """
    if not _may_be_json(parts):
        return None
    holes = [part for part in parts if isinstance(part, Unknown)]
    text = _marked(parts)
    if text is None:
        return None
    try:
        found = json.loads(text, parse_int=as_number, parse_float=as_number)
    except (Failure, ValueError, RecursionError):
        return None
    try:
        return _Filler(holes).filled(found)
    except _NoDocument:
        return None


def _may_be_json(parts: Sequence[str | Unknown]) -> bool:
    """Whether the beginning leaves that open; most texts are none, and told at a glance."""
    if parts and isinstance(parts[0], str):
        return parts[0][:1] in _BEGINNINGS
    return len(parts) == 1 or (len(parts) > 1 and not str(parts[1]).strip())


class _NoDocument(Exception):
    """A hole stands where a name should."""


def _marked(parts: Sequence[str | Unknown]) -> str | None:
    """The text with a mark for each hole, itself a JSON text where the hole is outside quotes.

    None when a mark stands in the text already, or a hole follows a backslash.
    """
    made: list[str] = []
    inside = False
    count = 0
    for part in parts:
        if isinstance(part, str):
            if "\ue000" in part or (inside and _PAIRED.fullmatch(part) is None):
                return None
            inside ^= sum(one == '"' for one in _QUOTES.findall(part)) % 2 == 1
            made.append(part)
        else:
            mark = f"\ue000{count}\ue001"
            made.append(mark if inside else f'"\ue000{mark}"')
            count += 1
    return "".join(made)


class _Filler:
    """Puts the holes back where their marks stand."""

    def __init__(self, holes: Sequence[Unknown]) -> None:
        self.holes = holes

    def filled(self, value: Any, *, element: bool = False) -> Any:
        """A value with its holes; `element` says that it stands in a list."""
        if isinstance(value, str):
            return self.text(value, element) if "\ue000" in value else value
        if isinstance(value, list):
            return [self.filled(one, element=True) for one in value]
        if isinstance(value, dict):
            if any("\ue000" in name for name in value):
                raise _NoDocument
            return {name: self.filled(one) for name, one in value.items()}
        return value

    def text(self, value: str, element: bool) -> Any:
        """What a JSON text with marks in it says."""
        if value.startswith("\ue000\ue000"):
            return self.bare(value[1:], element)
        pieces = _MARK.split(value)
        pieces[1::2] = [_quoted(self.holes[int(place)]) for place in pieces[1::2]]
        whole = partial_text(pieces)
        alone = len(pieces) == 3 and not pieces[0] and not pieces[2]
        if element and alone and isinstance(whole, Unknown) and _is_open(whole):
            return Unknown(whole.why, whole.refs, many=True)
        return whole

    def bare(self, mark: str, element: bool) -> Any:
        """What stands outside quotes: any value, or the document that the hole is."""
        hole = self.holes[int(_MARK.split(mark)[1])]
        if isinstance(hole, PartialJson):
            return hole.document
        return Unknown(hole.why, hole.refs, many=element)


def _quoted(hole: Unknown) -> Unknown:
    """What a hole between quotes says; nothing of its text when JSON would read that otherwise."""
    spelled = (hole.prefix, hole.suffix, *hole.among)
    if any(isinstance(one, str) and re.search(r'["\\\x00-\x1f]', one) for one in spelled):
        return replace(Unknown(hole.why, hole.refs), present=True)
    return hole


def _is_open(text: Unknown) -> bool:
    """Whether a text may be anything at all."""
    parts = getattr(text, "parts", (text,))
    only = parts[0] if len(parts) == 1 and isinstance(parts[0], Unknown) else text
    return not (only.attribute or only.among or only.prefix or only.suffix)
