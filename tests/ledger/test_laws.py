"""Laws of the chain and of comparisons, on whatever Hypothesis makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.things import LAYERS, kind, run
from partywall.ledger import chain, runs
from partywall.ledger.chain import Entry, Head
from partywall.ledger.changes import compare
from partywall.ledger.runs import Kind, Mark

texts = st.text(max_size=5)
words = st.text("abc", max_size=3)
histories = st.lists(st.tuples(words, texts), min_size=1, max_size=6)


def made(history: list[tuple[str, str]]) -> tuple[list[Entry], Head]:
    """A sound chain of these kinds and payloads."""
    entries, head = list[Entry](), Head()
    for n, (word, payload) in enumerate(history):
        entries.append(chain.follow(head, f"2026-11-23T00:00:{n:02}", word, payload))
        head = Head(entries[-1].number, entries[-1].hash)
    return entries, head


@given(histories, st.data())
def test_no_field_of_any_entry_can_change(history: list[tuple[str, str]], data: Any) -> None:
    entries, head = made(history)
    assert not list(chain.faults(entries, head, head.hash))
    n = data.draw(st.integers(0, len(entries) - 1))
    field = data.draw(st.sampled_from(["number", "at", "kind", "payload", "hash"]))
    value = data.draw(st.integers(-2, 9) if field == "number" else texts)
    changed = list(entries)
    changed[n] = msgspec.structs.replace(entries[n], **{field: value})
    assert bool(list(chain.faults(changed, head))) == (changed != entries)


@given(histories, histories)
def test_a_head_held_elsewhere_is_of_one_history_only(
    history: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    entries, head = made(history)
    others, end = made(other)
    same = entries == others[: len(entries)]
    assert bool(list(chain.faults(others, end, head.hash))) != same


kinds = st.builds(
    kind,
    st.sampled_from(["proved", "refuted", "undecided", "not_applicable"]),
    st.text("iprualwo-", min_size=2, max_size=2),
    st.sampled_from(["", "2026-12-01"]),
    parties=st.text("acs-", min_size=2, max_size=2),
    expired=st.booleans(),
    seen=st.integers(0, 2),
) | st.just(Kind("AWS::S3::Bucket", "as", "io", ()))
estates = st.dictionaries(st.text("abcde", min_size=1, max_size=3), kinds, max_size=12)


@pytest.mark.slow
@settings(max_examples=300)
@given(estates, estates)
def test_a_comparison_by_chunks_says_what_one_by_resources_says(
    before: dict[str, Kind], after: dict[str, Kind]
) -> None:
    with patch.object(runs, "ENDS", 0x1):  # chunks of two resources or so
        old, new = run(before), run(after)
    blobs = {**old.blobs, **new.blobs}
    found = compare(old.run, new.run, blobs.__getitem__)
    assert {name for _, name in found.new} == after.keys() - before.keys()
    assert {name for _, name in found.gone} == before.keys() - after.keys()
    by_hand = {
        (name, what)
        for name in after
        if (what := expected(mark_of(before.get(name)), mark_of(after[name])))
    }
    assert {(one.resource, one.what) for one in found.findings} == by_hand
    for moves, letters in (
        ([*found.lapsed, *found.states], lambda one: one.states),
        (found.parties, lambda one: one.parties),
    ):
        assert sum(one.cells for one in moves) == differing(before, after, letters)
    assert compare(new.run, new.run, blobs.__getitem__).counts() == {}


def mark_of(kind: Kind | None) -> Mark | None:
    """The one finding of a kind, if it has one."""
    return kind.marks[0] if kind is not None and kind.marks else None


def expected(was: Mark | None, now: Mark | None) -> str:
    """What kind of change this is, as a table by hand; empty for none."""
    if now is None:
        return "no longer judged" if was is not None else ""
    standing = "waived" if now.waived else now.verdict
    before = "absent" if was is None else "waived" if was.waived else was.verdict
    if standing == before:
        return ""
    good = ("proved", "not_applicable")
    if standing in good:
        return {"refuted": "fixed", "waived": "fixed", "undecided": "newly decided"}.get(before, "")
    if standing == "refuted" and before == "waived":
        return "waiver expired" if now.expired else "waiver withdrawn"
    return {"refuted": "broken", "undecided": "newly undecided", "waived": "waived"}[standing]


def differing(
    before: dict[str, Kind], after: dict[str, Kind], letters: Callable[[Kind], str]
) -> int:
    """How many cells of resources in both have another letter."""
    return sum(
        letters(before[name])[n] != letters(after[name])[n]
        for name in before.keys() & after.keys()
        for n in range(len(LAYERS))
    )
