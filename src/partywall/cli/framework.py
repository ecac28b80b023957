"""`partywall framework`: whose each control of a framework is, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Unpack

import click
from msgspec import Struct

from partywall.assess.framework import ControlStanding, Frameworks
from partywall.assess.framework_ledger import half
from partywall.assess.framework_ledger import words as words_on
from partywall.assess.report import Report
from partywall.cli import INCOMPLETE
from partywall.cli.estates import (
    Given,
    InOrder,
    ledger_option,
    reading_options,
    report_on,
    vouched,
)
from partywall.cli.output import STDOUT, write
from partywall.controls import registry
from partywall.line.crosswalk import (
    BASELINES,
    NIST,
    Disposition,
    Framework,
    Row,
    canonical,
    crosswalk,
    near,
)
from partywall.reports import framework_data, framework_text


class Asked(Struct, frozen=True):
    """What the words and options of the command line ask for.

    `chosen` are NIST's controls; with `other`, those that its `rows` intersect. `alone` when one
    control, or one id of the other framework, was named.
    """

    chosen: tuple[Disposition, ...]
    paths: tuple[str, ...]
    baseline: str = ""
    alone: bool = False
    other: Framework | None = None
    rows: tuple[Row, ...] = ()


@click.command("framework", cls=InOrder, short_help="Whose each control of a framework is.")
@click.argument("words", nargs=-1, metavar="[NAME] [CONTROL] [PATH...]")
@click.option(
    "--baseline",
    type=click.Choice(list(BASELINES)),
    help="Only the controls of this baseline: low, moderate, high and privacy are NIST's own "
    "(SP 800-53B), those that begin with fedramp- are FedRAMP's.",
)
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day dated facts are held against."
)
@ledger_option
@reading_options
def command(
    words: tuple[str, ...],
    baseline: str | None,
    form: str,
    as_of: datetime | None,
    ledger: str | None,
    **given: Unpack[Given],
) -> None:
    """Say whose each control of NIST SP 800-53 r5 is, or explain one of them.

    NAME is a framework, as nist-800-53 or soc-2; without one they are listed. CONTROL is one of
    its ids, as SC-28 or ac-2.1. PATH is what partywall check takes: then each control has a
    state for that estate.

    Exit codes: 0 nothing refuted, 1 something refuted, 2 wrong usage, 3 input unreadable or
    analysis incomplete.
    """
    if not words:
        _say(framework_text.frameworks(crosswalk()))
        return
    asked = _asked(words, baseline or "")
    if not asked.paths:
        _tell(asked, form)
        return
    today = as_of.date() if as_of else datetime.now(UTC).date()
    report = report_on(asked.paths, given, today, ledger)
    of = Frameworks(report, half, words_on(report, vouched())).of
    standings = [of(one) for one in asked.chosen]
    _tell_standings(asked, report, standings, form)
    refuted = any(one.state == "refuted" for one in standings)
    raise click.exceptions.Exit(INCOMPLETE if report.incomplete else int(refuted))


def _asked(words: tuple[str, ...], baseline: str) -> Asked:
    """What is asked for. Raises click.UsageError for names that there are not."""
    known = crosswalk()
    name, rest = words[0].casefold(), words[1:]
    if name == NIST:
        return _asked_of_nist(rest, baseline)
    other = known.frameworks.get(name)
    if other is None:
        names = (NIST, *known.frameworks)
        close = near(name, names) or names
        raise click.UsageError(f"there is no framework {words[0]!r}; try {', '.join(close)}")
    if baseline:
        raise click.UsageError(f"--baseline: {name} has none; it goes with {NIST}")
    ids = {row.id.casefold(): row for row in other.rows}
    row = ids.get(rest[0].casefold()) if rest else None
    if row is None and rest:
        _must_be_path(rest[0], tuple(one.id for one in other.rows))
    rows = (row,) if row else other.rows
    wanted = {id for one in rows for id in one.nist}
    chosen = tuple(one for id, one in known.dispositions.items() if id in wanted)
    paths = rest[1:] if row else rest
    return Asked(chosen, paths, alone=row is not None, other=other, rows=rows)


def _asked_of_nist(rest: tuple[str, ...], baseline: str) -> Asked:
    known = crosswalk()
    if rest:
        id = canonical(rest[0])
        if id in known.dispositions:
            return Asked((known.dispositions[id],), rest[1:], alone=True)
        if id in known.withdrawn:
            instead = ", ".join(known.withdrawn[id])
            hint = f"; see {instead}" if instead else ""
            raise click.UsageError(f"NIST has withdrawn {id}{hint}")
        _must_be_path(rest[0], tuple(known.dispositions))
    every = known.dispositions.values()
    chosen = tuple(one for one in every if not baseline or baseline in one.baselines)
    return Asked(chosen, rest, baseline)


def _must_be_path(word: str, ids: tuple[str, ...]) -> None:
    """Raises click.UsageError when the word is neither an id nor like a path."""
    if word == STDOUT or Path(word).exists() or Path(word).name != word:
        return
    close = near(canonical(word), ids)
    hint = f"did you mean {', '.join(close)}?" if close else "see: partywall framework"
    raise click.UsageError(f"there is no control {word!r}, nor such a file; {hint}")


def _tell(asked: Asked, form: str) -> None:
    """The dispositions, without an estate."""
    known = crosswalk()
    if asked.other is not None:
        _tell_other(asked.other, asked.rows, {}, form)
    elif form == "json":
        write([framework_data.as_json(known, asked.chosen, asked.baseline)], None)
    elif form == "csv":
        write(framework_data.as_csv(asked.chosen), None)
    elif asked.alone:
        _say(framework_text.page(known, asked.chosen[0], _titles()))
    else:
        _say(framework_text.bare_list(known, asked.chosen, asked.baseline))


def _tell_standings(
    asked: Asked, report: Report, standings: Sequence[ControlStanding], form: str
) -> None:
    """The controls as they stand for the estate of the report."""
    known = crosswalk()
    if asked.other is not None:
        states = {one.disposition.id: one.state for one in standings}
        _tell_other(asked.other, asked.rows, states, form)
    elif form == "json":
        found = framework_data.as_json(known, asked.chosen, asked.baseline, report, standings)
        write([found], None)
    elif form == "csv":
        write(framework_data.as_csv(asked.chosen, standings), None)
    elif asked.alone:
        (one,) = standings
        _say(framework_text.page(known, one.disposition, _titles()))
        _say(framework_text.evidence(report, one))
    else:
        _say(framework_text.standing_list(known, report, standings, asked.baseline))


def _tell_other(
    other: Framework, rows: Sequence[Row], states: Mapping[str, str], form: str
) -> None:
    if form == "json":
        write([framework_data.other_json(other, rows, states)], None)
    elif form == "csv":
        write(framework_data.other_csv(rows, states), None)
    else:
        _say(framework_text.other(other, rows, states))


def _titles() -> dict[str, str]:
    return {one.id: one.text.title for one in registry.all_controls()}


def _say(lines: Iterable[str]) -> None:
    write([f"{line}\n".encode() for line in lines], None)
