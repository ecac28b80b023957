"""What a change opens and closes, in words: the parts and rows that readable reports share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct

from partywall.assess.openings import Allowed, Doubt, Openings, Reached

UNKNOWN_FROM_A_REPORT: Final = (
    "What is newly allowed, and what the Internet newly reaches, is not known from a report: it "
    "holds no policies and no routes. Give --baseline the sources as they were: a folder, a plan, "
    "a template."
)

ACCOUNT: Final = "<account>"
"""What stands in an ARN for an account that is not known."""

NEW, GONE = "new", "gone"
"""What a principal or a resource is called that only one of the two has."""

OWN: Final = " (perhaps your own account: --account tells)"

PRINCIPALS: Final = 5
"""Principals that are named; the rest are counted."""

JSON_HAS: Final = "--format json has them"


class Row(Struct, frozen=True):
    """Who can do what on what, and how that is known, in a line each."""

    who: str
    what: str
    on: str
    how: tuple[str, ...]


class Part(Struct, frozen=True):
    """One part of the section; `note` says more of the number. `listed`: its rows are shown.

    `last` heads what its rows say last: how it is known, or why it is not.
    """

    id: str
    title: str
    rows: tuple[Row, ...]
    note: str = ""
    listed: bool = True
    last: str = "how"


def parts(found: Openings) -> Iterator[Part]:
    """All parts, also those without rows: that nothing is newly allowed is an answer."""
    access, reach = found.access, found.reach
    if access.untold:
        yield Part("allowed", "Newly allowed: not compared", (), access.untold)
    else:
        yield Part("allowed", "Newly allowed", _allowed(access.newly, NEW), _whom(access.newly))
        yield Part("disallowed", "No longer allowed", _allowed(access.no_longer, GONE))
        title = "Cannot be told whether it is newly or no longer allowed"
        rows = _doubts(access.unknown)
        yield Part("untold", title, rows, _hint(rows), last="why")
    yield Part("reached", "Newly reached from the Internet", _reached(reach.newly, NEW))
    yield Part("unreached", "No longer reached from the Internet", _reached(reach.no_longer, GONE))
    title = "Cannot be told whether it is newly or no longer reached"
    yield Part("unsure", title, _doubts(reach.unknown), last="why")
    rows = _doubts((*access.left_open, *reach.left_open))
    if rows:
        title, note = "Not known before or after", f"so not compared; {JSON_HAS}"
        yield Part("left-open", title, rows, note, listed=False, last="why")


def principals(found: Openings) -> Iterator[str]:
    """The principals that came and went, in a line each."""
    access = found.access
    for word, names in ((NEW, access.new_principals), (GONE, access.gone_principals)):
        if names:
            more = f" and {len(names) - PRINCIPALS} more" if len(names) > PRINCIPALS else ""
            yield f"Principals that are {word}: {', '.join(names[:PRINCIPALS])}{more}"


def in_short(found: Openings) -> str:
    """`2 newly allowed (1 to everybody), 1 newly reached`, with what cannot be told."""
    access, reach = found.access, found.reach
    whom = _whom(access.newly)
    told = [f"{len(access.newly)} newly allowed{f' ({whom})' if whom else ''}"]
    if access.untold:
        told = ["what is newly allowed was not compared"]
    told.append(f"{len(reach.newly)} newly reached from the Internet")
    unknown = len(access.unknown) + len(reach.unknown)
    return ", ".join([*told, *([f"{unknown} cannot be told"] if unknown else [])])


def number(found: Openings | None) -> int:
    """How much is newly or no longer allowed or reached."""
    if found is None:
        return 0
    access, reach = found.access, found.reach
    return sum(map(len, (access.newly, access.no_longer, reach.newly, reach.no_longer)))


def _whom(changes: tuple[Allowed, ...]) -> str:
    counts = Counter("own" if one.perhaps_own else one.whom for one in changes)
    told = {
        "everybody": "to everybody",
        "outside": "to others from outside",
        "own": "to what may be your own account",
    }
    return ", ".join(f"{counts[whom]} {words}" for whom, words in told.items() if counts[whom])


def _allowed(changes: tuple[Allowed, ...], word: str) -> tuple[Row, ...]:
    return tuple(
        Row(
            one.who + (f" ({word})" if one.is_new else "") + (OWN if one.perhaps_own else ""),
            one.what,
            f"some of {one.resource}" if one.partly else one.resource,
            tuple(_how(one)),
        )
        for one in changes
    )


def _how(one: Allowed) -> Iterator[str]:
    policy = f" ({one.address})" if one.address else ""
    yield f"by {one.by}{policy}" + (f", if {one.condition}" if one.condition else "")
    witness = one.witness
    told = [
        f"{key} {_value(value)}"
        for key, value in witness["context"].items()
        if not isinstance(value, dict)
    ]
    context = f" with {', '.join(told)}" if told else ""
    was, now = (witness[side] or "not there" for side in ("before", "after"))
    yield f"shown by {witness['action']} on {witness['resource']}{context}: {was} → {now}"


def _value(value: Any) -> str:
    if value is None:
        return "absent"
    return f"= {', '.join(value) if isinstance(value, list) else value}"


def _reached(changes: tuple[Reached, ...], word: str) -> tuple[Row, ...]:
    return tuple(
        Row(
            ", ".join(one.sources),
            ", ".join(one.headers or one.answered),
            f"{one.resource} ({one.type}{f', {word}' if one.is_new else ''})",
            tuple(_way(one)),
        )
        for one in changes
    )


def _way(one: Reached) -> Iterator[str]:
    replies = "without replies"
    if not one.headers:
        replies = "only the replies change: packets arrive before and after"
    elif one.answered == one.headers:
        replies = "with replies"
    elif one.answered:
        replies = f"with replies only {', '.join(one.answered)}"
    yield f"by {one.way}, {replies}" if one.way else replies
    if one.state:
        yield f"as it is configured; today {one.state}"


def _hint(rows: tuple[Row, ...]) -> str:
    """What would tell more."""
    open_account = any(ACCOUNT in why for row in rows for why in row.how)
    return "the account is not known; --account tells it" if open_account else ""


def _doubts(doubts: tuple[Doubt, ...]) -> tuple[Row, ...]:
    return tuple(
        Row(one.who, one.what or "anything", one.resource or "any resource", one.reasons)
        for one in doubts
    )
