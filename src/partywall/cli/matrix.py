"""`partywall matrix`: who answers for each layer of each resource, and what shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Unpack

import click

from partywall.assess.framework import Frameworks
from partywall.assess.framework_ledger import half, words
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
from partywall.kernel.errors import ConfigError
from partywall.line.crosswalk import BASELINES, crosswalk
from partywall.reports import matrix_caiq, matrix_crm
from partywall.reports.matrix import BY_CONTROL, FORMATS, By, render

ALL: Final = (*FORMATS, *BY_CONTROL)
CCM: Final = "ccm-v4"


@click.command("matrix", cls=InOrder, short_help="Write the responsibility matrix, for an auditor.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(ALL), help="By default as FILE ends, or md.")
@click.option("--output", "file", metavar="FILE", help="Where to; standard output by default.")
@click.option(
    "--by", type=click.Choice(["resource", "service"]), default="resource", help="What a row is."
)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day on which proofs have to count."
)
@click.option(
    "--baseline", type=click.Choice(list(BASELINES)), help="In crm, only controls of this baseline."
)
@ledger_option
@reading_options
def command(
    paths: tuple[str, ...],
    form: str | None,
    file: str | None,
    by: By,
    as_of: datetime | None,
    baseline: str | None,
    ledger: str | None,
    **given: Unpack[Given],
) -> None:
    """Write the responsibility matrix: per cell whose it is, both duties, state, proof, end.

    PATH is what partywall check takes. The formats crm and caiq are tables by control: FedRAMP's
    customer responsibility matrix, and the ownership columns of CSA's CAIQ.

    Exit codes: 0 written, 2 wrong usage, 3 input unreadable or analysis incomplete; the matrix
    is written then, too, and says so.
    """
    target = None if file in (None, STDOUT) else Path(str(file))
    name = form or (target.suffix.lstrip(".").lower() if target is not None else "md")
    if name not in ALL:
        raise click.UsageError(f"say which format {file} is to have: --format {'|'.join(ALL)}")
    if baseline and name != "crm":
        raise click.UsageError("--baseline goes with --format crm")
    if name == "xlsx" and target is None and file != STDOUT:
        raise click.UsageError("a workbook goes to a file: add --output FILE, or --output -")
    if target is not None and not target.parent.is_dir():
        raise click.UsageError(f"--output {file}: there is no folder {target.parent}")
    today = as_of.date() if as_of else datetime.now(UTC).date()
    report = report_on(paths, given, today, ledger)
    try:
        chunks = _by_control(name, report, baseline) if name in BY_CONTROL else None
        write(chunks or render(name, report, by), target)
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    raise click.exceptions.Exit(INCOMPLETE if report.incomplete else 0)


def _by_control(name: str, report: Report, baseline: str | None) -> Iterator[bytes]:
    """The tables whose rows are controls of a framework."""
    known = crosswalk()
    of = Frameworks(report, half, words(report, vouched())).of
    standings = (
        of(one) for one in known.dispositions.values() if not baseline or baseline in one.baselines
    )
    if name == "crm":
        return matrix_crm.render(report, standings)
    return matrix_caiq.render(report, known.frameworks[CCM].rows, standings)
