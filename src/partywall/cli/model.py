"""`partywall model`: every statement of the model, and how it stands for an estate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Unpack

import click

from partywall.assess.report import Report
from partywall.assess.standing import Standing
from partywall.assess.standings import Standings
from partywall.cli import INCOMPLETE
from partywall.cli.estates import Given, InOrder, ledger_option, reading_options, report_on
from partywall.cli.output import STDOUT, write
from partywall.controls import registry
from partywall.line.statements import Statement, find, near, statements
from partywall.reports import model_json, model_text


@click.command("model", cls=InOrder, short_help="List the statements of the model.")
@click.argument("words", nargs=-1, metavar="[ROW] [PATH...]")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day dated facts are held against."
)
@ledger_option
@reading_options
def command(
    words: tuple[str, ...],
    form: str,
    as_of: datetime | None,
    ledger: str | None,
    **given: Unpack[Given],
) -> None:
    """List the statements of the shared responsibility model, or explain one of them.

    ROW is the number or the name of a statement, as in 71 or inter-region-traffic. PATH is what
    partywall check takes: then each statement has a state for that estate.

    Exit codes: 0 nothing refuted, 1 something refuted, 2 wrong usage, 3 input unreadable or
    analysis incomplete.
    """
    row, paths = _row_and_paths(words)
    chosen = statements() if row is None else (row,)
    if not paths:
        _tell(chosen, form, alone=row is not None)
        return
    today = as_of.date() if as_of else datetime.now(UTC).date()
    report = report_on(paths, given, today, ledger)
    of = Standings(report).of
    standings = [of(one, evidence=row is not None) for one in chosen]
    _tell_standings(report, standings, form, alone=row is not None)
    refuted = any(one.state == "refuted" for one in standings)
    raise click.exceptions.Exit(INCOMPLETE if report.incomplete else int(refuted))


def _row_and_paths(words: tuple[str, ...]) -> tuple[Statement | None, tuple[str, ...]]:
    """The statement that the first word names, if it names one, and the paths.

    Raises click.UsageError when the first word is neither a statement nor like a path.
    """
    if not words:
        return None, ()
    first = words[0]
    row = find(first)
    if row is not None:
        return row, words[1:]
    if first == STDOUT or Path(first).exists() or "." in first or Path(first).name != first:
        return None, words
    close = near(first)
    if first.isdecimal():
        hint = f"rows go from 1 to {len(statements())}"
    else:
        hint = f"did you mean {', '.join(close)}?" if close else "see: partywall model"
    raise click.UsageError(f"there is no statement {first!r}, nor such a file; {hint}")


def _tell(chosen: Sequence[Statement], form: str, *, alone: bool) -> None:
    """The statements, without an estate."""
    if form == "json":
        write([model_json.bare(chosen)], None)
    elif alone:
        titles = {one.id: one.text.title for one in registry.all_controls()}
        _say([*model_text.page(chosen[0]), *model_text.controls(chosen[0], titles)])
    else:
        _say(model_text.bare_list(chosen))


def _tell_standings(
    report: Report, standings: Sequence[Standing], form: str, *, alone: bool
) -> None:
    """The statements as they stand for the estate of the report."""
    if form == "json":
        write([model_json.standing(report, standings, findings=alone)], None)
    elif alone:
        (one,) = standings
        _say([*model_text.page(one.statement), *model_text.evidence(report, one)])
    else:
        _say(model_text.standing_list(report, standings))


def _say(lines: Iterable[str]) -> None:
    write([f"{line}\n".encode() for line in lines], None)
