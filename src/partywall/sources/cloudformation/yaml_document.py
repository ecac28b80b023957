"""YAML templates, composed from the parser's events with our own limits and short forms.

Events rather than nodes: anchors are counted as they are used (so an alias bomb is refused
before it is built), nesting is bounded without recursion, and each key keeps its mark.

CloudFormation reads YAML 1.1 without timestamps, binaries, sets and the like, so
`2012-10-17` stays text. Numbers whose spelling a number would lose (`013`, `5.10`) stay text,
too: views read numbers from texts anyway.
Source: CloudFormation User Guide, "CloudFormation template format", read 2026-11-23.
"""

from __future__ import annotations

import importlib
import math
import re
from typing import Any, Final, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.kernel.unknown import Path
from partywall.sources.cloudformation.document import (
    MAX_DEPTH,
    Foreign,
    Repeat,
    Spot,
    Twice,
    too_deep,
)

MAX_ALIASED: Final = 200_000
"""How many values the aliases of one text may stand for, all told."""

SHORT_FORMS: Final[dict[str, str]] = {
    "!Ref": "Ref",
    "!Condition": "Condition",
    **{
        f"!{name}": f"Fn::{name}"
        for name in (
            *("And", "Base64", "Cidr", "Contains", "EachMemberEquals", "EachMemberIn", "Equals"),
            *("FindInMap", "GetAZs", "GetAtt", "GetStackOutput", "If", "ImportValue", "Join"),
            *("Length", "Not", "Or", "RefAll", "Select", "Split", "Sub", "ToJsonString"),
            *("Transform", "ValueOf", "ValueOfAll"),
        )
    },
}
"""Source: CloudFormation Template Reference, "Intrinsic function reference" (not re-read)."""

_WORDS: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **{
        spelt: True
        for word in ("true", "yes", "on")
        for spelt in (word, word.title(), word.upper())
    },
    **{
        spelt: False
        for word in ("false", "no", "off")
        for spelt in (word, word.title(), word.upper())
    },
}
_WHOLE: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL: Final = re.compile(r"-?[0-9]+\.[0-9]+")
_STANDARD: Final = "tag:yaml.org,2002:"

Places = Any
"""Of a mapping: key → (mark, places below); of a list: the same by position; else None."""


class _Open:
    """A mapping or list whose end has not come yet."""

    __slots__ = ("anchor", "height", "key", "mark", "merges", "places", "size", "tag", "value")

    def __init__(self, value: Any, places: Any, event: Any) -> None:
        self.value = value
        self.places = places
        self.key: tuple[str, Any] | None = None
        self.anchor = event.anchor
        self.tag = event.tag
        self.mark = event.start_mark
        self.size = 1
        self.height = 0
        self.merges: list[tuple[Any, Places]] = []


class YamlDocument:
    """A YAML text, composed; see `Document`."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.value: object = None
        self.repeats: list[Repeat] = []
        self.quoted: list[tuple[int, int]] = []
        self._places: Places = None
        self._anchors: dict[str, tuple[Any, Places, int, int]] = {}
        self._aliased = 0
        self._stack: list[_Open] = []
        try:
            self._compose(_parser(text))
        except yaml.YAMLError as fault:
            raise _unreadable(fault, file) from None

    def spot(self, path: Path) -> Spot | None:
        """See `Document.spot`."""
        places, mark = self._places, None
        for step in path:
            if isinstance(places, list):
                if not isinstance(step, int) or not 0 <= step < len(places):
                    return None
                mark, places = places[step]
            elif isinstance(places, dict):
                found = places.get(step)
                if found is None:
                    return None
                mark, places = found
            else:
                return None
        return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)

    # -- composing

    def _compose(self, parser: Any) -> None:
        get_event, stack = parser.get_event, self._stack
        documents = 0
        while True:
            event = get_event()
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                stack.append(
                    _Open({}, {}, event) if kind is MappingStartEvent else _Open([], [], event)
                )
                if len(stack) > MAX_DEPTH:
                    self._too_deep(event.start_mark)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close(stack.pop())
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._refuse(event.start_mark, "a second document", "keep one template a file")
            elif kind is StreamEndEvent or event is None:
                return

    def _scalar(self, event: Any) -> None:
        tag, text, mark = event.tag, event.value, event.start_mark
        places: Places = None
        if event.style in ("|", ">"):
            self.quoted.append((mark.line + 2, event.end_mark.line + 1))
        height = 0
        if tag is None:
            value: Any = plain(text) if event.implicit[0] else text
        else:
            value, places, height = self._tagged(tag, text, None, mark)
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, places, 1, height)
        self._add(value, places, mark, size=1, height=height, text=text if tag is None else None)

    def _close(self, frame: _Open) -> None:
        value, places, height = frame.value, frame.places, frame.height + 1
        for merged, below in reversed(frame.merges):
            for key, item in merged.items():
                if key not in value:
                    value[key] = item
                    places[key] = below[key]
        if frame.tag is not None:
            value, places, extra = self._tagged(frame.tag, value, places, frame.mark)
            height += extra
        if frame.anchor is not None:
            self._anchors[frame.anchor] = (value, places, frame.size, height)
        self._add(value, places, frame.mark, size=frame.size, height=height, text=None)

    def _alias(self, event: Any) -> None:
        found = self._anchors.get(event.anchor)
        if found is None:
            inside = any(frame.anchor == event.anchor for frame in self._stack)
            what = "contains itself" if inside else "is not defined before this place"
            self._refuse(event.start_mark, f"the anchor &{event.anchor} {what}", "")
        value, places, size, height = found
        self._aliased += size
        if self._aliased > MAX_ALIASED:
            self._refuse(
                event.start_mark,
                f"aliases stand for more than {MAX_ALIASED:,} values",
                "write the values out; CloudFormation itself takes no aliases",
            )
        text = value if isinstance(value, str) else None
        self._add(value, places, event.start_mark, size=size, height=height, text=text)

    def _tagged(self, tag: str, value: Any, places: Places, mark: Any) -> tuple[Any, Places, int]:
        name = SHORT_FORMS.get(tag)
        if name is not None:
            return {name: value}, {name: (mark, places)}, 1
        if tag.startswith(_STANDARD):
            spelt = isinstance(value, str) and tag[len(_STANDARD) :] in (
                "int",
                "float",
                "bool",
                "null",
            )
            return (plain(value) if spelt else value), places, 0
        return (value, places, 0) if tag == "!" else (Foreign(tag, value), None, 0)

    def _add(
        self, value: Any, places: Places, mark: Any, *, size: int, height: int, text: str | None
    ) -> None:
        """Put a finished value into the innermost open mapping or list."""
        if not self._stack:
            self.value, self._places = value, places
            return
        top = self._stack[-1]
        top.size += size
        if height > top.height:
            top.height = height
            if len(self._stack) + height > MAX_DEPTH:
                self._too_deep(mark)
        into = top.value
        if type(into) is list:
            into.append(value)
            top.places.append((mark, places))
        elif top.key is None:
            if text is None:
                self._refuse(mark, "a key that is not a text", "put the key in quotes")
            top.key = (text, mark)
        else:
            (key, key_mark), top.key = top.key, None
            if key == "<<":
                self._merge(top, value, places, key_mark)
                return
            if key in into:
                self.repeats.append(
                    Repeat(key, Span(self.file, key_mark.line + 1, key_mark.column + 1))
                )
                old = into[key]
                value = Twice((*(old.values if isinstance(old, Twice) else (old,)), value))
            into[key] = value
            top.places[key] = (key_mark, places)

    def _merge(self, top: _Open, value: Any, places: Places, mark: Any) -> None:
        """`<<: *base`, or a list of such; what is written beside it wins, then the earlier."""
        pieces = [(value, places)]
        if isinstance(value, list):
            pieces = [(item, below[1]) for item, below in zip(value, places, strict=True)]
        for piece, below in pieces:
            if not isinstance(piece, dict) or not isinstance(below, dict):
                self._refuse(mark, "<< takes a mapping", "name the anchor of one")
            top.merges.insert(0, (piece, below))

    # -- refusing

    def _too_deep(self, mark: Any) -> NoReturn:
        too_deep(self.file, mark.line + 1, mark.column + 1)

    def _refuse(self, mark: Any, message: str, hint: str) -> NoReturn:
        raise SourceError(message, Span(self.file, mark.line + 1, mark.column + 1), hint)


def load_yaml(text: str, file: str) -> YamlDocument:
    """The document in a YAML text. Raises SourceError with line and column."""
    return YamlDocument(text, file)


def plain(text: str) -> object:
    """What an unquoted scalar means."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-0123456789":
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            number = float(text)
            return number if math.isfinite(number) and repr(number) == text else text
    return text


def _parser(text: str) -> Any:
    """libyaml's parser, or PyYAML's own where libyaml is missing (twenty times slower)."""
    if not yaml.__with_libyaml__:
        return yaml.SafeLoader(text)
    return importlib.import_module("yaml.cyaml").CParser(text)


def _unreadable(fault: yaml.YAMLError, file: str) -> SourceError:
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    problem = str(getattr(fault, "problem", None) or getattr(fault, "reason", None) or "unreadable")
    place = Span(file, mark.line + 1, mark.column + 1) if mark is not None else Span(file)
    hint = "indent with spaces" if "\\t" in problem or "cannot start any token" in problem else ""
    return SourceError(f"not YAML: {problem}", place, hint)
