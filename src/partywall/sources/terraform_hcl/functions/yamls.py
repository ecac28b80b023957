"""`yamlencode` and `yamldecode`, in the dialect of Terraform's.

It reads scalars by rules between YAML 1.1 and 1.2: `yes` is true, `0777` is 777, `1_000` is text.

Source: Terraform documentation, "yamlencode Function" and "yamldecode Function", read 2026-11-23;
the answers of Terraform 1.11 in the table of tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform_hcl.functions.dates import stamp_of
from partywall.sources.terraform_hcl.functions.encoding import decoded
from partywall.sources.terraform_hcl.functions.registry import function
from partywall.sources.terraform_hcl.functions.texts import bounded
from partywall.sources.terraform_hcl.types import ANY, STRING, as_text
from partywall.sources.terraform_hcl.values import EXACT, Failure, Lazy, number

LONGEST_READ: Final = 2 * 1024 * 1024
"""Characters of the longest YAML that is read; the reader makes some 300 kB/s."""

MOST_NODES: Final = 1_000_000
"""Values in one document, those behind an alias counted each time."""

_CONSTANTS: Final[dict[str, Any]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(
        ("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y"), True
    ),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), False),
    **dict.fromkeys(("n", "N"), False),
}
_NUMBER: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_RADIX: Final = re.compile(r"0o([0-7]+)|0x([0-9a-fA-F]+)")
_INFINITY: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_NAN: Final = (".nan", ".NaN", ".NAN")
_MOMENT: Final = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:([Tt ])([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\.[0-9]*)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_PREFIX: Final = "tag:yaml.org,2002:"
_LONGEST_NAME: Final = 128
_KEPT: Final = re.compile(r"\|[0-9]?\+")
_SPECIAL: Final = re.compile("[\x85\ufeff\U00010000-\U0010ffff]")
_PRINTED: Final = re.compile("[ !#-\\[\\]-~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@function("yamlencode", ANY, nulls=True, gives=STRING)
def yamlencode(value: Any) -> str:
    """A value as YAML: block style, names sorted, every text in quotes."""
    import yaml

    text = str(yaml.emit(_events(value), Dumper=_writer(yaml), allow_unicode=True))
    if _KEPT.match(text):
        text = text.removesuffix("...\n")
    return bounded(text.removeprefix("--- "))


def _writer(yaml: Any) -> Any:
    """The emitter, with two ways of Terraform's own: any short name is simple, lines are folded."""

    class Writer(yaml.Dumper):  # type: ignore[misc]
        def check_simple_key(self) -> bool:
            text = self.event.value
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
                    self.write_raw(letter if _PRINTED.match(letter) else _escaped(yaml, letter))
            self.write_indicator('"', False)

        def write_raw(self, data: str) -> None:
            self.column += len(data)
            self.stream.write(data)

    return Writer


def _escaped(yaml: Any, letter: str) -> str:
    short = yaml.Dumper.ESCAPE_REPLACEMENTS.get(letter)
    if short and letter != "\xa0":
        return f"\\{short}"
    code = ord(letter)
    return (
        f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}" if code < 65536 else f"\\U{code:08X}"
    )


def _events(value: Any) -> Iterator[Any]:
    import yaml

    yield yaml.StreamStartEvent()
    yield yaml.DocumentStartEvent(explicit=False)
    yield from _value_events(value)
    yield yaml.DocumentEndEvent(explicit=False)
    yield yaml.StreamEndEvent()


def _value_events(value: Any) -> Iterator[Any]:
    import yaml

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
    import yaml

    style = "|" if "\n" in text and not _SPECIAL.search(text) else '"'
    return yaml.ScalarEvent(None, None, (False, True), text, style=style)


@function("yamldecode", STRING, present=False)
def yamldecode(text: str) -> Any:
    """The value that a YAML document spells."""
    if len(text) > LONGEST_READ:
        return Unknown("this YAML is too long to read")
    import yaml

    try:
        root = _loader(yaml, text).get_single_node()
    except (yaml.YAMLError, ValueError, OverflowError):
        if "\t" in text:
            return Unknown("Terraform may read the tabs of this YAML")
        raise Failure("this text is no YAML") from None
    if root is None:
        raise Failure("this text holds no YAML document")
    return _Builder().built(root)


def _loader(yaml: Any, text: str) -> Any:
    """A reader that leaves the type of a scalar without a tag open: "?" plain, "!" quoted."""

    class Loader(yaml.BaseLoader):  # type: ignore[misc]
        def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
            if kind is yaml.ScalarNode:
                return "?" if implicit[0] else "!"
            return _PREFIX + ("seq" if kind is yaml.SequenceNode else "map")

        def process_directives(self) -> Any:
            found = super().process_directives()
            if self.yaml_version not in (None, (1, 1)):
                raise yaml.YAMLError
            return found

    return Loader(text)


class _Builder:
    """Makes values of nodes."""

    def __init__(self) -> None:
        self.made: dict[int, tuple[Any, int]] = {}
        self.open: set[int] = set()
        self.count = 0

    def built(self, node: Any) -> Any:
        """The value of a node; one behind an alias is made once, and counted each time."""
        key = id(node)
        if key in self.made:
            value, size = self.made[key]
            self.counted(size)
            return value
        if key in self.open:
            raise Failure("a YAML document must not hold itself")
        self.open.add(key)
        before = self.count
        self.counted(1)
        value = self.fresh(node)
        self.made[key] = (value, self.count - before)
        self.open.discard(key)
        return value

    def counted(self, size: int) -> None:
        self.count += size
        if self.count > MOST_NODES:
            raise Failure("this YAML document is too large")

    def fresh(self, node: Any) -> Any:
        word = node.tag.removeprefix(_PREFIX)
        if node.id == "scalar":
            return scalar(node.value, word, node.style)
        if word != {"sequence": "seq", "mapping": "map"}[node.id]:
            raise Failure("a tag of this YAML document means nothing to Terraform")
        if node.id == "sequence":
            return [self.built(one) for one in node.value]
        made: dict[str, Any] = {}
        for name, value in node.value:
            if name.id == "scalar" and name.value == "<<" and name.tag in ("?", "!"):
                inner = self.built(value)
                if not isinstance(inner, dict):
                    raise Failure("only a mapping can be merged")
                made.update(inner)
            else:
                made[_name(self.built(name))] = self.built(value)
        return made


def _name(value: Any) -> str:
    if value is None or isinstance(value, list | dict | Unknown):
        raise Failure("a name in YAML must be a text")
    return str(as_text(value))


def scalar(text: str, word: str, style: str | None) -> Any:
    """The value of a scalar; `word` is its tag, "?" when it has none and is plain, "!" when quoted.

    Raises Failure when its tag does not fit it.
    """
    if _SURROGATE.search(text):
        raise Failure("half a surrogate pair is no character")
    text = bounded(text)
    if word == "str":
        return text
    if word == "binary":
        decoded(text)
        return text
    if word == "!" and style:
        return text
    if word not in _OPEN_TAGS:
        raise Failure("a tag of this YAML document means nothing to Terraform")
    if word != "?" and (style or "_" in text):
        return Unknown("a tag on this YAML scalar that we do not follow")
    if word == "null":
        return None
    found = _plain(text)
    stays_text = isinstance(found, str) and (word != "timestamp" or _moment(text) is None)
    if stays_text and word != "?":
        raise Failure("a tag of this YAML document does not fit its value")
    return found


_OPEN_TAGS: Final = ("?", "null", "bool", "int", "float", "timestamp")


def _plain(text: str) -> Any:
    """The value of a plain scalar without a tag."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "+-.0123456789":
        return text
    if radix := _RADIX.fullmatch(text):
        return int(radix[1], 8) if radix[1] else int(radix[2], 16)
    if _NUMBER.fullmatch(text):
        return number(EXACT.create_decimal(text))
    if _INFINITY.fullmatch(text):
        return Unknown("infinity", present=True)
    if text in _NAN:
        raise Failure("Terraform has no number for NaN")
    return _moment(text) or text


def _moment(text: str) -> str | None:
    """A timestamp of YAML in RFC 3339; None for other texts."""
    found = _MOMENT.fullmatch(text)
    if found is None or (found[4] == " " and found[8]) or (found[4] in ("T", "t") and not found[8]):
        return None
    parts = [part.zfill(2) for part in found.group(2, 3)]
    clock = ":".join((part or "0").zfill(2) for part in found.group(5, 6, 7))
    try:
        return stamp_of(f"{found[1]}-{'-'.join(parts)}T{clock}{found[8] or 'Z'}").text()
    except Failure:
        return None
