"""JSON templates: decoded at C speed, and places found only when someone asks.

Places come from a second look at the text that skips whole values with the C decoder, so that
the place of one property in 5 MB costs milliseconds and the places of none cost nothing.
"""

from __future__ import annotations

import json
import json.decoder
import re
from bisect import bisect_right
from typing import Any, Final, NoReturn

from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.kernel.unknown import Path
from partywall.sources.cloudformation.document import MAX_DEPTH, Repeat, Spot, Twice, too_deep

_GAP: Final = re.compile(r"[ \t\r\n]*")
_LONE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_SKIP: Final = json.JSONDecoder()
_SCAN: Final = json.decoder.scanstring  # type: ignore[attr-defined]


class JsonDocument:
    """A JSON text, decoded; see `Document`."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.quoted: list[tuple[int, int]] = []
        self._repeated: list[str] = []
        self._members: dict[int, dict[str, tuple[int, int]]] = {}
        self._elements: dict[int, list[int]] = {}
        self._starts: list[int] = []
        self.value = self._decode()
        self.repeats = self._find_repeats() if self._repeated else []

    def _decode(self) -> object:
        decoder = json.JSONDecoder(object_pairs_hook=self._object, parse_constant=_no_constant)
        try:
            value: object = decoder.decode(self.text)
        except json.JSONDecodeError as fault:
            where = Span(self.file, fault.lineno, fault.colno)
            hint = "check the text before this place: a comma or a bracket may be missing"
            raise SourceError(f"not JSON: {fault.msg}", where, hint) from None
        except RecursionError:
            too_deep(self.file)
        except ValueError as fault:
            raise SourceError(f"not JSON: {fault}", Span(self.file)) from None
        _check_depth(value, self.file)
        if _LONE.search(self.text):
            self._check_surrogates(value)
        return value

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, object]:
        value: dict[str, object] = dict(pairs)
        if len(value) != len(pairs):
            for key in value:
                all_of_it = tuple([item for name, item in pairs if name == key])
                if len(all_of_it) > 1:
                    self._repeated.append(key)
                    value[key] = Twice(all_of_it)
        return value

    def _check_surrogates(self, value: object) -> None:
        try:
            json.dumps(value, ensure_ascii=False, default=str).encode()
        except UnicodeEncodeError:
            raise SourceError(
                "half of a surrogate pair is no character",
                Span(self.file),
                r"look for \ud8… or \udc… escapes that stand alone",
            ) from None

    def _find_repeats(self) -> list[Repeat]:
        """Each key known to be repeated somewhere, at its repetitions in the text."""
        found: list[Repeat] = []
        names = set(self._repeated)
        stack = [_gap(self.text, 0)]
        while stack:
            offset = stack.pop()
            if self.text[offset] == "{":
                seen: set[str] = set()
                for key, spot, start in self._scan_object(offset):
                    if key in seen and key in names:
                        found.append(Repeat(key, Span(self.file, *self._line(spot))))
                    seen.add(key)
                    stack.append(start)
            elif self.text[offset] == "[":
                stack.extend(self._scan_list(offset))
        return sorted(found, key=lambda one: (one.place.line, one.place.column))

    # -- places

    def spot(self, path: Path) -> Spot | None:
        """See `Document.spot`."""
        offset = spot = _gap(self.text, 0)
        for step in path:
            opening = self.text[offset]
            if opening == "{":
                if offset not in self._members:
                    self._members[offset] = {k: (s, v) for k, s, v in self._scan_object(offset)}
                found = self._members[offset].get(str(step))
                if found is None:
                    return None
                spot, offset = found
            elif opening == "[" and isinstance(step, int):
                if offset not in self._elements:
                    self._elements[offset] = self._scan_list(offset)
                elements = self._elements[offset]
                if not 0 <= step < len(elements):
                    return None
                spot = offset = elements[step]
            else:
                return None
        return self._line(spot)

    def _scan_object(self, offset: int) -> list[tuple[str, int, int]]:
        """Key, its offset and its value's offset, of each member of the object at `offset`."""
        text, members = self.text, []
        at = _gap(text, offset + 1)
        while text[at] == '"':
            start = at
            key, at = _SCAN(text, at + 1)
            at = _gap(text, _gap(text, at) + 1)
            members.append((key, start, at))
            at = _gap(text, _SKIP.raw_decode(text, at)[1])
            if text[at] != ",":
                break
            at = _gap(text, at + 1)
        return members

    def _scan_list(self, offset: int) -> list[int]:
        text, elements = self.text, []
        at = _gap(text, offset + 1)
        while text[at] != "]":
            elements.append(at)
            at = _gap(text, _SKIP.raw_decode(text, at)[1])
            at = _gap(text, at + 1) if text[at] == "," else at
        return elements

    def _line(self, offset: int) -> Spot:
        if not self._starts:
            self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def load_json(text: str, file: str) -> JsonDocument:
    """The document in a JSON text. Raises SourceError with line and column."""
    return JsonDocument(text, file)


def _gap(text: str, at: int) -> int:
    match = _GAP.match(text, at)
    assert match is not None
    return match.end()


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _check_depth(value: object, file: str) -> None:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [
            item
            for one in level
            for item in (
                one.values() if type(one) is dict else one if type(one) is list else _repeated(one)
            )
            if type(item) in (dict, list, Twice)
        ]
        if not level:
            return
    too_deep(file)


def _repeated(value: object) -> tuple[object, ...]:
    return value.values if isinstance(value, Twice) else ()
