"""JSON with the byte offset of everything in it, in the order in which it is written."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Final

from msgspec import Struct

from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.lowering.files import MAX_DEPTH
from partywall.sources.terraform_hcl.lowering.text import number_of

_TOKEN: Final = re.compile(
    rb'[ \t\r\n]*(?:("[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")'
    rb"|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    rb"|(true|false|null)|([\[\]{}:,]))"
)
_STRING, _NUMBER, _WORD, _SIGN = 1, 2, 3, 4
_WORDS: Final = {b"true": True, b"false": False, b"null": None}


class Member(Struct, frozen=True, eq=False):
    """`"name": value`; `at` is where the name's quote opens."""

    name: str
    at: int
    value: Json


class Json(Struct, frozen=True, eq=False):
    """A value, from its first byte to behind its last: plain, a list, or the tuple of an object."""

    at: int
    end: int
    value: str | int | Decimal | bool | list[Json] | tuple[Member, ...] | None


def load(data: bytes) -> Json:
    """The document in UTF-8 text. Raises Failure with the place."""
    reader = _Reader(data)
    found = reader.value(0)
    if data[reader.at :].strip(b" \t\r\n"):
        raise Failure("nothing may follow the document", reader.at)
    return found


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.start = 0

    def _next(self) -> tuple[int, bytes]:
        """The kind and the bytes of the next token; it begins at `start`."""
        found = _TOKEN.match(self.data, self.at)
        if found is None:
            gap = len(self.data) - len(self.data[self.at :].lstrip(b" \t\r\n"))
            raise Failure("not JSON: a value or a sign is missing before this place", gap)
        kind = found.lastindex or 0
        self.start = found.start(kind)
        self.at = found.end()
        return kind, found[kind]

    def value(self, depth: int) -> Json:
        """The value that comes next."""
        return self._after(*self._next(), depth)

    def _after(self, kind: int, token: bytes, depth: int) -> Json:
        start = self.start
        if depth > MAX_DEPTH:
            raise Failure(f"nested deeper than {MAX_DEPTH} levels", start)
        value: str | int | Decimal | bool | list[Json] | tuple[Member, ...] | None
        if kind == _STRING:
            value = _text(token, start)
        elif kind == _NUMBER:
            size = number_of(token.lstrip(b"-").decode(), start)
            value = -size if token.startswith(b"-") else size
        elif kind == _WORD:
            value = _WORDS[token]
        elif token == b"{":
            value = self._members(depth + 1)
        elif token == b"[":
            value = self._items(depth + 1)
        else:
            raise Failure("not JSON: a value is expected here", start)
        return Json(start, self.at, value)

    def _items(self, depth: int) -> list[Json]:
        items: list[Json] = []
        kind, token = self._next()
        if token == b"]":
            return items
        while True:
            items.append(self._after(kind, token, depth))
            if self._closes(b"]"):
                return items
            kind, token = self._next()

    def _members(self, depth: int) -> tuple[Member, ...]:
        members: list[Member] = []
        kind, token = self._next()
        if token == b"}":
            return ()
        while True:
            if kind != _STRING:
                raise Failure("not JSON: a name in quotes is expected here", self.start)
            at = self.start
            name = _text(token, at)
            if self._next()[1] != b":":
                raise Failure("not JSON: a colon is expected here", self.start)
            members.append(Member(name, at, self.value(depth)))
            if self._closes(b"}"):
                return tuple(members)
            kind, token = self._next()

    def _closes(self, sign: bytes) -> bool:
        token = self._next()[1]
        if token not in (sign, b","):
            raise Failure("not JSON: a comma or a closing bracket is expected here", self.start)
        return token == sign


def _text(token: bytes, at: int) -> str:
    text = token[1:-1].decode()
    if "\\" in text:
        try:
            text = scanstring(f'{text}"', 0)[0]
            text.encode()
        except (JSONDecodeError, UnicodeEncodeError):
            raise Failure("not JSON: there is no such escape", at) from None
    return text if text.isascii() else unicodedata.normalize("NFC", text)
