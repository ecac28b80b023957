"""One resource, in the vocabulary of AWS's own CloudFormation schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from partywall.kernel.span import NOWHERE, Span
from partywall.kernel.unknown import Path, Unknown

Guard = tuple[tuple[str, bool], ...]
"""Conditions, by name, that must be so: `(("IsProduction", True),)`. Empty: always."""

Properties = dict[str, object]
"""JSON values in CloudFormation's schema, with an `Unknown` for each value not known."""

Origin = Literal["terraform", "cloudformation", "live", "config"]


class Variant(Struct, frozen=True, gc=False):
    """The properties a resource has in one consistent world of undecided conditions."""

    when: Guard
    properties: Properties


class WaiverNote(Struct, frozen=True, gc=False):
    """A waiver written beside the resource: a comment in the source or an entry in Metadata."""

    control: str
    reason: str
    until: str
    where: Span = NOWHERE


class Resource(Struct, eq=False, gc=False, kw_only=True):
    """A resource as its source describes it.

    `address` is what the source's own tools print: `module.net.aws_subnet.a["x"]`, or the
    CloudFormation logical id, nested stacks joined by `/`. `names` are other known texts that
    mention it: physical id, ARN, physical name. `region` is a Region name, or Unknown.

    `covers`: when set, the top-level properties that the source can speak of; one outside the
    set is Unknown when absent, since nobody could have seen it. `partial`: when set, the
    resource itself is not in the input and only companions describe it, so whatever they do
    not say is this Unknown.

    `variants` has one entry for each consistent world when conditions of the template cannot be
    decided; then `properties` holds an Unknown wherever the worlds differ. `guard` is what must
    hold for the resource to exist at all. `positions` gives line and column of properties that
    the source can place. `merged` maps a top-level property that a companion contributed to the
    companion's address and place. `hidden` are the paths of values that must never be shown.
    `unmapped` are source arguments that no property stands for.
    `uncollected` maps resource types to why there may be some around this resource that the input
    does not have: nobody asked AWS for the flow logs of its Region, say. `handed_on` is the output,
    or the resource of another provider, by which others may learn its id, or an attribute of it.
    """

    type: str
    address: str
    properties: Properties
    place: Span = NOWHERE
    origin: Origin = "cloudformation"
    source_type: str = ""
    action: str = "create"
    region: str | Unknown | None = None
    names: tuple[str, ...] = ()
    covers: frozenset[str] | None = None
    partial: Unknown | None = None
    variants: tuple[Variant, ...] = ()
    guard: Guard = ()
    positions: Mapping[Path, tuple[int, int]] | None = None
    merged: dict[str, tuple[str, Span]] | None = None
    hidden: frozenset[Path] = frozenset()
    unmapped: Mapping[str, object] | None = None
    waivers: tuple[WaiverNote, ...] = ()
    owned_by_aws: str = ""
    uncollected: Mapping[str, Unknown] | None = None
    handed_on: str = ""

    def where(self, path: Path) -> Span:
        """The place of a property: its own, else its nearest parent's, else the resource's."""
        if self.merged and path and path[0] in self.merged:
            return self.merged[str(path[0])][1]
        if self.positions:
            for length in range(len(path), 0, -1):
                spot = self.positions.get(path[:length])
                if spot is not None:
                    return Span(self.place.file, *spot)
        return self.place

    def holder(self, path: Path) -> str:
        """The address of what configures the property: a companion's, or the resource's own."""
        if self.merged and path and path[0] in self.merged:
            return self.merged[str(path[0])][0]
        return self.address


class Fragment(Struct, eq=False, gc=False, kw_only=True):
    """A piece of a resource that its source describes apart (Terraform's S3 family, say).

    `parent` names the resource that it belongs to: a known name, or an Unknown with references.
    `properties` are merged into the parent's by `fold`. `appends` are the top-level list
    properties to which the fragment adds elements rather than setting them. `guard` is what must
    hold for it to exist.
    """

    parent_type: str
    parent: object
    address: str
    properties: Properties
    place: Span = NOWHERE
    origin: Origin = "terraform"
    source_type: str = ""
    region: str | Unknown | None = None
    guard: Guard = ()
    appends: frozenset[str] = frozenset()
    hidden: frozenset[Path] = frozenset()
    waivers: tuple[WaiverNote, ...] = ()
