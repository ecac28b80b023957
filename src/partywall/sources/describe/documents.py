"""A file's bytes, read as what a command of the AWS CLI printed: items with their places."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn

import msgspec
from msgspec import Raw, Struct

from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.sources.describe import credential_report
from partywall.sources.describe.kinds import Kind, by_key
from partywall.sources.describe.values import Item
from partywall.sources.recognise import is_credential_csv

TOKENS: Final = ("NextToken", "NextMarker", "Marker", "nextToken")
"""Keys that an output has when there is more to ask for."""

AS_JSON: Final = "run the command again with `--output json`"

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_BYTE: Final = re.compile(r"\(byte (\d+)\)")
_TABLE: Final = re.compile(rb"\s*-{5,}[\r\n]+\|")
_TEXT: Final = re.compile(rb"\s*[A-Z]{3,}\t")
_YAML: Final = re.compile(rb"\s*(?:- )?[A-Z]\w+:\s*[\r\n]")
_HINT: Final = "run the command again and keep all that it prints"


class Part(Struct, eq=False):
    """The items under one key of an output, each with its place.

    `kinds` are the tables that they may be of; `more` says that the output is not all there is;
    `beside` are the texts that stand next to the items, what they are about among them.
    """

    file: str
    key: str
    kinds: tuple[Kind, ...]
    items: list[tuple[Item, Span]]
    more: bool
    beside: dict[str, str]


def parts_of(data: bytes, file: str) -> list[Part]:
    """Every part of a file. Raises SourceError, with a place, when it is no output as JSON."""
    text = _utf_8(data, file)
    if is_credential_csv(text):
        return [_report(text.decode("utf-8", "replace"), Span(file, 1), {})]
    found = [part for start, end in _outputs(text, file) for part in _parts(text, start, end, file)]
    if not found:
        known = ", ".join(sorted(by_key())[:3])
        raise SourceError(
            "no output of `aws … describe-*` that partywall knows",
            Span(file, 1),
            f"it has none of the keys {known} …; save the output without --query",
        )
    return found


def _utf_8(data: bytes, file: str) -> bytes:
    if data.startswith(_UTF_16):
        data = data[: len(data) & ~1].decode("utf-16", "replace").encode("utf-8", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip():
        what = "empty: the command printed nothing"
        raise SourceError(what, Span(file), "run it again; it may have failed for want of rights")
    for form, pattern in (("table", _TABLE), ("text", _TEXT), ("yaml", _YAML)):
        if pattern.match(data):
            raise SourceError(
                f"output of the AWS CLI as {form}, not as JSON", Span(file, 1), AS_JSON
            )
    if data.lstrip()[:1] == b"[":
        what = "a list without the key that says what it is"
        raise SourceError(what, Span(file, 1), "save the output of the command without --query")
    return data


def _outputs(text: bytes, file: str) -> Iterator[tuple[int, int]]:
    """Where each output begins and ends; several may follow one another in a file (`>>`)."""
    try:
        msgspec.json.decode(text, type=Raw)
    except (msgspec.DecodeError, RecursionError) as fault:
        if "trailing" not in str(fault):
            _refuse(text, 0, fault, file)
    else:
        yield 0, len(text)
        return
    yield from _one_after_another(text, file)


def _one_after_another(text: bytes, file: str) -> Iterator[tuple[int, int]]:
    try:
        written = text.decode()
    except UnicodeDecodeError as fault:
        raise SourceError(
            f"byte {fault.start} is not UTF-8", Span(file), "save it as UTF-8"
        ) from None
    decoder = json.JSONDecoder()
    at = bytes_before = 0
    while written[at:].strip():
        start = at + len(written[at:]) - len(written[at:].lstrip())
        bytes_before += len(written[at:start].encode())
        try:
            _, end = decoder.raw_decode(written, start)
        except (ValueError, RecursionError):
            end = len(written)
        size = len(written[start:end].encode())
        yield bytes_before, bytes_before + size
        bytes_before, at = bytes_before + size, end


def _parts(text: bytes, start: int, end: int, file: str) -> Iterator[Part]:
    output = _decoded(text, start, end, file, dict[str, Raw])
    beside: dict[str, str] = {}
    for key, raw in output.items():
        if bytes(memoryview(raw)[:1]) == b'"':
            beside[key] = _decoded(text, start, end, file, str, raw)
    more = any(beside.get(token) for token in TOKENS)
    at = start
    for key, raw in output.items():
        if key == credential_report.KEY:
            at = text.find(b'"' + key.encode() + b'"', start)
            place = Span(file, 1 + text.count(b"\n", 0, at))
            report = credential_report.decoded(beside.get(key, ""), place)
            yield _report(report, place, beside)
            continue
        kinds = by_key().get(key)
        opening = bytes(memoryview(raw)[:1])
        if kinds is None or opening not in (b"[", b"{"):
            continue
        at = text.find(b'"' + key.encode() + b'"', start)
        items = list(_items(text, max(at, start), raw, file, key))
        fuller = any(output.get(one.spec.more) == b"true" for one in kinds if one.spec.more)
        yield Part(file, key, _fitting(kinds, items), items, more or fuller, beside)


def _report(report: str, place: Span, beside: dict[str, str]) -> Part:
    """A credential report, of which the root user's row is the only item; `beside` may date it."""
    root, line = credential_report.root_of(report, place, beside.get("GeneratedTime", ""))
    kinds = by_key()[credential_report.KEY]
    where = place if beside else Span(place.file, line)
    return Part(place.file, credential_report.KEY, kinds, [(root, where)], False, {})


def _items(text: bytes, at: int, raw: Raw, file: str, key: str) -> Iterator[tuple[Item, Span]]:
    """The items of a list, or the only one, with line and column of each."""
    whole = bytes(raw)
    at = max(text.find(whole, at), 0)
    several = whole[:1] == b"["
    pieces = _decoded(text, at, at + len(whole), file, list[Raw]) if several else [raw]
    line, behind = 1 + text.count(b"\n", 0, at), at
    for n, piece in enumerate(pieces):
        body = bytes(piece)
        found = text.find(body, at)
        line += text.count(b"\n", behind, found)
        behind, at = found, found + len(body)
        place = Span(file, line, found - (text.rfind(b"\n", 0, found) + 1) + 1)
        item = _decoded(text, found, at, file, Any)
        if not isinstance(item, dict):
            raise SourceError(f"element {n + 1} of {key} is no object", place, _HINT)
        yield item, place


def _fitting(kinds: tuple[Kind, ...], items: list[tuple[Item, Span]]) -> tuple[Kind, ...]:
    """The tables of items: those whose telling fields they have, else those without any."""
    telling = [one for one in kinds if one.spec.has]
    if not telling:
        return kinds
    fields = {name for item, _ in items for name in item}
    found = tuple(one for one in telling if not fields.isdisjoint(one.spec.has))
    return found or tuple(one for one in kinds if not one.spec.has)


def _decoded(
    text: bytes, start: int, end: int, file: str, kind: Any, raw: Raw | None = None
) -> Any:
    try:
        return msgspec.json.decode(text[start:end] if raw is None else raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        _refuse(text, start, fault, file)


def _refuse(text: bytes, start: int, fault: Exception, file: str) -> NoReturn:
    """Raise SourceError at the place that the decoder tells."""
    if isinstance(fault, RecursionError):
        raise SourceError("nested too deeply to be read", Span(file), _HINT) from None
    told = _BYTE.search(str(fault))
    cut = "truncated" in str(fault)
    at = len(text) if cut else start + int(told[1]) if told else start
    place = Span(file, 1 + text.count(b"\n", 0, at), at - (text.rfind(b"\n", 0, at) + 1) + 1)
    if cut:
        raise SourceError("the file ends in the middle of the output", place, _HINT) from None
    why = str(fault).partition(" (byte")[0]
    raise SourceError(f"not JSON: {why[:1].lower()}{why[1:]}", place, _HINT) from None
