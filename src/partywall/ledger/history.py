"""The runs of a ledger in order, each with what changed since the one before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from partywall.ledger.changes import Read, compare
from partywall.ledger.runs import Recorded


class Point(Struct, frozen=True):
    """One run, in numbers.

    `number` is that of its entry, `at` when it was recorded (UTC, ISO 8601), `as_of` the day that
    it speaks of. `cells` counts cells by state, `verdicts` findings by verdict. `since` is the
    number of the run that `changes` are counted from, 0 for the first over these inputs.
    """

    number: int
    at: str
    as_of: str
    version: str
    complete: bool
    files: tuple[str, ...]
    resources: int
    verdicts: dict[str, int]
    cells: dict[str, int]
    since: int
    changes: dict[str, int]


def history(recorded: Iterable[Recorded], read: Read) -> Iterator[Point]:
    """A point for each run, the oldest first; raises what `read` does when rows are gone."""
    before: list[Recorded] = []
    for one in recorded:
        earlier = previous(before, one)
        run = one.run
        cells: Counter[str] = Counter()
        for states in run.cells.values():
            cells.update(states)
        yield Point(
            number=one.number,
            at=one.at,
            as_of=run.as_of,
            version=run.version,
            complete=run.complete,
            files=tuple(sorted(run.files)),
            resources=run.resources,
            verdicts=run.verdicts,
            cells=dict(sorted(cells.items())),
            since=earlier.number if earlier else 0,
            changes=compare(earlier.run, run, read).counts() if earlier else {},
        )
        before.append(one)


def previous(recorded: Sequence[Recorded], one: Recorded) -> Recorded | None:
    """The latest of these runs that has an input in common with `one`; None without."""
    return next((old for old in reversed(recorded) if old.run.files & one.run.files), None)


def trend(points: Iterable[Point], since: str = "") -> list[Point]:
    """The last point of each day (ISO date) over the same inputs, from `since` on."""
    last: dict[tuple[str, tuple[str, ...]], Point] = {}
    for one in points:
        if one.as_of >= since:
            key = (one.as_of, one.files)
            last.pop(key, None)
            last[key] = one
    return list(last.values())
