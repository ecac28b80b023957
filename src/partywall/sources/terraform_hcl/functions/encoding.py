"""Texts in Base64, in URLs, in other encodings, and CSV.

Source: Terraform documentation, "Encoding Functions", read 2026-11-23; Go's documentation of
`encoding/csv`, whose dialect `csvdecode` reads, read 2026-11-23.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote_plus

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import STRING
from partywall.sources.terraform.values import Failure, ListValue
from partywall.sources.terraform_hcl.functions.registry import function
from partywall.sources.terraform_hcl.functions.texts import bounded, changed

_BASE64: Final = re.compile(
    r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", re.ASCII
)
_EXACT: Final = {
    "utf-8": "utf-8",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "utf-16": "utf-16",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
}
_BIG: Final = {"utf-16": "utf-16-be"}
"""UTF-16 has its high byte first, unless a mark at its beginning says otherwise."""
_BYTE_EACH: Final = {
    **{f"iso-8859-{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"windows-125{n}": f"cp125{n}" for n in range(9)},
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "ibm866": "cp866",
}
"""Encodings in IANA's names and in Python's; those with one byte for each character have bytes
without a meaning, where Terraform's tables and Python's differ."""


_CONTROLS: Final = re.compile("[\x80-\x9f]")


@function("base64encode", STRING, unknowns="all", gives=STRING)
def base64encode(text: str | Unknown) -> str | Unknown:
    """The text's UTF-8 in Base64."""
    return changed(text, lambda known: b64encode(known.encode()).decode())


@function("base64decode", STRING, gives=STRING)
def base64decode(text: str) -> str:
    """The text whose UTF-8 this is the Base64 of. Raises Failure when it is none."""
    try:
        return bounded(decoded(text).decode())
    except UnicodeDecodeError:
        raise Failure("these bytes are no UTF-8") from None


def decoded(text: str) -> bytes:
    """The bytes that text in Base64 stands for; line ends do not count."""
    packed = text.replace("\n", "").replace("\r", "")
    if _BASE64.fullmatch(packed) is None:
        raise Failure("this text is no Base64")
    return b64decode(packed)


@function("base64gzip", STRING, gives=STRING)
def base64gzip(text: str) -> Unknown:
    """Not known: the bytes depend on the compressor."""
    return Unknown("compressed text differs from compressor to compressor", present=True)


@function("urlencode", STRING, unknowns="all", gives=STRING)
def urlencode(text: str | Unknown) -> str | Unknown:
    """The text as it stands in the query of a URL."""
    return changed(text, lambda known: quote_plus(known, safe=""))


@function("textencodebase64", STRING, STRING, gives=STRING)
def textencodebase64(text: str, encoding: str) -> str | Unknown:
    """The text's bytes in an encoding, in Base64; not known for encodings that we do not have."""
    name = _codec(encoding)
    if isinstance(name, Unknown):
        return name
    try:
        mark = b"\xfe\xff" if name == "utf-16" else b""
        if name in _BYTE_EACH.values() and _CONTROLS.search(text):
            return _other_tables()
        return b64encode(mark + text.encode(_BIG.get(name, name))).decode()
    except UnicodeEncodeError:
        raise Failure("the encoding has no such character") from None


@function("textdecodebase64", STRING, STRING, gives=STRING)
def textdecodebase64(packed: str, encoding: str) -> str | Unknown:
    """The text that bytes in Base64 spell in an encoding; not known for those we do not have."""
    held, name = decoded(packed), _codec(encoding)
    if isinstance(name, Unknown):
        return name
    marked = held.startswith((b"\xfe\xff", b"\xff\xfe"))
    try:
        text = held.decode(name if marked else _BIG.get(name, name))
    except UnicodeDecodeError:
        if name in _EXACT.values():
            raise Failure("these bytes are no text in that encoding") from None
        return _other_tables()
    if name in _BYTE_EACH.values() and _CONTROLS.search(text):
        return _other_tables()
    return bounded(text)


def _codec(encoding: str) -> str | Unknown:
    name = encoding.lower()
    return _EXACT.get(name) or _BYTE_EACH.get(name) or _other_tables()


def _other_tables() -> Unknown:
    return Unknown("we have no table of this encoding", present=True)


@function("csvdecode", STRING)
def csvdecode(text: str) -> ListValue:
    """A list of objects, one for each row, by the names in the first row."""
    rows = _rows(text)
    names = next(rows, None)
    if names is None or len(set(names)) < len(names):
        raise Failure("the first row of CSV must name the columns, each once")
    made = ListValue()
    for row in rows:
        if len(row) != len(names):
            raise Failure("every row of CSV must have the columns of the first")
        made.append(dict(zip(names, row, strict=True)))
    return made


_FIELD: Final = re.compile(r'"((?:[^"]|"")*)"(?=[,\n]|\Z)|(?!")([^",\n]*)(?=[,\n]|\Z)')


def _rows(text: str) -> Iterator[list[str]]:
    """The rows of a CSV text, without the empty lines."""
    text = text.replace("\r\n", "\n").removesuffix("\r")
    at, row = 0, list[str]()
    while at < len(text):
        if not row and text[at] == "\n":
            at += 1
            continue
        while True:
            found = _FIELD.match(text, at)
            if found is None:
                raise Failure("a quote is out of place in CSV")
            quoted, bare = found.groups()
            row.append(bounded(bare if quoted is None else quoted.replace('""', '"')))
            at = found.end() + 1
            if text[found.end() : at] != ",":
                break
        yield row
        row = []
