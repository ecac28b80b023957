"""Two runs of check, before and after a change: what it opens and closes.

Findings tell what controls judge. This tells what the two estates as a whole allow and let
arrive, also where no control speaks of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from partywall.assess.access import of_one_account
from partywall.assess.openings import Access, Allowed, Doubt, Openings, Reach, Reached
from partywall.assess.scrub import Scrubber
from partywall.estate.estate import Estate
from partywall.kernel.errors import QuestionError

if TYPE_CHECKING:
    from partywall.access.changes import Changes
    from partywall.access.changes.change import Change, Direction
    from partywall.access.changes.change import Doubt as Untold
    from partywall.reach.gains import Compared, Gain
    from partywall.reach.gains import Doubt as Unsure

NAMED: Final = 6
"""Actions that words name; more are counted by service and access level."""

SERVICES: Final = 3
"""Services of which words tell the levels; of more they are counted."""

NOTHING: Final = Estate()
"""What there was before of an input that is new, and is now of one that went."""

BEFORE, AFTER = "before", "after"


class Side(Struct, frozen=True):
    """One of the two: its estates by the name of their input, its secrets, and its home."""

    estates: dict[str, Estate]
    secrets: frozenset[str]
    account: str = ""
    region: str = ""


def openings(before: Side, after: Side) -> Openings:
    """What the change means, without the secrets of either side."""
    found = Openings(_access(before, after), _reach(before, after))
    return Scrubber(before.secrets | after.secrets).told(found)


# -- who can do what


def _access(before: Side, after: Side) -> Access:
    from partywall.access.changes import changes
    from partywall.access.changes.change import joined_doubts
    from partywall.access.world import Home, World

    try:
        worlds = [
            World(list(side.estates.values()), Home(side.account, side.region))
            for side in (before, after)
        ]
        found = changes(*of_one_account(*worlds))
    except QuestionError as error:
        return Access(untold=str(error))
    return Access(
        found.new,
        found.gone,
        tuple(_allowed(found.allows, AFTER, BEFORE)),
        tuple(_allowed(found.no_longer, BEFORE, AFTER)),
        tuple(_untold(one) for one in joined_doubts(_unknown(found))),
        tuple(map(_untold, found.left_open)),
        found.assumed,
    )


def _unknown(found: Changes) -> Iterator[Untold]:
    yield from found.allows.unknown
    yield from found.no_longer.unknown
    yield from found.not_compared


def _allowed(direction: Direction, there: str, elsewhere: str) -> Iterator[Allowed]:
    for one in direction.changes:
        shown = one.shown
        yield Allowed(
            who=one.name,
            principal=one.requester.arn,
            whom="everybody" if one.is_public else "outside" if one.is_from_outside else "account",
            what=in_words(one.actions),
            resource=one.resource,
            by=one.by,
            actions=one.actions,
            witness=_witness(one, there, elsewhere),
            address=one.address,
            condition="" if shown.allowed_if is True else str(shown.allowed_if),
            partly=shown.partly,
            perhaps_own=one.perhaps_own,
            is_new=one.is_new,
        )


def _witness(one: Change, there: str, elsewhere: str) -> dict[str, Any]:
    from partywall.access.changes.plain import request_json

    denied = one.shown.denied
    decided = {
        there: one.shown.allowed.outcome.value,
        elsewhere: denied.outcome.value if denied is not None else None,
    }
    return {
        **request_json(one.shown.request), BEFORE: decided[BEFORE], AFTER: decided[AFTER]
    }  # fmt: skip


def _untold(one: Untold) -> Doubt:
    return Doubt(one.name, in_words(one.actions), one.resource, one.reasons, one.actions)


def in_words(actions: tuple[str, ...]) -> str:
    """A few actions by name, many by service and access level, very many counted."""
    if len(actions) <= NAMED:
        return ", ".join(actions)
    from partywall.access.catalogue import actions as of_service
    from partywall.access.catalogue import find

    levels: dict[str, Counter[str]] = {}
    for name in actions:
        found = find(name)
        level = found.access_level if found is not None else "unknown"
        service = levels.setdefault(name.partition(":")[0], Counter())
        service[level.lower().replace(", ", " and ")] += 1
    if len(levels) > SERVICES:
        return f"{len(actions)} actions of {len(levels)} services"
    return "; ".join(
        f"{service}: all {sum(some.values())} actions"
        if sum(some.values()) == len(of_service(service))
        else f"{service}: {', '.join(f'{some[level]} {level}' for level in sorted(some))}"
        for service, some in sorted(levels.items())
    )


# -- what the Internet reaches


def _reach(before: Side, after: Side) -> Reach:
    from partywall.reach.compared import compared

    found: list[Compared] = []
    for one, other in _pairs(before.estates, after.estates):
        found.append(compared(one, other))
    return Reach(
        tuple(_reached(gain for one in found for gain in one.newly)),
        tuple(_reached(gain for one in found for gain in one.no_longer)),
        tuple(dict.fromkeys(_unsure(each) for one in found for each in one.unknown)),
        tuple(_unsure(each) for one in found for each in one.left_open),
    )


def _pairs(before: dict[str, Estate], after: dict[str, Estate]) -> Iterator[tuple[Estate, Estate]]:
    """Each estate with what it was; when there is one of both, their names do not matter."""
    if len(before) == len(after) == 1:
        yield next(iter(before.values())), next(iter(after.values()))
        return
    for name in sorted(before.keys() | after.keys()):
        yield before.get(name, NOTHING), after.get(name, NOTHING)


def _reached(gains: Iterable[Gain]) -> Iterator[Reached]:
    for one in gains:
        yield Reached(
            one.resource, one.type, one.sources, one.way, one.headers, one.answered, one.state,
            one.is_new,
        )  # fmt: skip


def _unsure(one: Unsure) -> Doubt:
    return Doubt(", ".join(one.sources), ", ".join(one.headers), one.resource, one.reasons)
