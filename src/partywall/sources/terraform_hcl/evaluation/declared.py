"""Blocks that make instances: what holds for them in every instance of their module."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from partywall.sources.terraform_hcl import syntax
from partywall.sources.terraform_hcl.evaluation.blocks import is_constant, written_in
from partywall.sources.terraform_hcl.modules import Module
from partywall.sources.terraform_hcl.syntax import Block, SourceFile


class Declared(Struct, frozen=True, eq=False):
    """A resource or data source, or a module call (its `mode` is `module`).

    `address` is the one in its module: `aws_s3_bucket.b`, `data.aws_region.r`, `module.m`. `key` is
    what the module knows the block by. `written` are the names of the arguments and blocks that
    somebody wrote. `provider` is the one that it names, else that of its type's first word.
    `single`: it has one instance, for it says nothing of repetition. `constant`: it refers to
    nothing, so `shared` has room for what is the same in all its instances.
    """

    mode: str
    type: str
    name: str
    block: Block
    address: str
    key: tuple[str, ...]
    written: frozenset[str]
    provider: str
    single: bool
    constant: bool
    shared: dict[str, Any] = field(default_factory=dict)

    @property
    def file(self) -> SourceFile:
        """The file that the block stands in."""
        return self.block.body.file


class Declarations:
    """The blocks of a module that make instances, put together once for all its instances."""

    def __init__(self, module: Module) -> None:
        self.resources = {
            (mode, kind, name): _declared(mode, kind, name, block)
            for (mode, kind, name), block in module.resources.items()
        }
        self.calls = {
            name: _declared("module", "", name, call.block) for name, call in module.calls.items()
        }


def _declared(mode: str, kind: str, name: str, block: Block) -> Declared:
    parts = (kind, name) if mode == "managed" else (mode, kind, name)
    attributes = block.body.attributes
    return Declared(
        mode,
        kind,
        name,
        block,
        address=".".join(part for part in parts if part),
        key=(block.type, *block.labels),
        written=written_in(block.body),
        provider=_provider(kind, block),
        single=not (block.broken or "count" in attributes or "for_each" in attributes),
        constant=is_constant(block.body),
    )


def _provider(kind: str, block: Block) -> str:
    attribute = block.body.attributes.get("provider")
    named = provider_name(attribute.value) if attribute is not None else ""
    return named or kind.split("_", 1)[0]


def provider_name(expr: syntax.Expr) -> str:
    """`aws` or `aws.alias`, however it is written."""
    if isinstance(expr, syntax.ResourceOf):
        return f"{expr.type}.{expr.name}"
    if isinstance(expr, syntax.Bare | syntax.Bound):
        return expr.name
    if isinstance(expr, syntax.Constant):
        return str(expr.value)
    if isinstance(expr, syntax.GetAttr):
        return f"{provider_name(expr.of)}.{expr.name}"
    return ""
