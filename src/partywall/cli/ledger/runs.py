"""Recorded checks: all of them, what changed between two, and how the numbers went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import msgspec

from partywall.cli.ledger.show import FORMAT, said
from partywall.cli.ledgers import configured, ledger_options, open_ledger, told
from partywall.cli.output import write
from partywall.reports.escaping import visible

if TYPE_CHECKING:
    from partywall.ledger.changes import Changes, Moves
    from partywall.ledger.history import Point
    from partywall.ledger.runs import Recorded
    from partywall.ledger.store import Ledger

VERDICTS: Final = ("refuted", "undecided", "proved", "waived")
SHOWN: Final = 50
"""Findings or resources of one kind of change that are listed; the rest are counted."""


@click.command("history", short_help="Every recorded check.")
@FORMAT
@ledger_options
def history(form: str, ledger: str | None, config_file: Path | None) -> None:
    """List every recorded check: its numbers, and what changed since the last over its inputs."""
    points = _points(open_ledger(ledger, configured(config_file), runs=True))
    if form == "json":
        _json(points)
        return
    said(_history(points))


@click.command("trend", short_help="The numbers over time.")
@FORMAT
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day.")
@ledger_options
def trend(form: str, since: object, ledger: str | None, config_file: Path | None) -> None:
    """Show how the numbers went, the last check of each day over the same inputs."""
    from partywall.ledger import history as past

    points = past.trend(
        _points(open_ledger(ledger, configured(config_file), runs=True)), str(since or "")
    )
    if form == "json":
        _json(points)
        return
    said(_trend(points))


@click.command("diff", short_help="What changed between two recorded checks.")
@click.argument("old", type=int)
@click.argument("new", type=int)
@FORMAT
@ledger_options
def diff(old: int, new: int, form: str, ledger: str | None, config_file: Path | None) -> None:
    """Say what differs in the run NEW from the run OLD, as ledger history numbers them.

    Exit codes: 0 whatever differs, 2 wrong usage, 3 the ledger cannot be read.
    """
    from partywall.ledger.changes import compare

    store = open_ledger(ledger, configured(config_file), runs=True)
    with told(), store.reading() as read:
        runs = {one.number: one for one in store.runs()}
        before, after = _run(runs, old), _run(runs, new)
        changes = compare(before.run, after.run, read)
    if form == "json":
        _json({"old": old, "new": new, "changes": changes})
        return
    said(_diff(before, after, changes))


def _points(store: Ledger) -> list[Point]:
    from partywall.ledger import history as past

    with told(), store.reading() as read:
        return list(past.history(store.runs(), read))


def _run(runs: dict[int, Recorded], number: int) -> Recorded:
    if number not in runs:
        last = ", ".join(str(one) for one in sorted(runs)[-5:])
        hint = f"the last are {last}" if runs else "there is none yet; see partywall check --record"
        raise click.UsageError(f"there is no run {number}; {hint}")
    return runs[number]


def _json(what: object) -> None:
    encoded = msgspec.json.encode(what, order="sorted")
    write([msgspec.json.format(encoded, indent=2), b"\n"], None)


def _history(points: Sequence[Point]) -> Iterator[str]:
    if not points:
        yield "no check is recorded yet; see partywall check --record"
    for one in points:
        incomplete = "" if one.complete else ", incomplete"
        files = ", ".join(visible(file) for file in one.files[:3])
        more = f" and {len(one.files) - 3} more" if len(one.files) > 3 else ""
        at = one.at[:16].replace("T", " ")
        yield f"run {one.number}, {at} UTC, as of {one.as_of}{incomplete}"
        many = f"{one.resources} resource{'s' * (one.resources != 1)}"
        yield f"  {files}{more}: {many}; {_counted(one.verdicts)}"
        if one.since:
            told = ", ".join(f"{many} {what}" for what, many in one.changes.items())
            yield f"  since run {one.since}: {told or 'no change'}"


def _counted(verdicts: dict[str, int]) -> str:
    found = [f"{verdicts[name]} {name}" for name in VERDICTS if verdicts.get(name)]
    return ", ".join(found) or "nothing judged"


COLUMNS: Final = (
    *("refuted", "undecided", "proved", "waived", "fixed", "broken"),
    *("lapsed cells", "lapsed duties"),
)


def _trend(points: Sequence[Point]) -> Iterator[str]:
    yield "day         run  resources  " + "  ".join(COLUMNS)
    for one in points:
        numbers = {**one.verdicts, **one.changes}
        cells = "  ".join(f"{numbers.get(name, 0):>{len(name)}}" for name in COLUMNS)
        yield f"{one.as_of}  {one.number:>3}  {one.resources:>9}  {cells}"


def _diff(old: Recorded, new: Recorded, changes: Changes) -> Iterator[str]:
    from partywall.ledger.changes import SAID

    yield f"run {old.number} ({old.run.as_of}) → run {new.number} ({new.run.as_of})"
    if changes.partial:
        yield "one of them is incomplete: what is gone may be there and not have been read"
    for what, meaning in SAID.items():
        found = [one for one in changes.findings if one.what == what]
        yield from _some(
            f"{what}: {meaning}",
            [
                f"{visible(one.resource)}  {one.control}  {one.was} → {one.now}{_in(one.file)}"
                for one in found
            ],
        )
    lapsed = [f"{visible(one.duty)}: {one.was} before" for one in changes.duties if one.lapsed]
    title = "lapsed: counted before, and not any more"
    yield from _some(title, [*lapsed, *_moved(changes.lapsed)])
    turned = [one for one in changes.duties if not one.lapsed]
    told = [f"{visible(one.duty)}: from {one.was} to {one.now}" for one in turned]
    yield from _some("duties and cells that stand otherwise", [*told, *_moved(changes.states)])
    yield from _some("the line moved: whose job it is", _moved(changes.parties))
    for title, names in (("new resources", changes.new), ("gone resources", changes.gone)):
        yield from _some(title, [f"{visible(name)}{_in(file)}" for file, name in names])
    if not changes.counts() and not changes.states and not changes.duties:
        yield "no change"


def _in(file: str) -> str:
    return f"  ({visible(file)})" if file else ""


def _moved(moves: Sequence[Moves]) -> list[str]:
    return [f"{one.layer} of {one.type}: {one.cells} from {one.was} to {one.now}" for one in moves]


def _some(title: str, lines: Sequence[str]) -> Iterator[str]:
    """A heading with its number, and the lines below; nothing without lines."""
    if lines:
        yield ""
        yield f"{title} ({len(lines)})"
        yield from (f"  {line}" for line in lines[:SHOWN])
        if len(lines) > SHOWN:
            yield f"  … and {len(lines) - SHOWN} more; see them all with --format json"


COMMANDS: Final = (history, diff, trend)
