"""YAML documents as values, by Terraform's rules for scalars.

The rules lie between YAML 1.1 and 1.2: `yes` is true, `0777` is 777, `1_000` is text.

Source: Terraform documentation, "yamldecode Function", read 2026-11-23; the answers of Terraform
1.11 in the table of tests.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import as_number, as_text
from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.functions.dates import stamp_of
from partywall.sources.terraform_hcl.functions.encoding import decoded
from partywall.sources.terraform_hcl.functions.texts import bounded

MOST_NODES: Final = 1_000_000
"""Values in one document, those behind an alias counted each time."""

DEEPEST: Final = 500
"""Brackets in brackets; the time that PyYAML takes grows with the square of it."""

_BRACKET: Final = re.compile(r"[\[\]{}]")
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
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def read_yaml(text: str) -> Any:
    """The value that a YAML document spells. Raises Failure when it is none."""
    if _depth_of_brackets(text) > DEEPEST:
        return Unknown("this YAML is nested too deeply to be followed")
    try:
        root = Loader(text).get_single_node()
    except (yaml.YAMLError, ValueError, OverflowError):
        if "\t" in text:
            return Unknown("Terraform may read the tabs of this YAML")
        raise Failure("this text is no YAML") from None
    if root is None:
        raise Failure("this text holds no YAML document")
    return _Builder().built(root)


def _depth_of_brackets(text: str) -> int:
    """How deep brackets are nested at most, those in texts and comments counted as well."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(text):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


class Loader(yaml.BaseLoader):
    """A reader that leaves the type of a scalar without a tag open: "?" plain, "!" quoted."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        if kind is yaml.ScalarNode:
            return "?" if implicit[0] else "!"
        return _PREFIX + ("seq" if kind is yaml.SequenceNode else "map")

    def process_directives(self) -> Any:
        found = super().process_directives()  # type: ignore[no-untyped-call]
        if self.yaml_version not in (None, (1, 1)):
            raise yaml.YAMLError
        return found


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
        return as_number(text)
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
