"""Commands that read records from elsewhere: a folder of TOML files, a roster, AWS Artifact."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from partywall.cli.ledger_add import recording
from partywall.cli.ledger_show import said
from partywall.cli.ledgers import configured, open_ledger, told
from partywall.kernel.diagnostic import Diagnostic
from partywall.reports.escaping import visible


@click.command("import", short_help="Take in the records of a folder of TOML files.")
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@recording
def import_folder(
    folder: Path, ledger: str | None, config_file: Path | None, any_clock: bool
) -> None:
    """Take in the records of FOLDER; what the ledger has already is left alone.

    A record that was edited since is recorded anew and counts from then on; what it said before
    stays. A record whose file is gone or has changed is left out.

    Exit codes: 0 all taken in, 1 something is wrong with the folder, 2 wrong usage, 3 the ledger
    cannot be read or written.
    """
    from partywall.ledger.folder import read

    store = open_ledger(ledger, configured(config_file), create=True)
    with told():
        found = read(folder)
        without = {one.record for one in found.unsupported}
        records = [one for one in found.records if one.id not in without]
        added = store.add(records, restate=True, any_clock=any_clock)
    _tell(len(added.new), len(added.restated), len(added.same), found.problems)


@click.group("roster", short_help="Training rosters.")
def roster() -> None:
    """Training rosters: who has completed which course, and who has still to."""


@roster.command("import", short_help="Take in a training roster.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@recording
def roster_import(
    file: Path, ledger: str | None, config_file: Path | None, any_clock: bool
) -> None:
    """Take in FILE, a CSV table with a row a person: person, role, course, completed, until.

    Exit codes: 0 all taken in, 1 a row is wrong, 2 wrong usage, 3 the ledger cannot be read or
    written.
    """
    from partywall.ledger.roster import read

    store = open_ledger(ledger, configured(config_file), create=True)
    found = read(file, origin="hand")
    if any(one.level == "error" for one in found.problems):
        _tell(0, 0, 0, found.problems)
    with told():
        added = store.add(found.records, restate=True, any_clock=any_clock)
    _tell(len(added.new), len(added.restated), len(added.same), found.problems)


def _tell(new: int, restated: int, same: int, problems: Iterable[Diagnostic]) -> None:
    """Say what became of the records; the exit code is 1 when one of them was wrong."""
    problems = list(problems)
    for one in problems:
        click.echo(f"partywall: {one.level}: {visible(str(one))}", err=True)
    said([f"{new} recorded, {restated} recorded anew, {same} there already"])
    if any(one.level != "info" for one in problems):
        raise click.exceptions.Exit(1)


COMMANDS: Final = (import_folder, roster)
