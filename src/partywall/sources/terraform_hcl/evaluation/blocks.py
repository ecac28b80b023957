"""What stands in a block, as values: arguments by name, nested blocks as lists of objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Protocol

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import word_for
from partywall.sources.terraform.values import Failure, Lazy, SetValue, unknown_from
from partywall.sources.terraform_hcl.evaluation.expressions import value_of
from partywall.sources.terraform_hcl.evaluation.run import BLOCK, MOST_INSTANCES
from partywall.sources.terraform_hcl.evaluation.surroundings import Here
from partywall.sources.terraform_hcl.syntax import Block, Body, Constant, Expr, SourceFile, Tuple

META: Final = frozenset(
    {"count", "for_each", "provider", "depends_on", "lifecycle", "connection", "provisioner"}
)
"""What Terraform itself understands in a resource block; in nested blocks these are plain names."""

_ALL: Final[frozenset[str]] = frozenset()


class Written(Protocol):
    """An expression under a name: an argument, or a local value."""

    @property
    def value(self) -> Expr:
        """The expression."""

    @property
    def at(self) -> int:
        """Where the name stands."""

    @property
    def file(self) -> SourceFile | None:
        """The file, where it is another than that of its block."""


def settled(written: Written, here: Here, subject: str = "") -> Any:
    """The value; where Terraform would refuse it, an Unknown that says why, and a remark."""
    try:
        return value_of(written.value, here)
    except Failure as failure:
        why, at = failure.message, failure.at if failure.at >= 0 else written.at
    except RecursionError:
        why, at = "this is nested too deeply to be worked out", written.at
    here.module.run.fault(why, (written.file or here.file).span(at), subject)
    return Unknown(why)


def written_in(body: Body) -> frozenset[str]:
    """The names of all arguments and blocks that somebody wrote, those of `dynamic` included."""
    return frozenset((*body.attributes, *map(_makes, body.blocks))) - META


def is_constant(body: Body) -> bool:
    """Whether nothing that is written in it refers to anything, or calls a function."""
    return all(_holds_constants(one.value) for one in body.attributes.values()) and all(
        block.type != "dynamic" and is_constant(block.body) for block in body.blocks
    )


def _holds_constants(expr: Expr) -> bool:
    if type(expr) is Tuple:
        return all(_holds_constants(one) for one in expr.items)
    return type(expr) is Constant


def values_in(
    body: Body, here: Here, subject: str = "", but: frozenset[str] = _ALL
) -> dict[str, Any]:
    """All arguments and nested blocks, but for these names. A block of which it is not known how
    often it stands there is an `Unknown` of `many` in its list."""
    values: dict[str, Any] = {}
    for name, attribute in body.attributes.items():
        if name not in but:
            expr = attribute.value
            if type(expr) is Constant:
                values[name] = expr.value
            else:
                values[name] = settled(attribute, here, subject)
    for block in body.blocks:
        name = _makes(block)
        if name not in but:
            values.setdefault(name, []).extend(_occurrences(block, here, subject))
    return values


def blocks_named(name: str, body: Body, here: Here, subject: str = "") -> list[Any]:
    """The nested blocks of one name, static and dynamic, in order."""
    return [
        one
        for block in body.blocks
        if _makes(block) == name
        for one in _occurrences(block, here, subject)
    ]


def _makes(block: Block) -> str:
    """The name of the blocks that a block is, or makes."""
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type


def _occurrences(block: Block, here: Here, subject: str) -> list[Any]:
    if block.type == "dynamic" and block.labels:
        return list(_dynamic(block, here, subject))
    return [values_in(block.body, here, subject)]


def _dynamic(block: Block, here: Here, subject: str) -> Iterator[Any]:
    """The blocks that a `dynamic` block makes."""
    content, over = block.body.first("content"), block.body.attributes.get("for_each")
    if content is None or over is None:
        here.module.run.fault(
            "a dynamic block needs for_each and content", here.file.span(block.at), subject
        )
        yield Unknown("a dynamic block that is not whole", many=True)
        return
    collection = settled(over, here, subject)
    entries = _entries(collection)
    if isinstance(entries, Unknown):
        found = unknown_from([entries])
        yield Unknown(found.why, found.refs, many=True)
        return
    crowd = _crowd(len(entries), here)
    if crowd:
        here.module.run.fault(crowd, here.file.span(block.at), subject)
        yield Unknown(crowd, many=True)
        return
    iterator = _iterator(block)
    for key, value in entries:
        inner = here.with_names({iterator: {"key": key, "value": value}})
        yield values_in(content.body, inner, subject)


def _crowd(count: int, here: Here) -> str:
    """Why the blocks are not looked at one by one; "" when they can be."""
    if count > MOST_INSTANCES:
        return f"{count:,} blocks are too many to look at each"
    try:
        here.module.run.step(count * BLOCK)
    except Failure as failure:
        return failure.message
    return ""


def _entries(collection: Any) -> list[tuple[Any, Any]] | Unknown:
    if isinstance(collection, Lazy):
        collection = collection.whole()
    if isinstance(collection, Unknown):
        return collection
    if isinstance(collection, dict):
        return sorted(collection.items())
    if isinstance(collection, SetValue):
        return [(one, one) for one in collection]
    if isinstance(collection, list):
        return list(enumerate(collection))
    return Unknown(f"for_each needs a collection, not {word_for(collection)}")


def _iterator(block: Block) -> str:
    named = block.body.attributes.get("iterator")
    name = getattr(named.value, "name", None) if named is not None else None
    return name if isinstance(name, str) else block.labels[0]
