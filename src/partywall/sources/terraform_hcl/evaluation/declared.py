"""Blocks that make instances, each with the address that it has in its module."""

from __future__ import annotations

from msgspec import Struct

from partywall.sources.terraform_hcl.modules import ModuleCall
from partywall.sources.terraform_hcl.syntax import Block, SourceFile


class Declared(Struct, frozen=True, eq=False):
    """A resource or data source, or a module call (its `mode` is `module`)."""

    mode: str
    type: str
    name: str
    block: Block

    @property
    def file(self) -> SourceFile:
        """The file that the block stands in."""
        return self.block.body.file

    @property
    def key(self) -> tuple[str, ...]:
        """What its module knows the block by."""
        return (self.block.type, *self.block.labels)

    @property
    def address(self) -> str:
        """`aws_s3_bucket.b`, `data.aws_region.r`, `module.m`."""
        if self.mode == "managed":
            return f"{self.type}.{self.name}"
        return f"{self.mode}.{self.type}.{self.name}" if self.type else f"{self.mode}.{self.name}"


def called(call: ModuleCall) -> Declared:
    """A module call as a block that makes instances."""
    return Declared("module", "", call.name, call.block)
