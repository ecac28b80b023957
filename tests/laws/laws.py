"""The laws of every control, on one case: each raises AssertionError naming what broke it."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from controls.examples import JUDGED, TODAY, Case, estate_of, judge
from laws.strategies import ILL, Author, Below, places, put
from laws.weaker import asked_in_vain, each, hidden, respelled, turned, worlds
from partywall.assess.answers import Answers
from partywall.assess.judging import Judge
from partywall.controls.control import Control
from partywall.kernel.verdict import NOT_APPLICABLE, PROVED, UNDECIDED, Verdict


def hold(control: Control, case: Case, below: Below) -> None:
    """All the laws, on one case and what `below` chooses to do to it."""
    hiding_never_flips(control, case, below, 5)
    order_changes_nothing(control, case, below)
    spelling_changes_nothing(control, case, below)
    no_shape_crashes(control, case, below)
    worlds_agree(control, case, Author(control, below).edited(case, 2))


def sound(control: Control, case: Case) -> Verdict:
    """The verdict, which shows what it saw and can be written as JSON."""
    verdict = judge(control, case)
    assert verdict.evidence, f"{control.id} shows nothing for {verdict.outcome}"
    msgspec.json.encode(verdict, enc_hook=str)
    return verdict


def hiding_never_flips(control: Control, case: Case, below: Below, times: int) -> None:
    """Whatever is hidden, once and then again, the verdict stays or is undecided."""
    outcome = sound(control, case).outcome
    for _ in range(times):
        what, weaker = hidden(control, case, below)
        _assert_weaker(control, outcome, case, what, weaker)
        if below(3) == 2:
            more, weaker = hidden(control, weaker, below)
            _assert_weaker(control, outcome, case, f"{what} and {more}", weaker)


def _assert_weaker(control: Control, outcome: str, case: Case, what: str, weaker: Case) -> None:
    seen = sound(control, weaker)
    assert seen.outcome in (outcome, UNDECIDED), (
        f"{control.id}: {outcome} became {seen.outcome} with {what}: {seen.note!r}\n{case}"
    )


def order_changes_nothing(control: Control, case: Case, below: Below) -> None:
    """Keys, elements and resources in another order give the same verdict."""
    outcome = judge(control, case).outcome
    mixed = each(turned(case, below), lambda properties: turned(properties, below))
    seen = judge(control, mixed)
    assert seen.outcome == outcome, (
        f"{control.id}: {outcome} became {seen.outcome} in another order: {mixed}"
    )


def spelling_changes_nothing(control: Control, case: Case, below: Below) -> None:
    """`"true"` for true, `"22"` for 22, a list of one for one, null for absent: all the same."""
    outcome = judge(control, case).outcome
    spelled = each(case, lambda properties: respelled(properties, below))
    for path in asked_in_vain(control, spelled, JUDGED):
        if below(2):
            one = spelled[JUDGED]
            nulled = put(one.properties, path, None)
            spelled = spelled | {JUDGED: replace(one, properties=nulled)}
    seen = judge(control, spelled)
    assert seen.outcome == outcome, (
        f"{control.id}: {outcome} became {seen.outcome} when spelled {spelled}, not {case}"
    )


def no_shape_crashes(control: Control, case: Case, below: Below) -> None:
    """A value of the wrong kind, anywhere, leaves a sound verdict and the law of hiding."""
    name = sorted(case)[below(len(case))]
    one = case[name]
    spots: list[Any] = [path for path, _ in places(one.properties)]
    spots += asked_in_vain(control, case, name)
    if spots:
        path, value = spots[below(len(spots))], ILL[below(len(ILL))]
        case = case | {name: replace(one, properties=put(one.properties, path, value))}
    hiding_never_flips(control, case, below, 2)


def worlds_agree(control: Control, case: Case, other: Case) -> None:
    """What two worlds are joined to is what hiding where they differ could say."""
    one, two = case[JUDGED], other[JUDGED]
    if one.type != two.type:
        return
    apart = [judge(control, case | {JUDGED: world}).outcome for world in (one, two)]
    both = case | {JUDGED: worlds(one, two)}
    mixed = judge(control, both).outcome
    assert mixed == UNDECIDED or set(apart) <= {mixed, UNDECIDED}, (
        f"{control.id}: {apart} in two worlds, {mixed} where they are one: {case} {two}"
    )
    estate = estate_of(both)
    judges = Judge(estate, lambda _type: [control], Answers(estate, TODAY))
    (((_, joined),),) = judges.verdicts([estate.by_address[JUDGED]])
    met = set(apart) <= {PROVED, NOT_APPLICABLE} and PROVED in apart
    fitting = PROVED if met else apart[0] if len(set(apart)) == 1 else UNDECIDED
    assert joined.outcome in (fitting, UNDECIDED), (control.id, apart, joined)
    assert not judges.faults
