"""Every pair of resources of which one reaches the other, and with which headers."""

from __future__ import annotations

from itertools import product

from msgspec import Struct

from partywall.reach.engine.matrix import Kind, Matrix
from partywall.reach.model import Interface
from partywall.reach.questions import Asker
from partywall.reach.topology.placing import interfaces_of


class Pair(Struct, omit_defaults=True):
    """What one resource reaches of another: surely, with replies, and perhaps besides."""

    source: str
    destination: str
    headers: list[str]
    answered: list[str] = []
    perhaps: list[str] = []


def pairs(asker: Asker) -> list[Pair]:
    """Every pair of resources of which something may pass, in order."""
    space = asker.space
    return [
        Pair(
            source,
            destination,
            space.describe(space.must(forward)),
            space.describe(space.must(both)),
            space.describe(space.may(forward) & ~space.must(forward)),
        )
        for (source, destination), (forward, both) in sorted(passing(asker).items())
    ]


def passing(asker: Asker) -> dict[tuple[str, str], tuple[int, int]]:
    """Source and destination → what passes, and to what of it replies come back, in packed sets."""
    matrix = Matrix(asker.engine)
    found: dict[tuple[str, str], dict[tuple[str, str], list[int]]] = {}

    def add(a: Kind, b: Kind, forward: int, both: int) -> None:
        for one, other in product(a.members, b.members):
            owners = asker.network.interfaces[one].owner, asker.network.interfaces[other].owner
            if owners[0] != owners[1]:
                sums = found.setdefault(owners, {}).setdefault((one, other), [0, 0])
                sums[0] |= forward
                sums[1] |= both

    for row in matrix.rows():
        add(row.a, row.b, row.forward, row.both)
    for many in matrix.abroad():
        for a, b in product(many.senders, many.receivers):
            add(a, b, many.forward, many.both)
    return {
        (source, destination): (
            _seen(asker, _united(asker, source, destination, rows, 0)),
            _seen(asker, _united(asker, source, destination, rows, 1)),
        )
        for (source, destination), rows in found.items()
    }


def _seen(asker: Asker, packed: int) -> int:
    """Nothing is sure where there may be more to the network than is seen."""
    return asker.space.perhaps(asker.space.may(packed)) if asker.network.unseen else packed


def _united(
    asker: Asker,
    source: str,
    destination: str,
    rows: dict[tuple[str, str], list[int]],
    which: int,
) -> int:
    """What surely and perhaps passes, by the interfaces that are there."""
    space = asker.space
    senders = list(interfaces_of(asker.network, source))

    def passed(a: Interface, b: Interface) -> int:
        sums = rows.get((a.id, b.id))
        return sums[which] if sums is not None else 0

    return space.some(
        (b.sure, space.some((a.sure, passed(a, b)) for a in senders))
        for b in interfaces_of(asker.network, destination)
    )
