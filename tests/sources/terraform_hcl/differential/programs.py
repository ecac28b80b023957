"""Terraform programs made of items, each of which knows which others it uses.

So a program that differs can be made small, and one that Terraform refuses can lose the part that
it refuses. What is made here only needs `terraform_data`, which is built into Terraform.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sources.terraform_hcl.differential.kinds import Term, simplest


@dataclass(frozen=True)
class Item:
    """A block, a local, or a value for a variable, in one file of one module.

    `id` is unique: the module's folder, a colon, and what Terraform calls it, as in
    `modules/m1:local.x2`. `terms` are the expressions in its text.
    """

    id: str
    module: str
    text: str
    uses: frozenset[str] = frozenset()
    file: str = "main.tf"
    terms: tuple[Term, ...] = ()

    def simpler(self) -> Iterator[Item]:
        """This item with one expression less: a part in its place, or the simplest value."""
        for term in self._all():
            old = self._spelled(term.text)
            fit = [part.text for part in term.parts if part.kind == term.kind]
            for text in (simplest(term.kind), *fit):
                if len(text) < len(term.text) and old in self.text:
                    changed = self.text.replace(old, self._spelled(text), 1)
                    uses = frozenset(use for use in self.uses if _is_named(use, changed))
                    yield replace(self, text=changed, uses=uses)

    def _spelled(self, text: str) -> str:
        """A part of an expression as it stands in the file."""
        if not self.file.endswith(".json"):
            return text
        return json.dumps(text, ensure_ascii=False)[1:-1]

    def _all(self) -> Iterator[Term]:
        """Every term, the larger before those in it."""
        waiting = list(self.terms)
        while waiting:
            term = waiting.pop(0)
            yield term
            waiting += term.parts

    @property
    def path(self) -> str:
        """The file it stands in."""
        return f"{self.module}/{self.file}" if self.module else self.file


def _is_named(use: str, text: str) -> bool:
    """Whether an item is referred to in a text, as far as its id tells."""
    kind, _, name = use.partition(":")[2].partition(".")
    if kind in ("var", "value", "local", "terraform_data", "module", "output"):
        return re.search(rf"\.{name}\b", text) is not None
    return True


@dataclass(frozen=True)
class Program:
    """Items in the order in which they were made: none uses a later one."""

    items: tuple[Item, ...]

    def files(self) -> dict[str, str]:
        """The text of each file by its path."""
        found: dict[str, list[str]] = {}
        for item in self.items:
            found.setdefault(item.path, []).append(item.text)
        return {
            path: merged(texts) if path.endswith(".json") else "".join(f"{one}\n" for one in texts)
            for path, texts in found.items()
        }

    def without(self, ids: Iterable[str]) -> Program:
        """This program without some items, and without all that uses them."""
        gone = set(ids)
        kept = []
        for item in self.items:
            if item.id in gone or item.uses & gone:
                gone.add(item.id)
            else:
                kept.append(item)
        return Program(tuple(kept))

    def having(self, item: Item) -> Program:
        """This program with an item instead of the one that has its id."""
        return Program(tuple(item if one.id == item.id else one for one in self.items))

    def at(self, path: str, line: int) -> list[str]:
        """The ids of what stands at a line of a file; of all in it, where that is JSON."""
        here = [item for item in self.items if item.path == path]
        if path.endswith(".json"):
            return [item.id for item in here]
        for item in here:
            line -= item.text.count("\n") + 1
            if line <= 0:
                return [item.id]
        return []


def merged(texts: Iterable[str]) -> str:
    """Objects as JSON, written as one; objects under a key that several have are written as one."""
    whole: dict[str, Any] = {}
    for text in texts:
        _merge(whole, json.loads(text))
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _merge(whole: dict[str, Any], more: dict[str, Any]) -> None:
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(whole.get(name), dict):
            _merge(whole[name], value)
        else:
            whole[name] = value
