"""Which things stop: the solver against a simulator that plays one fault at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partywall.resilience.graph import Graph, Need, at_least, every
from partywall.resilience.outcomes import Fault, Outcomes, counted

THINGS = [f"t{n}" for n in range(8)]

Needs = Mapping[str, Sequence[Need]]


def graph_of(needs: Needs) -> Graph:
    graph = Graph()
    for thing, its in needs.items():
        graph.add(thing, *its)
    return graph


def played(needs: Needs, lost: Sequence[str], *, doubtful: bool) -> set[str]:
    """What has stopped when nothing more stops, found by looking at everything again and again."""
    stopped = set(lost)
    while True:
        more = {
            thing
            for thing, its in needs.items()
            if thing not in stopped
            and any(
                sum(one not in stopped for one in need.of) < need.least
                for need in its
                if doubtful or not need.doubt
            )
        }
        if not more:
            return stopped
        stopped |= more


@st.composite
def one_need(draw: st.DrawFn) -> Need:
    of = draw(st.lists(st.sampled_from(THINGS), unique=True, max_size=5))
    doubt = draw(st.sampled_from(["", "", "Count"]))
    return at_least(draw(st.integers(0, len(of))), of, doubt=doubt)


NEEDS = st.dictionaries(st.sampled_from(THINGS), st.lists(one_need(), max_size=3))
LOST = st.lists(st.lists(st.sampled_from(THINGS), max_size=3), min_size=1, max_size=6)


@pytest.mark.slow
@given(NEEDS, LOST)
@settings(max_examples=2000, deadline=None)
def test_as_the_simulator_plays_it(needs: Needs, losses: list[list[str]]) -> None:
    faults = [Fault(f"f{n}", tuple(lost)) for n, lost in enumerate(losses)]
    outcomes = Outcomes(graph_of(needs), faults)
    for fault in faults:
        surely = played(needs, fault.lost, doubtful=False)
        perhaps = played(needs, fault.lost, doubtful=True)
        assert set(outcomes.stopped(fault.name)) == surely
        assert set(outcomes.perhaps_stopped(fault.name)) == perhaps - surely


@given(NEEDS, st.lists(st.sampled_from(THINGS), max_size=3), st.sampled_from(THINGS))
def test_a_further_loss_never_heals(needs: Needs, lost: list[str], more: str) -> None:
    faults = [Fault("less", tuple(lost)), Fault("more", (*lost, more))]
    outcomes = Outcomes(graph_of(needs), faults)
    assert set(outcomes.stopped("less")) <= set(outcomes.stopped("more"))


@given(NEEDS, LOST)
def test_a_doubt_less_decides_but_never_turns(needs: Needs, losses: list[list[str]]) -> None:
    faults = [Fault(f"f{n}", tuple(lost)) for n, lost in enumerate(losses)]
    before = Outcomes(graph_of(needs), faults)
    sure = {
        thing: [Need(one.of, one.least, one.why) for one in its] for thing, its in needs.items()
    }
    after = Outcomes(graph_of(sure), faults)
    for fault in faults:
        for thing in sure:
            was, now = before.of(thing, fault.name), after.of(thing, fault.name)
            assert was in (now, "undecided")


@pytest.mark.parametrize(
    "need, lost, outcome",
    [
        (every(["a", "b"]), ["a"], "stops"),
        (every([]), ["a"], "survives"),
        (at_least(1, ["a", "b"]), ["a"], "survives"),
        (at_least(1, ["a", "b"]), ["a", "b"], "stops"),
        (at_least(2, ["a", "b", "c"]), ["a"], "survives"),
        (at_least(2, ["a", "b", "c"]), ["a", "c"], "stops"),
        (every(["a"], doubt="SubnetId"), ["a"], "undecided"),
        (every(["a"], doubt="SubnetId"), ["b"], "survives"),
    ],
)
def test_needs(need: Need, lost: list[str], outcome: str) -> None:
    graph = Graph()
    graph.add("x", need)
    assert Outcomes(graph, [Fault("f", tuple(lost))]).of("x", "f") == outcome


@given(st.lists(st.integers(0, 2**70)), st.integers(0, 80))
def test_counting_all_bits_at_once(sets: list[int], size: int) -> None:
    assert counted(sets, size) == [sum(one >> n & 1 for one in sets) for n in range(size)]


def test_things_that_need_each_other_stop_only_for_a_cause() -> None:
    graph = Graph()
    graph.add("a", every(["b"]))
    graph.add("b", every(["a"]), every(["power"]))
    outcomes = Outcomes(graph, [Fault("none", ()), Fault("dark", ("power",))])
    assert outcomes.stopped("none") == ()
    assert set(outcomes.stopped("dark")) == {"a", "b", "power"}
    assert [one.name for one in outcomes.stopping("a")] == ["dark"]


def test_a_need_for_more_than_there_is_is_our_mistake() -> None:
    with pytest.raises(AssertionError):
        at_least(2, ["a"])
