"""A Terraform plan of any size, the same bytes for the same size and seed.

A plan is many *stacks* (a network, a service, a set of buckets …), each cut from a real plan by
`shape.py` and written under its own name, with its own number of instances and its own settings.
The order of everything is Terraform's, and only one resource is in memory at a time.

Every plan is of a new estate: its actions are `create`, and `read` for deferred data sources.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import TextIO

import shape
from shape import SHAPES, Piece, Shape

WRITTEN_AT = "2026-01-01T00:00:00Z"

FILLER = "queue"
STACKS = {"network": 2, "web": 5, "functions": 3, "storage": 4, "machines": 3, "identity": 1}
INSTANCES = {
    "network": (3, 3),
    "web": (2, 5),
    "functions": (2, 8),
    "storage": (2, 9),
    "machines": (1, 8),
    "identity": (1, 6),
}
WORDS = ("billing", "cart", "claims", "ledger", "media", "orders", "prices", "search", "users")
KEYS = (
    "archive", "audit", "batch", "cache", "daily", "events", "exports", "feeds", "images",
    "imports", "index", "jobs", "mails", "metrics", "outbox", "replay", "uploads", "work",
)  # fmt: skip


@dataclass(frozen=True)
class Stack:
    """One shape under a name of its own, with the keys of its instances, sorted."""

    cut: Shape
    stem: str
    keys: tuple[str, ...]
    seed: int

    @property
    def size(self) -> int:
        return self.cut.single + self.cut.repeated * len(self.keys)

    def write(self, pieces: Iterable[Piece]) -> Iterator[str]:
        """Each piece once, or once for each key where it belongs to an instance."""
        for piece in pieces:
            for key in self.keys if piece.per_instance else ("",):
                yield piece.fill(self.seed, self.stem, key)

    def write_pairs(self, members: Iterable[tuple[Piece, Piece]]) -> Iterator[str]:
        for name, value in members:
            yield f"{name.fill(self.seed, self.stem, '')}:{value.fill(self.seed, self.stem, '')}"

    def write_modules(self) -> Iterator[str]:
        """The child modules of the planned values, all the resources of one instance together."""
        for address, pieces in self.cut.modules.items():
            for key in self.keys:
                inside = ",".join(piece.fill(self.seed, self.stem, key) for piece in pieces)
                where = Piece.of(address).fill(self.seed, self.stem, key)
                yield f'{{"resources":[{inside}],"address":{where}}}'

    def write_module_changes(self) -> Iterator[str]:
        for key in self.keys:
            for piece in self.cut.module_changes:
                yield piece.fill(self.seed, self.stem, key)


@dataclass(frozen=True)
class Estate:
    """Stacks sorted by name, and the shapes they were cut from."""

    shapes: dict[str, Shape]
    stacks: list[Stack]

    @classmethod
    def of(cls, resources: int, seed: int) -> Estate:
        """Stacks drawn until they hold exactly `resources` managed resources.

        One that would hold too many gives way to a stack of one resource.
        """
        shapes = {name: Shape.read(SHAPES / name) for name in (*STACKS, FILLER)}
        random = Random(seed)
        stacks: list[Stack] = []
        left = resources
        while left:
            kind = random.choices(list(STACKS), weights=list(STACKS.values()))[0]
            stem = f"{random.choice(WORDS)}{len(stacks):05d}"
            keys = tuple(sorted(random.sample(KEYS, random.randint(*INSTANCES[kind]))))
            stack = Stack(shapes[kind], stem, keys, seed)
            if stack.size > left:
                stack = Stack(shapes[FILLER], stem, (), seed)
            stacks.append(stack)
            left -= stack.size
        return cls(shapes, sorted(stacks, key=lambda stack: stack.stem))

    @property
    def provider(self) -> str:
        """JSON of `provider_config`: the shapes share one, and so does a plan of nothing."""
        return self.shapes[FILLER].provider.fill(0, "", "")

    @cached_property
    def kinds(self) -> list[str]:
        """Every type of the root modules, data sources last, each group by name."""
        kinds = {kind for shape in self.shapes.values() for kind in shape.resources}
        return sorted(kinds, key=lambda kind: (kind.startswith("data."), kind))

    def each(self, pick: Callable[[Stack], Iterable[str]]) -> Iterator[str]:
        for stack in self.stacks:
            yield from pick(stack)

    def each_kind(self, section: str, kinds: Iterable[str]) -> Iterator[str]:
        """One section's root resources in Terraform's order: type, then stack, then name."""
        for kind in kinds:
            for stack in self.stacks:
                yield from stack.write(getattr(stack.cut, section).get(kind, ()))

    def outputs(self, section: str) -> Iterator[str]:
        return self.each(lambda stack: stack.write_pairs(stack.cut.outputs[section]))

    def changes(self) -> Iterator[str]:
        """Here, unlike in the other sections, Terraform prints data sources first."""
        yield from self.each_kind("changes", sorted(self.kinds, key=lambda k: k[:5] != "data."))
        yield from self.each(Stack.write_module_changes)


class Writer:
    """JSON as it comes; `between` stands between the elements of the long lists."""

    def __init__(self, out: TextIO, lines: bool) -> None:
        self.out = out
        self.between = ",\n" if lines else ","

    def text(self, text: str) -> None:
        self.out.write(text)

    def filled(self, opening: str, elements: Iterable[str], closing: str) -> None:
        self.out.write(opening)
        first = True
        for element in elements:
            if not first:
                self.out.write(self.between)
            self.out.write(element)
            first = False
        self.out.write(closing)


def write(out: TextIO, estate: Estate, lines: bool = False) -> None:
    """The plan of an estate stands in `out`, on one line unless `lines`.

    A plan of nothing is written as Terraform does it: without the sections that would be empty.
    """
    writer = Writer(out, lines)
    writer.text('{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{')
    if estate.stacks:
        write_resources(writer, estate)
    else:
        writer.text(f'"root_module":{{}}}},"configuration":{{"provider_config":{estate.provider},')
        writer.text('"root_module":{}}')
    applyable = "true" if estate.stacks else "false"
    writer.text(f',"timestamp":"{WRITTEN_AT}","applyable":{applyable},')
    writer.text('"complete":true,"errored":false}\n')


def write_resources(writer: Writer, estate: Estate) -> None:
    """Everything between the version and the time, in the order of `terraform show`."""
    writer.filled('"outputs":{', estate.outputs("planned"), "},")
    values = estate.each_kind("values", estate.kinds)
    writer.filled('"root_module":{"resources":[', values, '],"child_modules":[')
    writer.filled("", estate.each(Stack.write_modules), "]}}")
    writer.filled(',"resource_changes":[', estate.changes(), "]")
    writer.filled(',"output_changes":{', estate.outputs("changes"), "}")
    writer.text(',"prior_state":{"format_version":"1.0","terraform_version":"1.11.4","values":')
    prior = estate.each(lambda stack: stack.write(stack.cut.prior))
    writer.filled('{"root_module":{"resources":[', prior, "]}}}")
    writer.text(f',"configuration":{{"provider_config":{estate.provider},"root_module":{{')
    writer.filled('"outputs":{', estate.outputs("configured"), "}")
    resources = estate.each_kind("resources", estate.kinds)
    writer.filled(',"resources":[', resources, "]")
    calls = estate.each(lambda stack: stack.write_pairs(stack.cut.calls))
    writer.filled(',"module_calls":{', calls, "}}}")
    relevant = estate.each(lambda stack: stack.write(stack.cut.relevant))
    writer.filled(',"relevant_attributes":[', relevant, "]")


def fingerprint() -> str:
    """Changes whenever the generator or one of its shapes does."""
    digest = hashlib.sha256()
    for path in (Path(__file__), Path(shape.__file__), *sorted(SHAPES.glob("*/plan.json"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a Terraform plan of a given size.")
    parser.add_argument("resources", type=int, help="how many managed resources")
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lines", action="store_true", help="one resource a line")
    wanted = parser.parse_args()
    with wanted.file.open("w", encoding="utf-8", newline="\n") as out:
        write(out, Estate.of(wanted.resources, wanted.seed), wanted.lines)


if __name__ == "__main__":
    main()
