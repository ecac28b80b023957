"""Patterns of IAM: wildcards, policy variables, and the fields of an ARN.

A pattern text is parsed once into tokens: plain text, `*`, `?`, and variables. Whoever matches
puts values for the variables first; a value is plain text, whatever characters it holds.

Source: IAM User Guide, "IAM policy elements: Variables and tags" and "IAM JSON policy elements:
Resource", read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum
from functools import lru_cache
from typing import Final

from msgspec import Struct


class Wild(Enum):
    """The two wildcards: any text, and any one character."""

    MANY = "*"
    ONE = "?"


class Variable(Struct, frozen=True, gc=False):
    """`${key}` or `${key, 'default'}`; the key in lower case, as keys are compared."""

    key: str
    default: str | None = None


Token = str | Wild | Variable
Tokens = tuple[Token, ...]
Solid = tuple[str | Wild, ...]
"""Tokens without variables."""

VARIABLE: Final = re.compile(r"\$\{([^}]*)\}")
DEFAULTED: Final = re.compile(r"\s*([^,]+?)\s*,\s*'([^']*)'\s*")
ESCAPES: Final = frozenset({"*", "?", "$"})
WILDCARDS: Final = {"*": Wild.MANY, "?": Wild.ONE}


@lru_cache(maxsize=65536)
def parse_pattern(text: str, wildcards: bool = True, variables: bool = False) -> Tokens:
    """The tokens of a pattern; `${*}`, `${?}` and `${$}` stand for the plain character."""
    if not variables or "${" not in text:
        return _plain(text, wildcards)
    found: list[Token] = []
    end = 0
    for match in VARIABLE.finditer(text):
        found += _plain(text[end : match.start()], wildcards)
        found.append(_variable(match[1]))
        end = match.end()
    return _joined([*found, *_plain(text[end:], wildcards)])


def _plain(text: str, wildcards: bool) -> Solid:
    if not text:
        return ()
    if not wildcards or ("*" not in text and "?" not in text):
        return (text,)
    pieces = re.split(r"([*?])", text)
    return tuple([WILDCARDS.get(piece, piece) for piece in pieces if piece])


def _variable(inside: str) -> Token:
    if inside in ESCAPES:
        return inside
    defaulted = DEFAULTED.fullmatch(inside)
    if defaulted:
        return Variable(defaulted[1].lower(), defaulted[2])
    return Variable(inside.strip().lower())


def _joined(tokens: Sequence[Token]) -> Tokens:
    """Neighbouring texts as one, and stars in a row as one."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if isinstance(token, str) and isinstance(last, str):
            found[-1] = last + token
        elif not (token is Wild.MANY and last is Wild.MANY):
            found.append(token)
    return tuple(found)


def variables_of(tokens: Tokens) -> tuple[Variable, ...]:
    """The variables of a pattern, in the order of their appearance."""
    return tuple([token for token in tokens if isinstance(token, Variable)])


class Glob:
    """A pattern of plain text and wildcards, ready to be matched against whole texts.

    Texts between stars are looked for from left to right, which is exact and takes time in
    proportion to the text for each of them; a regular expression could take forever.
    """

    __slots__ = ("exact", "head", "least", "middle", "tail")

    def __init__(self, tokens: Solid) -> None:
        pieces: list[list[str | Wild]] = [[]]
        for token in tokens:
            if token is Wild.MANY:
                pieces.append([])
            else:
                pieces[-1].append(token)
        parts = [_piece(piece) for piece in pieces]
        self.exact = len(parts) == 1
        self.head, self.tail = parts[0], parts[-1]
        self.middle = tuple([part for part in parts[1:-1] if part])
        self.least = sum(len(part) for part in parts)

    def matches(self, text: str) -> bool:
        """Whether the pattern matches all of `text`."""
        length = len(text)
        head, tail = self.head, self.tail
        if self.exact:
            return text == head if isinstance(head, str) else head.fits(text, 0, length)
        if length < self.least:
            return False
        end = length - len(tail)
        if not (text.startswith(head) if isinstance(head, str) else head.at(text, 0)):
            return False
        if not (text.endswith(tail) if isinstance(tail, str) else tail.at(text, end)):
            return False
        start = len(head)
        for part in self.middle:
            found = (
                text.find(part, start, end)
                if isinstance(part, str)
                else part.find(text, start, end)
            )
            if found < 0:
                return False
            start = found + len(part)
        return True


class Gapped:
    """A text in which some places may hold any character."""

    __slots__ = ("search", "size")

    def __init__(self, tokens: list[str | Wild]) -> None:
        self.size = sum(1 if token is Wild.ONE else len(str(token)) for token in tokens)
        parts = ["." if token is Wild.ONE else re.escape(str(token)) for token in tokens]
        self.search = re.compile("".join(parts), re.DOTALL)

    def __len__(self) -> int:
        return self.size

    def fits(self, text: str, start: int, end: int) -> bool:
        """Whether it is all of that part of `text`."""
        return end - start == self.size and self.at(text, start)

    def at(self, text: str, start: int) -> bool:
        """Whether it stands at that place."""
        return self.search.match(text, start) is not None

    def find(self, text: str, start: int, end: int) -> int:
        """The first place where it stands wholly before `end`, or -1."""
        found = self.search.search(text, start, end)
        return found.start() if found else -1


def _piece(tokens: list[str | Wild]) -> str | Gapped:
    if Wild.ONE in tokens:
        return Gapped(tokens)
    return "".join([token for token in tokens if isinstance(token, str)])


class ArnGlob:
    """A pattern for ARNs, field by field: a wildcard stays in its field, save in the last.

    The last field of the pattern takes all that is left, colons included. So a pattern with
    fewer than six fields that ends with a star goes on beyond the colon.

    Source: IAM User Guide, "IAM JSON policy elements: Condition operators", section on ARNs, and
    "IAM JSON policy elements: Resource", read 2026-11-23.
    """

    __slots__ = ("fields", "whole")

    def __init__(self, tokens: Solid) -> None:
        fields = arn_fields(tokens)
        plain = all(Wild.MANY not in field and Wild.ONE not in field for field in fields[:-1])
        self.whole = Glob(tokens) if plain else None
        self.fields = () if plain else tuple([Glob(field) for field in fields])

    def matches(self, text: str) -> bool:
        """Whether the pattern matches all of `text`."""
        if self.whole is not None:
            return self.whole.matches(text)
        parts = text.split(":", len(self.fields) - 1)
        return len(parts) == len(self.fields) and all(
            field.matches(part) for field, part in zip(self.fields, parts, strict=True)
        )


class ResourceGlob:
    """A pattern of a Resource element: fields as in `ArnGlob`, where that is beyond doubt.

    AWS says of this element that a `*` at the end of a field "can expand to match beyond the
    colon boundaries", and of ARN conditions that it does not. Where the two readings differ
    (a field before the last holds a wildcard, and the resource has colons to spare) the
    answer is None.

    Source: IAM User Guide, "IAM JSON policy elements: Resource", read 2026-11-23.
    """

    __slots__ = ("fields", "matches", "whole")

    def __init__(self, tokens: Solid) -> None:
        self.whole = compile_glob(tokens)
        fields = compile_arn(tokens)
        self.fields = None if fields.whole is not None else fields
        self.matches: Callable[[str], bool | None] = (
            self.whole.matches if self.fields is None else self._matches
        )

    def _matches(self, text: str) -> bool | None:
        if not self.whole.matches(text):
            return False
        assert self.fields is not None
        return True if self.fields.matches(text) else None


ARN_FIELDS: Final = 6


def arn_fields(tokens: Solid) -> tuple[Solid, ...]:
    """The tokens of each field of an ARN pattern, six at most."""
    fields: list[list[str | Wild]] = [[]]
    for token in tokens:
        if isinstance(token, Wild):
            fields[-1].append(token)
            continue
        first, *more = token.split(":", ARN_FIELDS - len(fields))
        if first:
            fields[-1].append(first)
        fields += [[part] if part else [] for part in more]
    return tuple([tuple(field) for field in fields])


@lru_cache(maxsize=65536)
def compile_glob(tokens: Solid) -> Glob:
    """The pattern; equal tokens share one."""
    return Glob(tokens)


@lru_cache(maxsize=65536)
def compile_resource(tokens: Solid) -> ResourceGlob:
    """The pattern for resources; equal tokens share one."""
    return ResourceGlob(tokens)


@lru_cache(maxsize=65536)
def compile_arn(tokens: Solid) -> ArnGlob:
    """The pattern for ARNs; equal tokens share one."""
    return ArnGlob(tokens)
