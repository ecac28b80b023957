"""Fn::ForEach written out: one copy of its body for each item of its collection.

Source: CloudFormation Template Reference, "Fn::ForEach", read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from partywall.kernel.unknown import Path
from partywall.sources.cloudformation.resolver import Resolver
from partywall.sources.cloudformation.scope import Declared, Scope
from partywall.sources.cloudformation.text import spelled

LOOP: Final = "Fn::ForEach::"
MAX_COPIES: Final = 5_000
"""CloudFormation takes 500 resources a template; far more copies than that are not made."""

_OTHER_THAN_WORD: Final = re.compile(r"[^A-Za-z0-9]")


class _TooMany(Exception):
    pass


def expand_loops(scope: Scope) -> None:
    """Replace every loop in Resources, Conditions and Outputs by its copies."""
    Expander(scope).run()


class Expander:
    """Expands the loops of one stack, within a budget of copies."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._resolver = Resolver(scope)
        self._left = MAX_COPIES

    def run(self) -> None:
        """Expand all sections; a loop that cannot be expanded becomes a remark."""
        template = self._scope.template
        template.conditions = self._section("Conditions", template.conditions)
        template.outputs = self._section("Outputs", template.outputs)
        resources: dict[str, Declared] = {}
        for name, declared in template.resources.items():
            if not name.startswith(LOOP):
                declared.body = self._body(name, declared.body, declared.path)
                resources[name] = declared
                continue
            for key, body, path in self._loop(name, declared.body.get(name), ("Resources",)):
                if isinstance(body, dict):
                    resources[key] = Declared(body, path)
        template.resources = resources

    def _section(self, title: str, section: dict[str, object]) -> dict[str, object]:
        made: dict[str, object] = {}
        for name, value in section.items():
            if name.startswith(LOOP):
                made.update((key, body) for key, body, _ in self._loop(name, value, (title,)))
            else:
                made[name] = value
        return made

    def _body(self, name: str, body: Any, path: Path) -> Any:
        """A resource's body with the loops inside it expanded."""
        if isinstance(body, list):
            return [self._body(name, item, path) for item in body]
        if not isinstance(body, dict):
            return body
        made: dict[str, object] = {}
        for key, item in body.items():
            if key.startswith(LOOP):
                made.update((one, value) for one, value, _ in self._loop(key, item, path))
            else:
                made[key] = self._body(name, item, path)
        return made

    def _loop(self, name: str, loop: object, path: Path) -> list[tuple[str, object, Path]]:
        """Key, value and source path of every copy; none, with a remark, when it cannot be."""
        try:
            return list(self._copies(name, loop, path))
        except _TooMany:
            self._give_up(name, path, f"makes more than {MAX_COPIES:,} copies", "make fewer")
        except ValueError as fault:
            self._give_up(name, path, str(fault), "give its parameter a value")
        return []

    def _give_up(self, name: str, path: Path, why: str, hint: str) -> None:
        where = self._scope.template.place((*path, name))
        message = f"{name} {why}; what it makes is not checked"
        self._scope.remarks.make("error", message, where, hint)

    def _copies(self, name: str, loop: object, path: Path) -> Iterator[tuple[str, object, Path]]:
        match loop:
            case [str(identifier), collection, dict(body)]:
                items = self._resolver.value(collection)
            case _:
                raise ValueError("is not a list of identifier, collection and body")
        if not isinstance(items, list) or not all(isinstance(one, str | int) for one in items):
            raise ValueError("runs over a collection that is not known")
        for item in items:
            fill = _filler(identifier, spelled(item))
            for key, value in body.items():
                self._left -= 1
                if self._left < 0:
                    raise _TooMany
                copy, below = _filled(value, identifier, fill), (*path, name, 2)
                if key.startswith(LOOP):
                    yield from self._copies(key, copy, below)
                else:
                    yield fill(key), self._body(name, copy, below), (*below, key)


def _filler(identifier: str, item: str) -> Callable[[str], str]:
    """Puts an item for `${X}`, and for `&{X}` the item without what is no letter or digit."""
    plain = _OTHER_THAN_WORD.sub("", item)
    whole, bare = "${" + identifier + "}", "&{" + identifier + "}"
    return lambda text: text.replace(whole, item).replace(bare, plain)


def _filled(value: Any, identifier: str, fill: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return fill(value)
    if isinstance(value, list):
        return [_filled(item, identifier, fill) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("Ref") == identifier and len(value) == 1:
        return fill("${" + identifier + "}")
    return {fill(key): _filled(item, identifier, fill) for key, item in value.items()}
