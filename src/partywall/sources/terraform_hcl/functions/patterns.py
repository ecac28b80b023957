"""Functions with regular expressions, in RE2's syntax and with its guarantee: linear in the text.

Source: Terraform documentation, "regex Function", "regexall Function" and "replace Function", read
2026-11-23; Go's documentation of `regexp` for `$name` in replacements, read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import STRING
from partywall.sources.terraform.values import (
    Failure,
    ListValue,
    PartialText,
    partial_text,
    unknown_from,
)
from partywall.sources.terraform_hcl.functions.registry import function
from partywall.sources.terraform_hcl.functions.texts import LONGEST, between, bounded, changed

MOST_MATCHES: Final = 100_000
"""With more matches than this in one text, some seconds' work, none is followed."""

_REFERENCE: Final = re.compile(r"\$(?:(\$)|\{(\w+)\}|(\w+))")
_ANY_BYTE: Final = re.compile(r"(?<!\\)(?:\\\\)*\\C")
_NAMED: Final = re.compile(r"\(\?P?<")


def _beyond() -> Unknown:
    """What a pattern gives that Terraform takes, but RE2 finds too large or reads otherwise."""
    return Unknown("the regular expression is beyond what we can search", present=True)


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> Any:
    """The pattern, ready to search; `Unknown` for one whose meaning to Terraform we cannot tell.

    Raises Failure when it is no regular expression.
    """
    import re2

    options = re2.Options()
    options.log_errors = False
    if _ANY_BYTE.search(pattern):
        raise Failure("this is no regular expression")
    try:
        found = re2.compile(pattern, options)
    except re2.error as error:
        if "too large" in str(error):
            return _beyond()
        raise Failure("this is no regular expression") from None
    names = found.groupindex
    if not all(name.isascii() for name in names):
        raise Failure("this is no regular expression")
    if 0 < len(names) < found.groups:
        if len(_NAMED.findall(pattern)) >= found.groups:
            return _beyond()
        raise Failure("either all groups have names or none")
    return found


@function("regex", STRING, STRING, unknowns="all", present=False)
def regex(pattern: str | Unknown, text: str | Unknown) -> Any:
    """The first match: its text, a tuple of its groups, or an object of its named groups."""
    found = compiled(pattern) if isinstance(pattern, str) else pattern
    if isinstance(found, Unknown) or isinstance(text, Unknown):
        return unknown_from((found, text), present=True)
    match = found.search(text)
    if match is None:
        raise Failure("the regular expression matches nothing")
    return _shaped(found, match)


@function("regexall", STRING, STRING, unknowns="all")
def regexall(pattern: str | Unknown, text: str | Unknown) -> Any:
    """Every match, none overlapping another, as `regex` gives one."""
    found = compiled(pattern) if isinstance(pattern, str) else pattern
    if isinstance(found, Unknown) or isinstance(text, Unknown):
        return unknown_from((found, text), present=True)
    return ListValue(_shaped(found, match) for match in _all(found, text))


def _shaped(found: Any, match: Any) -> Any:
    if found.groupindex:
        return {name: _normal(match.group(name)) for name in found.groupindex}
    if found.groups:
        return [_normal(one) for one in match.groups()]
    return _normal(match.group())


def _normal(text: str | None) -> str | None:
    return None if text is None else bounded(text)


def _matches(found: Any, text: str) -> Iterator[Any]:
    """The matches, one after the other. Raises Failure when there are too many to follow."""
    for count, match in enumerate(found.finditer(text)):
        if count >= MOST_MATCHES:
            raise Failure(f"more than {MOST_MATCHES} matches are not followed")
        yield match


def _all(found: Any, text: str) -> Iterator[Any]:
    """The matches; an empty one right after another does not count."""
    at, before = 0, -1
    for match in _matches(found, text):
        first, end = match.span()
        if end != at or first != before:
            yield match
        at = end + (end == at)
        before = end


@function("replace", STRING, STRING, STRING, unknowns="all", gives=STRING)
def replace(text: Any, part: Any, by: Any) -> str | Unknown:
    """The text with every occurrence of a part replaced; the part may be a pattern, `/…/`."""
    if isinstance(part, Unknown):
        return unknown_from((text, part, by), present=True)
    if len(part) > 1 and part[0] == part[-1] == "/":
        pattern = compiled(part[1:-1])
        if isinstance(pattern, Unknown):
            return pattern
        return changed(text, lambda known: _replaced(pattern, known, by), by)
    if isinstance(by, Unknown) and isinstance(text, str) and part and part in text:
        return partial_text(between(by, text.split(part)))
    if isinstance(by, str) and isinstance(text, PartialText) and len(part) == 1:
        return partial_text(
            changed(one, lambda known: known.replace(part, by)) for one in text.parts
        )
    return changed(text, lambda known: _substituted(known, part, by), by)


def _substituted(text: str, part: str, by: str) -> str:
    if len(text) + (text.count(part) + 1) * max(0, len(by) - len(part)) > LONGEST:
        raise Failure("this makes a text that is too long")
    return text.replace(part, by)


def _replaced(pattern: Any, text: str, by: str) -> str:
    """The text with every match replaced; an empty one right after another is not."""
    expand = _expansion(by)
    made: list[str] = []
    end = size = 0
    for match in _matches(pattern, text):
        first, last = match.span()
        made.append(text[end:first])
        if last > end or first == 0:
            made.append(expand(match))
            size += len(made[-1])
        end = last
        if size > LONGEST:
            raise Failure("this makes a text that is too long")
    made.append(text[end:])
    return "".join(made)


def _expansion(template: str) -> Callable[[Any], str]:
    """What makes the replacement of a match: `$1`, `$name`, `${name}` stand for its groups."""
    if "$" not in template:
        return lambda match: template

    def group(match: Any, name: str) -> str:
        if name.isascii() and name.isdigit():
            place = int(name) if len(name) < 9 and (name == "0" or name[0] != "0") else -1
            return match.group(place) or "" if 0 <= place <= len(match.groups()) else ""
        return match.groupdict().get(name) or ""

    def expand(match: Any) -> str:
        return _REFERENCE.sub(
            lambda found: "$" if found[1] else group(match, found[2] or found[3]), template
        )

    return expand
