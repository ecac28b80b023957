"""What changed since the last recorded run over the same inputs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from partywall.assess.recording import packed
from partywall.assess.report import Change, Comparison, Report
from partywall.ledger import changes
from partywall.ledger.changes import Read, Which
from partywall.ledger.runs import Recorded

WORSE: Final[frozenset[Which]] = frozenset({"broken", "waiver expired", "waiver withdrawn"})


def since_last(report: Report, runs: Iterable[Recorded], read: Read) -> Comparison | None:
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
    ).findings
    return Comparison(
        f"run {last.number} of {last.run.as_of}",
        _those(found, WORSE),
        _those(found, {"fixed"}),
        _those(found, {"newly undecided"}),
    )


def _those(found: Iterable[changes.Change], kinds: Iterable[Which]) -> tuple[Change, ...]:
    wanted = frozenset(kinds)
    return tuple(
        Change(one.control, one.resource, one.file, one.was, one.now)
        for one in found
        if one.what in wanted
    )
