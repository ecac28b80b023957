"""Values as YAML, laid out as Terraform lays it out.

Source: Terraform documentation, "yamlencode Function", read 2026-11-23; the answers of Terraform
1.11 in the table of tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from partywall.sources.terraform.types import as_text
from partywall.sources.terraform.values import Lazy

_LONGEST_NAME: Final = 128
"""Bytes of the longest name that stands on one line with its value."""

_KEPT: Final = re.compile(r"\|[0-9]?\+")
_SPECIAL: Final = re.compile("[\x85\ufeff\U00010000-\U0010ffff]")
_PRINTED: Final = re.compile("[ !#-\\[\\]-~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]")


def yaml_text(value: Any) -> str:
    """A known value as YAML: in blocks, names sorted, every text in quotes."""
    text = str(yaml.emit(_events(value), Dumper=Writer, allow_unicode=True))
    if _KEPT.match(text):
        text = text.removesuffix("...\n")
    return text.removeprefix("--- ")


class Writer(yaml.Dumper):
    """The emitter, with two ways of Terraform's: any short name is simple, and lines are folded."""

    def check_simple_key(self) -> bool:
        text: str = self.event.value  # type: ignore[union-attr]
        return "\n" not in text and len(text.encode()) <= _LONGEST_NAME

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        self.write_indicator('"', True)
        last, after_space = len(text) - 1, False
        for place, letter in enumerate(text):
            folds = letter == " " and split and not after_space and 0 < place < last
            after_space = letter == " "
            if folds and self.column > self.best_width:
                self.write_indent()
                self.write_raw("\\" if text[place + 1] == " " else "")
            else:
                self.write_raw(letter if _PRINTED.match(letter) else _escaped(letter))
        self.write_indicator('"', False)

    def write_raw(self, data: str) -> None:
        self.column += len(data)
        self.stream.write(data)


def _escaped(letter: str) -> str:
    short = yaml.Dumper.ESCAPE_REPLACEMENTS.get(letter)
    if short and letter != "\xa0":
        return f"\\{short}"
    code = ord(letter)
    if code < 0x10000:
        return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}"
    return f"\\U{code:08X}"


def _events(value: Any) -> Iterator[Any]:
    yield yaml.StreamStartEvent()
    yield yaml.DocumentStartEvent(explicit=False)
    yield from _value_events(value)
    yield yaml.DocumentEndEvent(explicit=False)
    yield yaml.StreamEndEvent()


def _value_events(value: Any) -> Iterator[Any]:
    if isinstance(value, Lazy):
        value = value.whole()
    if isinstance(value, list):
        yield yaml.SequenceStartEvent(None, None, True, flow_style=not value)
        for one in value:
            yield from _value_events(one)
        yield yaml.SequenceEndEvent()
    elif isinstance(value, dict):
        yield yaml.MappingStartEvent(None, None, True, flow_style=not value)
        for name in sorted(value):
            yield _text_event(name)
            yield from _value_events(value[name])
        yield yaml.MappingEndEvent()
    elif isinstance(value, str):
        yield _text_event(value)
    else:
        text = "null" if value is None else as_text(value)
        yield yaml.ScalarEvent(None, None, (True, False), text)


def _text_event(text: str) -> Any:
    """A text of several lines as a block of them, where it can be one; else in quotes."""
    style = "|" if "\n" in text and not _SPECIAL.search(text) else '"'
    return yaml.ScalarEvent(None, None, (False, True), text, style=style)
