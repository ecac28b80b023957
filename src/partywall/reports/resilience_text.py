"""What survives, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from partywall.reports.escaping import visible
from partywall.reports.model_text import wrapped
from partywall.reports.words import DISCLAIMER
from partywall.resilience.answers import Answer, Answers, Capacity
from partywall.resilience.copied import Bound
from partywall.resilience.places import ZONE
from partywall.resilience.recovery import Choice, Recovery
from partywall.resilience.residency import Place, Prevention, Residency
from partywall.resilience.scopes import SERVES
from partywall.resilience.survey import Blast, Effect
from partywall.resilience.zonal import Hidden

LISTED: Final = 10
"""Faults, and effects of one that nobody asked about, that are listed; the rest are counted."""

UNDECLARED: Final = "what the application needs is not declared"

KINDS: Final = {
    "none needed": "",
    "failover": "fails over by itself",
    "launch": "starts again elsewhere",
    "promotion": "a copy is promoted",
    "restore": "a backup is restored",
    "rebuild": "is built again",
    "impossible": "no copy is left: it is gone until what is lost returns",
    "undecided": "no copy is left if it stops",
}


def every(told: Sequence[Answers], *, asked: bool) -> Iterator[str]:
    """The answers for each estate; `asked`: of one fault, told in full."""
    for one in told:
        yield from _estate(one, asked=asked)
        yield ""
    yield DISCLAIMER


def _estate(one: Answers, *, asked: bool) -> Iterator[str]:
    yield visible(f"{one.file}: {one.resources} resources")
    zones = ", ".join(zone.removeprefix(ZONE) for zone in one.zones) or "none is known"
    yield wrapped(visible(f"zones: {zones}"), 2)
    if one.by_name:
        yield wrapped("known by name: the same names are other zones in another account", 4)
    if not asked:
        yield from _blasts(one.blasts)
        yield from _capacities(one.capacities)
        yield from _hidden(one.hidden)
    for answer in one.answers:
        yield from _answer(answer, asked=asked)
    yield from _pairs(one.pairs)
    yield ""
    if one.undeclared:
        what = (
            f"{len(one.undeclared)} that run code need what nobody declared (dependencies.toml): "
        )
        yield wrapped(visible(what + _some(one.undeclared)), 0)
    yield wrapped(
        f"Rests on: {', '.join(one.premises)} (partywall premises ID says what if not)", 0
    )


# -- summary


def _blasts(blasts: Sequence[Blast]) -> Iterator[str]:
    yield "\nWhat stops with one thing, the most first"
    if not blasts:
        yield "  nothing surely stops with anything else"
        return
    yield "  stop  undecided  lost"
    for one in blasts[:LISTED]:
        yield visible(f"  {len(one.stops):>4}  {one.undecided:>9}  {called(one.fault)}")
    if len(blasts) > LISTED:
        yield f"  and {len(blasts) - LISTED} more: --format json"


def _pairs(pairs: Sequence[Blast] | None) -> Iterator[str]:
    if pairs is None:
        return
    yield "\nA zone and one thing more that stop more than each alone"
    if not pairs:
        yield "  none surely does"
    for one in pairs[:LISTED]:
        yield wrapped(visible(f"{one.fault}: {_some(one.stops)}"), 2)
    if len(pairs) > LISTED:
        yield f"  and {len(pairs) - LISTED} more: --format json"


def _capacities(capacities: Sequence[Capacity]) -> Iterator[str]:
    if capacities:
        yield "\nCopies, and what is left when any one zone is lost"
    for one in capacities:
        copies = "copy" if one.count == 1 else "copies"
        zones = "zone" if one.zones == 1 else "zones"
        text = f"{one.address}: {one.count} {copies} over {one.zones} {zones}, {one.left} left"
        yield wrapped(visible(f"{text}{_demand(one)}"), 2)


def _demand(one: Capacity) -> str:
    if one.demand is None:
        return ""
    needed = f"; {one.demand} needed ({one.demand_from}): "
    if one.stands_one_loss:
        return f"{needed}enough, with nothing launched"
    better = f"; {one.needed} would be enough" if one.needed is not None else ""
    return f"{needed}too few{better}"


def _hidden(hidden: Sequence[Hidden]) -> Iterator[str]:
    if hidden:
        yield "\nDependencies on one zone that nobody sees"
    for one in hidden:
        open_end = "" if one.sure else "; whether that matters is not known"
        text = f"{one.address} on {one.zone} through {one.through}: {one.why}{open_end}"
        yield wrapped(visible(text), 2)


# -- one fault


def _answer(answer: Answer, *, asked: bool) -> Iterator[str]:
    yield "\n" + visible(f"Without {called(answer.fault)}")
    for note in answer.notes:
        yield wrapped(note, 2)
    serving = [one for one in answer.effects if one.type in SERVES]
    plain = [one for one in serving if not _only_undeclared(one)]
    undeclared = [one.address for one in serving if _only_undeclared(one)]
    limit = len(plain) if asked else LISTED
    for one in plain[:limit]:
        yield wrapped(visible(_effect(one)), 2)
    if len(plain) > limit:
        yield visible(f"  and {len(plain) - limit} more: --fail {answer.fault}")
    if undeclared:
        text = f"undecided: {_some(undeclared)}: {UNDECLARED}"
        yield wrapped(visible(text), 2)
    others = [one for one in answer.effects if one.type not in SERVES]
    if others:
        stopped = sum(one.fate in ("stops", "lost") for one in others)
        yield f"  besides, of what serves nobody: {stopped} stop, {len(others) - stopped} may"
    if not answer.effects:
        yield "  everything survives"


def called(fault: str) -> str:
    """The fault as people call it; a zone that the input does not name is one of its Region's."""
    if not fault.endswith("*"):
        return fault
    region = fault.removeprefix(ZONE).removesuffix("*")
    return f"some zone of {'the Region' if region == '?' else region} that is not named here"


def _only_undeclared(one: Effect) -> bool:
    """Undecided for no other reason, and no copy of it is lost."""
    return (
        one.fate == "undecided"
        and bool(one.causes)
        and all(cause.doubt == UNDECLARED for cause in one.causes)
        and (one.count is None or one.left == one.count)
    )


def _effect(one: Effect) -> str:
    parts = [_left(one), *_causes(one), _recovery(one.recovery)]
    if one.cannot_launch:
        parts.append("nothing new of it can be started")
    told = "; ".join(part for part in parts if part)
    return f"{one.fate}: {one.address}{f': {told}' if told else ''}"


def _left(one: Effect) -> str:
    if one.count is None or one.left is None or one.left == one.count:
        return ""
    most = "" if one.left_at_most == one.left else f" to {one.left_at_most}"
    text = f"{max(one.left, 0)}{most} of {one.count} left"
    if one.demand is None:
        return text
    verdict = {True: "enough", False: "too few", None: "perhaps too few"}[one.enough]
    return f"{text}, {one.demand} needed ({one.demand_from}): {verdict}"


def _causes(one: Effect) -> Iterator[str]:
    for cause in one.causes:
        if cause.doubt:
            yield f"not known: {cause.doubt}"
        else:
            yield f"{cause.why}: {cause.thing}"


def _recovery(one: Recovery) -> str:
    text = KINDS[one.kind] or one.note
    if one.choices:
        text = ", or ".join(_choice(each) for each in one.choices[:2])
    elif one.bound is not None and one.kind != "none needed":
        text = f"{text}, {lost(one.bound)}"
    if one.control_planes and text:
        text = f"{text} (asks {', '.join(one.control_planes)})"
    return text


def _choice(one: Choice) -> str:
    doubt = f", if so: {one.doubt}" if one.doubt else ""
    return f"{KINDS[one.kind]}: {one.copy}, {lost(one.bound)}{doubt}"


def lost(bound: Bound) -> str:
    """How much of the newest data may be gone, and the property that shows it."""
    by = f" ({bound.field})" if bound.field else ""
    if bound.seconds is None:
        return f"no limit to what is lost{by}"
    if bound.seconds == 0:
        return f"nothing lost{by}"
    return f"up to {duration(bound.seconds)} lost{by}"


def duration(seconds: int) -> str:
    """A time in the largest units that it is made of: `1 d 4 h`, `5 min`."""
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (rest, "s")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more


# -- residency


def residencies(told: Sequence[Residency]) -> Iterator[str]:
    """Where the data are, the places that are not allowed first."""
    for one in told:
        yield visible(f"{one.file}: {len(one.places)} places of data")
        for verdict in ("leaves", "undecided", "stays"):
            for place in one.places:
                if place.verdict == verdict:
                    yield wrapped(visible(_place(place)), 2)
        yield ""
        for prevention in one.preventions:
            for indent, line in _prevention(prevention):
                yield wrapped(visible(line), indent)
        yield wrapped(f"Rests on: {', '.join(one.premises)}", 0)
        yield ""
    yield DISCLAIMER


def _prevention(one: Prevention) -> Iterator[tuple[int, str]]:
    """Whether SCPs keep data in these Regions, by what or in spite of which request."""
    regions = ", ".join(one.regions)
    yield 0, f"Service control policies, outside of {regions}: {one.verdict}: {one.why}"
    if one.by:
        yield 2, f"by {', '.join(one.by)}"
    for request in one.requests[:LISTED]:
        context = f" with {'; '.join(request.context)}" if request.context else ""
        yield 2, f"not denied: {request.action} in {request.region} to {request.principal}{context}"
    if len(one.requests) > LISTED:
        yield 2, f"nor are requests to {len(one.requests) - LISTED} more services"
    if one.not_bound:
        yield 2, f"Not asked of: {'; '.join(one.not_bound)}"
    if one.assumed:
        yield 2, f"Taken for granted: {'; '.join(one.assumed)}"


def _place(one: Place) -> str:
    data_class = f" [{one.data_class}]" if one.data_class else ""
    where = one.where or "not known where"
    why = f": {one.why}" if one.why else ""
    return f"{one.verdict}: {one.address}{data_class} in {where} ({one.by}){why}"
