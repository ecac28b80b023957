"""The text of literals: escapes, and numbers as they are written."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from partywall.sources.terraform.values import Failure, number

MOST_DIGITS: Final = 1_000
"""Numbers beyond this many digits are refused: nobody means them, and they are slow."""

_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_ESCAPE: Final = re.compile(r"\$\$\{|%%\{|\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^uU]|)", re.DOTALL)
_CHARACTERS: Final = {
    "$${": "${",
    "%%{": "%{",
    r"\n": "\n",
    r"\r": "\r",
    r"\t": "\t",
    r"\"": '"',
    r"\\": "\\",
}


def decoded(raw: str) -> str:
    """The text whose UTF-8 bytes are the characters of `raw`, in Unicode's normal form C.

    Terraform normalises every string so.
    """
    if raw.isascii():
        return raw
    return unicodedata.normalize("NFC", raw.encode("latin-1").decode())


def quoted(raw: str, at: int) -> str:
    """What a literal part of a quoted template stands for; `at` is where. Raises Failure."""
    if "\n" in raw:
        raise Failure("a quoted string must end on the line on which it begins", at)
    if "\\" not in raw:
        return verbatim(raw)
    text = decoded(raw)
    text = _ESCAPE.sub(lambda found: _character(found[0], at + found.start()), text)
    return unicodedata.normalize("NFC", text)


def verbatim(raw: str) -> str:
    """What a literal part of a heredoc or a template file stands for: it has no backslashes."""
    if "{" in raw:
        raw = raw.replace("$${", "${").replace("%%{", "%{")
    return decoded(raw)


def _character(escape: str, at: int) -> str:
    known = _CHARACTERS.get(escape)
    if known is not None:
        return known
    if len(escape) < 6:
        raise Failure("there is no such escape in a string", at)
    digits = escape[2:]
    code = int(digits, 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        raise Failure("this escape is no character", at)
    return chr(code)


def number_of(word: str, at: int) -> int | Decimal:
    """The exact value of a number. Raises Failure."""
    if len(word) > MOST_DIGITS or not _NUMBER.fullmatch(word):
        raise Failure("this is not a number", at)
    value = Decimal(word)
    if value and abs(value.adjusted()) > MOST_DIGITS:
        raise Failure("this number is beyond all bounds", at)
    return number(value)
