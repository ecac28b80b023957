"""Mapped values handed over as resources and fragments."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from partywall.estate.resource import Fragment, Guard, Resource, WaiverNote
from partywall.kernel.span import Span
from partywall.kernel.unknown import Path, Unknown
from partywall.sources.mapping import Mapped, Piece, Table, Values
from partywall.sources.reading import Reading
from partywall.sources.terraform.hidden import hidden_paths


class Item(Struct, eq=False, gc=False):
    """One source resource, apart from its values.

    `action` is Terraform's own word for what it will do, or `replace`. `names`
    are the known texts that mention the resource; `parent` names what a fragment is of. `guard` is
    what must hold for the resource to exist, `positions` where its properties were written.
    """

    address: str
    type: str
    action: str
    where: Span
    region: str | Unknown | None
    names: tuple[str, ...] = ()
    parent: object = None
    guard: Guard = ()
    waivers: tuple[WaiverNote, ...] = ()
    positions: Mapping[Path, tuple[int, int]] | None = None


def unclassified(item: Item, kept: Values) -> Resource:
    """A resource of a type without a table: its arguments are kept, its properties unknown."""
    return Resource(
        type=item.type,
        address=item.address,
        properties={},
        place=item.where,
        origin="terraform",
        source_type=item.type,
        action=item.action,
        region=item.region,
        names=item.names,
        covers=frozenset(),
        guard=item.guard,
        unmapped=kept,
        waivers=item.waivers,
    )


def lost(address: str, source_type: str, where: Span, table: Table) -> Fragment:
    """A piece that could not be read: whatever it may set, of whichever resource, is unknown."""
    unread = Unknown(f"{address} could not be read")
    return Fragment(
        parent_type=table.folds_into,
        parent=unread,
        address=address,
        properties=dict.fromkeys(table.covers, unread),
        place=where,
        source_type=source_type,
        appends=table.appends,
    )


def emit(
    reading: Reading, item: Item, table: Table, mapped: Mapped, veiled: Mapped | None
) -> Resource | None:
    """Everything that one source resource amounts to is in the reading; gives the resource."""
    resource = None
    if table.type:
        resource = _resource(item, table.type, mapped.properties)
        resource.names, resource.covers = item.names, table.covers
        resource.positions = item.positions
        if veiled is not None:
            resource.hidden = hidden_paths(mapped.properties, veiled.properties)
        reading.resources.append(resource)
    elif table.folds_into:
        piece = Piece(
            properties=mapped.properties,
            folds_into=table.folds_into,
            parent=item.parent,
            appends=table.appends,
        )
        hidden = hidden_paths(mapped.properties, veiled.properties) if veiled else frozenset()
        reading.fragments.append(_fragment(item, piece, item.address, hidden))
    for n, piece in enumerate(mapped.pieces):
        alone = n == 0 and not table.type and not table.folds_into
        address = item.address if alone else f"{item.address}#{n + 1}"
        hidden = _hidden_piece(mapped, veiled, n)
        if piece.type:
            one = _resource(item, piece.type, piece.properties)
            one.address, one.hidden = address, hidden
            reading.resources.append(one)
        else:
            reading.fragments.append(_fragment(item, piece, address, hidden))
    return resource


def _resource(item: Item, kind: str, properties: Values) -> Resource:
    return Resource(
        type=kind,
        address=item.address,
        properties=properties,
        place=item.where,
        origin="terraform",
        source_type=item.type,
        action=item.action,
        region=item.region,
        guard=item.guard,
        waivers=item.waivers,
    )


def _fragment(item: Item, piece: Piece, address: str, hidden: frozenset[Path]) -> Fragment:
    """The fragment; an unknown list that it would append is any number of elements."""
    for key in piece.appends:
        value = piece.properties.get(key)
        if isinstance(value, Unknown):
            piece.properties[key] = [Unknown(value.why, value.refs, many=True)]
    return Fragment(
        parent_type=piece.folds_into,
        parent=piece.parent,
        address=address,
        properties=piece.properties,
        place=item.where,
        source_type=item.type,
        region=item.region,
        guard=item.guard,
        appends=piece.appends,
        hidden=hidden,
        waivers=item.waivers,
    )


def _hidden_piece(mapped: Mapped, veiled: Mapped | None, n: int) -> frozenset[Path]:
    if veiled is None:
        return frozenset()
    other = veiled.pieces[n].properties if len(veiled.pieces) == len(mapped.pieces) else {}
    return hidden_paths(mapped.pieces[n].properties, other)
