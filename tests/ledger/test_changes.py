"""What differs between two runs, and the runs in order."""

from __future__ import annotations

import msgspec
import pytest

from ledger.things import LAYERS, kind, run
from partywall.ledger import runs
from partywall.ledger.changes import Changes, Moves, compare
from partywall.ledger.errors import LedgerError
from partywall.ledger.history import history, trend
from partywall.ledger.runs import Kind, Mark, Packed, Recorded, Row
from partywall.ledger.store import Ledger

GOOD, BAD, UNSURE = kind("proved"), kind("refuted", "ir"), kind("undecided", "iu")
NONE = kind("not_applicable", "io")
WAIVED = kind("refuted", "iw", waiver="2027-01-01")
EXPIRED = kind("refuted", "ir", waiver="2026-01-01", expired=True)
UNASKED = Kind("AWS::S3::Bucket", "as", "io", ())


def changed(old: Packed, new: Packed) -> Changes:
    """What differs; rows are read only where the hash of their chunk is not in both."""
    blobs = {**old.blobs, **new.blobs}
    return compare(old.run, new.run, blobs.__getitem__)


@pytest.mark.parametrize(
    ("was", "now", "what"),
    [
        (GOOD, GOOD, None),
        (GOOD, BAD, "broken"),
        (UNSURE, BAD, "broken"),
        (NONE, BAD, "broken"),
        (UNASKED, BAD, "broken"),
        (GOOD, EXPIRED, "broken"),
        (BAD, GOOD, "fixed"),
        (BAD, NONE, "fixed"),
        (WAIVED, GOOD, "fixed"),
        (BAD, UNSURE, "newly undecided"),
        (GOOD, UNSURE, "newly undecided"),
        (UNASKED, UNSURE, "newly undecided"),
        (UNSURE, GOOD, "newly decided"),
        (UNSURE, NONE, "newly decided"),
        (BAD, WAIVED, "waived"),
        (GOOD, WAIVED, "waived"),
        (EXPIRED, WAIVED, "waived"),
        (WAIVED, EXPIRED, "waiver expired"),
        (WAIVED, BAD, "waiver withdrawn"),
        (BAD, EXPIRED, None),
        (GOOD, NONE, None),
        (UNASKED, GOOD, None),
        (BAD, UNASKED, "no longer judged"),
        (GOOD, kind("proved", seen="other"), None),
    ],
)
def test_one_finding(was: Kind, now: Kind, what: str | None) -> None:
    changes = changed(run({"b": was}), run({"b": now}))
    assert [one.what for one in changes.findings] == ([what] if what else [])
    assert changes.new == changes.gone == []


def test_resources_that_come_and_go() -> None:
    changes = changed(run({"a": BAD, "b": GOOD}), run({"b": GOOD, "c": BAD, "d": UNSURE}))
    assert changes.new == [("plan.json", "c"), ("plan.json", "d")]
    assert changes.gone == [("plan.json", "a")]
    assert [(one.what, one.resource, one.was) for one in changes.findings] == [
        ("broken", "c", "absent"),
        ("newly undecided", "d", "absent"),
    ]
    assert changes.counts() == {
        "broken": 1,
        "newly undecided": 1,
        "new resources": 2,
        "gone resources": 1,
    }


def test_the_name_of_a_single_input_does_not_matter() -> None:
    changes = changed(run({"a": BAD}, "old.json"), run({"a": GOOD}, "new.json"))
    assert [(one.what, one.file) for one in changes.findings] == [("fixed", "new.json")]
    assert changes.new == changes.gone == []


def test_cells() -> None:
    before = {"a": kind(states="ip"), "b": kind(states="ia"), "c": kind(states="ia")}
    after = {"a": kind(states="lp"), "b": kind(states="il"), "c": kind(states="ip", parties="ac")}
    before["d"], after["d"] = kind(states="oo"), kind(states="lo")  # what never counted
    changes = changed(run(before), run(after))
    bucket = "AWS::S3::Bucket"
    assert changes.lapsed == [
        Moves("keys", bucket, "attested", "lapsed", 1),
        Moves("site", bucket, "inherited", "lapsed", 1),
    ]
    assert changes.states == [
        Moves("keys", bucket, "attested", "proved", 1),
        Moves("site", bucket, "open", "lapsed", 1),
    ]
    assert changes.parties == [Moves("keys", bucket, "shared", "customer", 1)]
    assert changes.counts() == {"lapsed cells": 2, "moved cells": 1}


def test_an_incomplete_run_says_so() -> None:
    assert changed(run({"a": GOOD}), run({}, complete=False)).partial
    assert not changed(run({"a": GOOD}), run({})).partial


def test_only_what_changed_is_read() -> None:
    many = {f"bucket-{n:05}": kind(seen=n) for n in range(9000)}
    old = run(many)
    new = run({**many, "bucket-04321": BAD})
    read = list[str]()
    both = {**old.blobs, **new.blobs}

    def reading(name: str) -> bytes:
        read.append(name)
        return both[name]

    changes = compare(old.run, new.run, reading)
    assert [one.resource for one in changes.findings] == ["bucket-04321"]
    assert len(read) == 4 < len(old.blobs)  # two indexes, and a chunk of each
    assert compare(old.run, old.run, reading).counts() == {}
    assert len(read) == 4


def test_a_resource_that_comes_changes_one_chunk() -> None:
    many = {f"bucket-{n:05}": GOOD for n in range(9000)}
    old, new = run(many), run({**many, "bucket-00007-a": GOOD})
    assert len(new.blobs.keys() - old.blobs.keys()) == 2


def test_two_resources_of_one_address() -> None:
    rows = [Row("f", "a", GOOD), Row("f", "a", BAD), Row("f", "b", GOOD)]
    name, blobs = runs.pack(rows, LAYERS)
    other, more = runs.pack([rows[0], Row("f", "a", GOOD), rows[2]], LAYERS)
    made = run({}).run
    old = msgspec.structs.replace(made, rows=name)
    new = msgspec.structs.replace(made, rows=other)
    changes = compare(old, new, {**blobs, **more}.__getitem__)
    assert [one.what for one in changes.findings] == ["fixed"]


def test_layers_that_are_new_say_nothing_of_before() -> None:
    name, blobs = runs.pack([Row("f", "a", Kind("T", "aas", "ipp", ()))], ("site", "host", "keys"))
    new = msgspec.structs.replace(run({}).run, rows=name)
    old = run({"a": Kind("T", "as", "ir", ())}, "f")
    changes = compare(old.run, new, {**old.blobs, **blobs}.__getitem__)
    assert changes.states == [Moves("keys", "T", "refuted", "proved", 1)]


def test_history_and_trend(at: str) -> None:
    made = Ledger(at, create=True)
    for rows, file in (
        ({"a": BAD}, "prod.json"),
        ({"a": GOOD}, "stage.json"),
        ({"a": GOOD}, "prod.json"),
        ({"a": UNSURE}, "prod.json"),
    ):
        made.record(run(rows, file))
    with made.reading() as read:
        points = list(history(made.runs(), read))
    assert [(one.number, one.since, one.changes) for one in points] == [
        (1, 0, {}),
        (2, 0, {}),
        (3, 1, {"fixed": 1}),
        (4, 3, {"newly undecided": 1}),
    ]
    assert [one.number for one in trend(points)] == [2, 4]
    assert trend(points, "2026-11-24") == []


def test_rows_that_are_gone_are_told(at: str) -> None:
    made = Ledger(at, create=True)
    made.record(run({"a": BAD}))
    (one,) = made.runs()
    lost = Recorded(2, one.at, msgspec.structs.replace(one.run, rows="f" * 64))
    with pytest.raises(LedgerError, match="rows of a run are gone"), made.reading() as read:
        list(history([one, lost], read))


def test_equal_runs_are_equal_bytes() -> None:
    mark = Mark("c", "proved", b"1" * 32)
    rows = [Row("f", f"r{n}", Kind("T", "as", "ip", (mark,))) for n in range(3000)]
    assert runs.pack(rows, LAYERS) == runs.pack(iter(rows), LAYERS)
