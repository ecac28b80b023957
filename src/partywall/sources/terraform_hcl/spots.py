"""Where each argument of a block was written, for reports that name the very line."""

from __future__ import annotations

from partywall.sources.mapping.positions import Placed, Spot
from partywall.sources.terraform_hcl.provider.schema import TypeSchema
from partywall.sources.terraform_hcl.syntax import Body


def spots_in(body: Body, schema: TypeSchema | None) -> dict[str, list[Placed]]:
    """The places of all arguments, and of the nested blocks whose order is that of the values.

    The provider puts blocks of a set in an order of its own, and a `dynamic` block makes any number
    of them; of those there is no place.
    """
    found = {
        name: [Placed(_spot(body, attribute.at))]
        for name, attribute in body.attributes.items()
        if attribute.file is None
    }
    static: dict[str, list[Placed]] = {}
    dynamic = {block.labels[0] for block in body.blocks if block.type == "dynamic" and block.labels}
    for block in body.blocks:
        if block.type != "dynamic" and block.type not in dynamic:
            inner = schema.blocks.get(block.type) if schema is not None else None
            below = spots_in(block.body, inner.body if inner is not None else None)
            static.setdefault(block.type, []).append(Placed(_spot(body, block.at), below))
    for name, blocks in static.items():
        described = schema.blocks.get(name) if schema is not None else None
        if len(blocks) == 1 or (described is not None and described.nesting == "list"):
            found[name] = blocks
    return found


def _spot(body: Body, at: int) -> Spot:
    where = body.file.span(at)
    return where.line, where.column
