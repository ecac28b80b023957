"""Every pair of resources of which one reaches the other, and with which headers."""

from __future__ import annotations

from itertools import product

from msgspec import Struct

from partywall.reach.engine.matrix import Matrix, Row
from partywall.reach.model import Interface
from partywall.reach.questions import Asker
from partywall.reach.topology.interfaces import interfaces_of


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
    found: dict[tuple[str, str], dict[tuple[str, str], Row]] = {}
    for row in Matrix(asker.engine).rows():
        for a, b in product(row.a.members, row.b.members):
            one, other = asker.network.interfaces[a], asker.network.interfaces[b]
            if one.owner != other.owner:
                found.setdefault((one.owner, other.owner), {})[a, b] = row
    united = {
        (source, destination): (
            _united(asker, source, destination, rows, "forward"),
            _united(asker, source, destination, rows, "both"),
        )
        for (source, destination), rows in found.items()
    }
    return [
        Pair(
            source,
            destination,
            space.describe(space.must(forward)),
            space.describe(space.must(both)),
            space.describe(space.may(forward) & ~space.must(forward)),
        )
        for (source, destination), (forward, both) in sorted(united.items())
    ]


def _united(
    asker: Asker, source: str, destination: str, rows: dict[tuple[str, str], Row], which: str
) -> int:
    """What surely and perhaps passes, by the interfaces that are there."""
    space = asker.space
    senders, receivers = (
        list(interfaces_of(asker.network, source)),
        interfaces_of(asker.network, destination),
    )

    def passed(a: Interface, b: Interface) -> int:
        row = rows.get((a.id, b.id))
        return getattr(row, which) if row is not None else 0

    return space.some(
        (b.sure, space.some((a.sure, passed(a, b)) for a in senders)) for b in receivers
    )
