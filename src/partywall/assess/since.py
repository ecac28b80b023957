"""What changed since the last recorded run over the same inputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from partywall.assess.recording import packed
from partywall.assess.report import Change, Comparison, Report
from partywall.ledger import changes
from partywall.ledger.changes import Read, Which
from partywall.ledger.runs import Recorded


class Since(Struct, frozen=True):
    """What differs from an earlier run: findings, and in words what has run out since."""

    findings: Comparison
    lapsed: tuple[str, ...]


WORSE: Final[frozenset[Which]] = frozenset({"broken", "waiver expired", "waiver withdrawn"})


def since_last(report: Report, runs: Iterable[Recorded], read: Read) -> Since | None:
    """How the report differs from the last of `runs` with the same inputs; None without one.

    `read` gives a blob of the ledger by its hash. The report itself is not recorded.
    """
    files = frozenset(one.file for one in report.inputs)
    last = max(
        (one for one in runs if one.run.files == files),
        key=lambda one: one.number,
        default=None,
    )
    if last is None:
        return None
    now = packed(report)
    found = changes.compare(
        last.run, now.run, lambda name: now.blobs[name] if name in now.blobs else read(name)
    )
    comparison = Comparison(
        f"run {last.number} of {last.run.as_of}{'' if last.run.complete else ', incomplete'}",
        _those(found.findings, WORSE),
        _those(found.findings, {"fixed"}),
        _those(found.findings, {"newly undecided"}),
    )
    return Since(comparison, tuple(_lapsed(found)))


def _lapsed(found: changes.Changes) -> Iterator[str]:
    """Each duty that lapsed, and how many cells."""
    yield from (f"{one.duty}, {one.was} before" for one in found.duties if one.lapsed)
    for state in changes.COUNTED:
        moved = [one for one in found.lapsed if one.was == state]
        cells, types = sum(one.cells for one in moved), len({one.type for one in moved})
        if cells:
            many = f"{cells} cell{'s' * (cells != 1)} of {types} type{'s' * (types != 1)}"
            yield f"{many}, {state} before"


def _those(found: Iterable[changes.Change], kinds: Iterable[Which]) -> tuple[Change, ...]:
    wanted = frozenset(kinds)
    return tuple(
        Change(one.control, one.resource, one.file, one.was, one.now)
        for one in found
        if one.what in wanted
    )
