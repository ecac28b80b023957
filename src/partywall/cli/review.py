"""`partywall review`: two pages for those who decide."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from partywall.assess import baseline as baselines
from partywall.assess.report import Report
from partywall.cli import INCOMPLETE
from partywall.cli.estates import Given, InOrder, ledger_option, reading_options, report_on
from partywall.cli.ledgers import configured, is_folder, is_there, open_ledger, runs_address, told
from partywall.cli.output import STDOUT, write
from partywall.kernel.errors import SourceError

if TYPE_CHECKING:
    from partywall.assess.since import Since


@click.command("review", cls=InOrder, short_help="Write the executive review, two pages.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["html", "md"]), help="html, or as FILE ends.")
@click.option("--output", "file", metavar="FILE", help="Where to; standard output by default.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Compare with a JSON report.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day on which proofs have to count."
)
@ledger_option
@reading_options
def command(
    paths: tuple[str, ...],
    form: str | None,
    file: str | None,
    baseline: Path | None,
    as_of: datetime | None,
    ledger: str | None,
    **given: Unpack[Given],
) -> None:
    """Write the executive review: the line, what changed, what lapses, risks, decisions, owners.

    PATH is what partywall check takes. What changed is seen against --baseline, or against the
    last run that the ledger has recorded.

    Exit codes: 0 written, 2 wrong usage, 3 input unreadable or analysis incomplete; the review
    is written then, too, and says so.
    """
    target = None if file in (None, STDOUT) else Path(str(file))
    ending = target.suffix.lower() if target is not None else ""
    name = form or ("md" if ending == ".md" else "html")
    if target is not None and not target.parent.is_dir():
        raise click.UsageError(f"--output {file}: there is no folder {target.parent}")
    try:
        before = baselines.load(baseline) if baseline else None
    except SourceError as error:
        click.echo(f"partywall: {error}", err=True)
        raise click.exceptions.Exit(INCOMPLETE) from error
    today = as_of.date() if as_of else datetime.now(UTC).date()
    report = report_on(paths, given, today, ledger)
    lapsed: tuple[str, ...] = ()
    if before is not None:
        report.comparison = baselines.compare(str(baseline), before, report.findings)
    else:
        since = _since_last(report, ledger, given["config_file"])
        if since is not None:
            report.comparison, lapsed = since.findings, since.lapsed
    module = importlib.import_module(f"partywall.reports.review_{name}")
    write(module.render(report, lapsed), target)
    raise click.exceptions.Exit(INCOMPLETE if report.incomplete else 0)


def _since_last(report: Report, ledger: str | None, config_file: Path | None) -> Since | None:
    """What changed since the last recorded run; a folder of TOML keeps none, nor does a file that
    the first recording has still to make."""
    loaded = configured(config_file)
    at = runs_address(ledger, loaded)
    if not at or is_folder(at) or not is_there(at):
        return None
    from partywall.assess.since import since_last

    store = open_ledger(ledger, loaded, runs=True)
    with told(), store.reading() as read:
        return since_last(report, store.runs(), read)
