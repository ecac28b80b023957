"""What the statements of many policies say, by action and by resource.

Patterns are interned. For an action those that match it are found once; for a resource every prefix
of its ARN is looked up among the literal beginnings of the patterns.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import msgspec

from partywall.access.language.document import parse_document
from partywall.access.language.reading import ACTION, POLICY_KEYS, STATEMENT_KEYS, VERSIONS
from partywall.access.language.records import DEFAULT_VERSION
from partywall.access.patterns import compile_glob, compile_resource, parse_pattern
from partywall.access.rules import solid
from partywall.access.world.documents import Held
from partywall.kernel.errors import SourceError

WILD: Final = ("*", "?", "$")
REMEMBERED: Final = 512
"""Actions whose statements are kept at hand."""

ANY: Final = 0
"""The number of the pattern that matches every resource, and of all that is not looked at."""


class Statements:
    """What the statements of the policies say, by action and by resource; policies are numbers."""

    def __init__(self) -> None:
        self.globs: dict[str, int] = {}
        self.by_service: dict[str, list[int]] = {}
        self.plain: dict[int, list[int]] = {}
        self.negated: list[tuple[int, frozenset[int]]] = []
        self.statements: list[tuple[int, bool, bool, tuple[int, ...]]] = []
        self.patterns: dict[str, int] = {"*": ANY}
        self.texts: list[str] = ["*"]
        self.by_prefix: dict[str, list[int]] = {}
        self.opaque: list[int] = []
        self._actions: dict[str, tuple[dict[int, list[int]], dict[int, list[int]]]] = {}

    def add(self, number: int, held: Held) -> None:
        """Take in a policy."""
        found = _statements(held)
        if found is None:
            self.opaque.append(number)
            return
        for one in found:
            self._add(number, one)

    def _add(self, number: int, one: dict[str, Any]) -> None:
        negated = "Action" not in one
        globs = [self._glob(text) for text in _texts(one.get("NotAction" if negated else "Action"))]
        resources = _texts(one.get("Resource"))
        patterns = tuple([self._pattern(text) for text in resources]) or (ANY,)
        allows = one.get("Effect") == "Allow"
        sure = not one.get("Condition") and bool(resources)
        place = len(self.statements)
        self.statements.append((number, allows, sure, patterns))
        if negated:
            self.negated.append((place, frozenset(globs)))
        else:
            for glob in globs:
                self.plain.setdefault(glob, []).append(place)

    def _glob(self, text: str) -> int:
        lowered = text.lower()
        found = self.globs.get(lowered)
        if found is None:
            found = self.globs[lowered] = len(self.globs)
            service = lowered.partition(":")[0]
            self.by_service.setdefault("*" if "*" in service else service, []).append(found)
        return found

    def _pattern(self, text: str) -> int:
        found = self.patterns.get(text)
        if found is None:
            found = self.patterns[text] = len(self.texts)
            self.texts.append(text)
            self.by_prefix.setdefault(literal_head(text), []).append(found)
        return found

    def seal(self) -> None:
        """Everything has been added."""
        self.names = list(self.globs)
        self.heads = sorted(self.by_prefix)
        self.widths = sorted({len(one) for one in self.heads})

    def of_action(self, action: str) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """For each resource pattern the policies that may allow the action on it, and those that
        surely deny it there."""
        found = self._actions.get(action)
        if found is None:
            found = self._of_action(action)
            if len(self._actions) >= REMEMBERED:
                self._actions.clear()
            self._actions[action] = found
        return found

    def _of_action(self, action: str) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        service = action.partition(":")[0]
        globs = [
            one
            for key in (service, "*")
            for one in self.by_service.get(key, ())
            if _covers(self.names[one], action)
        ]
        matched = frozenset(globs)
        places = {place for one in globs for place in self.plain.get(one, ())}
        places.update(place for place, none_of in self.negated if not none_of & matched)
        allowing: dict[int, list[int]] = {}
        denying: dict[int, list[int]] = {}
        for place in sorted(places):
            number, allows, sure, patterns = self.statements[place]
            if allows or sure:
                into = allowing if allows else denying
                for pattern in patterns:
                    into.setdefault(pattern, []).append(number)
        return allowing, denying

    def on(self, resource: str) -> tuple[list[int], list[int]]:
        """The patterns that may match a resource, and those that surely do; `resource` may be a
        pattern itself, of which none is sure."""
        head = literal_head(resource)
        maybe, sure = [ANY], [ANY]
        plain = head == resource
        for width in self.widths:
            if width > len(head):
                break
            for one in self.by_prefix.get(head[:width], ()):
                matched = _matches(self.texts[one], resource) if plain else None
                if matched is not False:
                    maybe.append(one)
                if matched:
                    sure.append(one)
        if not plain:
            start = bisect_left(self.heads, head)
            while start < len(self.heads) and self.heads[start].startswith(head):
                if len(self.heads[start]) > len(head):
                    maybe += self.by_prefix[self.heads[start]]
                start += 1
        return maybe, sure


def literal_head(pattern: str) -> str:
    """The beginning of a pattern before the first wildcard or variable."""
    return pattern[: min([at for one in WILD if (at := pattern.find(one)) >= 0] or [len(pattern)])]


def _statements(held: Held) -> Iterable[dict[str, Any]] | None:
    """The statements of a policy as they are written; None when anything about it is odd.

    What is odd (an unknown part, a broken grammar, a key that stands twice) only the engine can
    judge, so its holders are always candidates.
    """
    if not held.text:
        return None
    try:
        found = _read(held)
    except (SourceError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not found.keys() <= POLICY_KEYS:
        return None
    if found.get("Version", DEFAULT_VERSION) not in VERSIONS:
        return None
    statements = found.get("Statement")
    if isinstance(statements, dict):
        statements = [statements]
    if not isinstance(statements, list) or not all(map(_is_plain, statements)):
        return None
    return statements


def _read(held: Held) -> object:
    """The JSON of a policy. Raises SourceError or ValueError for what is none."""
    if not held.as_written:
        return msgspec.json.decode(held.text)
    document = parse_document(held.text)
    if document.duplicates:
        raise ValueError("a key is written twice")
    return document.value


def _is_plain(one: object) -> bool:
    """Whether a statement says in the ordinary way what it is about."""
    if not isinstance(one, dict) or one.get("Effect") not in ("Allow", "Deny"):
        return False
    if not one.keys() <= STATEMENT_KEYS:
        return False
    if ("Action" in one) == ("NotAction" in one) or ("Resource" in one) == ("NotResource" in one):
        return False
    if "Principal" in one or "NotPrincipal" in one:
        return False
    named = [one.get("Action", one.get("NotAction")), one.get("Resource", one.get("NotResource"))]
    return all(_texts(value) for value in named) and all(map(_is_action, _texts(named[0])))


@lru_cache(maxsize=65536)
def _is_action(text: str) -> bool:
    return ACTION(text) is not None


def _texts(value: object) -> list[str]:
    """The strings of an element; nothing when it is anything but a string or strings."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    return []


@lru_cache(maxsize=65536)
def _covers(glob: str, action: str) -> bool:
    return compile_glob(solid(parse_pattern(glob))).matches(action)


def _matches(pattern: str, resource: str) -> bool | None:
    """Whether a pattern matches a resource; None when that hangs on more than the text."""
    if "$" in pattern:
        return None
    return compile_resource(solid(parse_pattern(pattern))).matches(resource)
