"""Which route a table applies to an address: the longest prefix, then the kind of route.

Static goes before prefix lists, those before propagated routes, and a local route before every
propagated one. Sources: VPC User Guide, "How route priority works", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator

from partywall.reach.addresses import Span, covers, overlaps, pieces, prefix_length
from partywall.reach.model import Route, Table

UNSPECIFIC = -1


def applied(table: Table, to: Span) -> Iterator[tuple[Span, list[Route | None]]]:
    """For each piece of `to`, the routes one of which applies; None among them: perhaps none."""
    near = [one for one in table.routes if any(overlaps(span, to) for span in one.spans)]
    for piece in pieces(to, [span for one in near for span in one.spans]):
        yield piece, _candidates(near, piece)


def _candidates(near: list[Route], piece: Span) -> list[Route | None]:
    fitting = [one for one in near if any(covers(span, piece) for span in one.spans)]
    sure = [one for one in fitting if not one.doubt]
    if any(one.kind == "local" for one in sure):
        sure = [one for one in sure if one.rank < 2]
        fitting = [one for one in fitting if one.rank < 2]
    best: list[Route] = []
    length, rank = UNSPECIFIC, 0
    for one in sure:
        key = _length(one, piece), -one.rank
        if key > (length, -rank) or not best:
            best, (length, rank) = [one], (key[0], one.rank)
        elif key == (length, -rank):
            best.append(one)
    found: list[Route | None] = list({(one.kind, one.target): one for one in best}.values())
    if not best:
        found.append(None)
    doubtful = (one for one in fitting if one.doubt)
    found.extend(
        one for one in doubtful if one.vague or (_length(one, piece), -one.rank) >= (length, -rank)
    )
    return found


def _length(route: Route, piece: Span) -> int:
    return max(prefix_length(span) for span in route.spans if covers(span, piece))
