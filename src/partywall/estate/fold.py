"""Fragments merged into the resources they belong to, once.

Terraform spreads one bucket over ten resources. A fragment whose parent is surely known is
merged. One that may belong to several makes what it would set Unknown in each of them. One
whose parent is not in the input becomes a partial resource: what it sets is known, all the
rest of that resource is not. One that may not be there itself makes unknown what it would set.
"""

from __future__ import annotations

from collections.abc import Iterable

from partywall.estate.estate import Estate, entailed, parents_of
from partywall.estate.resource import Fragment, Properties, Resource
from partywall.kernel.unknown import Unknown

NOT_IN_INPUT = Unknown("the resource itself is not in the input")


def fold(
    resources: Iterable[Resource],
    fragments: Iterable[Fragment] = (),
    unseen: Unknown | None = None,
) -> Estate:
    """The estate in which every fragment has found its resource; `unseen` as in `Estate`."""
    pieces = sorted(fragments, key=lambda piece: piece.address)
    parents = parents_of(pieces)
    estate = Estate(resources, parents, unseen)
    outside: dict[tuple[str, str], Resource] = {}
    for piece in pieces:
        link = estate.link(piece.parent, piece.parent_type)
        if link.sure and entailed(piece.guard, link.targets[0].guard):
            _merge(link.targets[0], piece)
        elif link.targets:
            for target in link.targets:
                _shade(target, piece)
        else:
            _gather(outside, piece)
    estate.add(outside.values())
    return estate


def _merge(target: Resource, piece: Fragment) -> None:
    merged = target.merged = target.merged or {}
    for key, value in piece.properties.items():
        target.properties[key] = _joined(target.properties.get(key), value, key in piece.appends)
        merged[key] = (piece.address, piece.place)
    if piece.hidden:
        target.hidden |= piece.hidden
    if piece.waivers:
        target.waivers += piece.waivers
    if target.covers is not None and not target.covers.issuperset(piece.properties):
        target.covers = target.covers.union(piece.properties)


def _joined(old: object, new: object, append: bool) -> object:
    if append:
        before = old if isinstance(old, list) else [] if old is None else [old]
        return [*before, *(new if isinstance(new, list) else [new])]
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: _joined(old.get(key), new[key], False) for key in new}}
    return new


def _shade(target: Resource, piece: Fragment) -> None:
    """The piece may be this resource's: what it would set is no longer known here."""
    why = f"{piece.address} may set it"
    for key, value in piece.properties.items():
        old = target.properties.get(key)
        if key in piece.appends:
            target.properties[key] = _joined(old, [Unknown(why, (piece.address,), many=True)], True)
        elif old != value:
            target.properties[key] = Unknown(why, (piece.address,))


def _gather(outside: dict[tuple[str, str], Resource], piece: Fragment) -> None:
    """Pieces of one absent resource, together: by its name, or by what they refer to."""
    parent = piece.parent
    name = parent if isinstance(parent, str) else piece.address
    if type(parent) is Unknown and parent.refs:
        name = " ".join(parent.refs)
    resource = outside.get((piece.parent_type, name))
    if resource is None:
        properties: Properties = {}
        resource = Resource(
            type=piece.parent_type,
            address=piece.address,
            properties=properties,
            place=piece.place,
            origin=piece.origin,
            source_type=piece.source_type,
            region=piece.region,
            names=(parent,) if isinstance(parent, str) else (),
            partial=NOT_IN_INPUT,
            guard=piece.guard,
        )
        outside[piece.parent_type, name] = resource
    if entailed(piece.guard, resource.guard):
        _merge(resource, piece)
    else:
        _shade(resource, piece)
