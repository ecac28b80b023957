"""Commands that read records from elsewhere: a folder of TOML files, a roster, AWS Artifact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
import msgspec

from partywall.cli.ledger.keeping import names, recording
from partywall.cli.ledger.show import said
from partywall.cli.ledgers import Unusable, configured, day, open_ledger, told
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.errors import PartywallError
from partywall.ledger.records import AwsReport, Record, Training
from partywall.reports.escaping import visible

if TYPE_CHECKING:
    from partywall.ledger.artifact import Scope


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
    from partywall.ledger.training import taken_in

    store = open_ledger(ledger, configured(config_file), create=True)
    with told():
        found = read(folder)
        without = {one.record for one in found.unsupported}
        kept = [one for one in found.records if one.id not in without]
        rows = [one for one in kept if isinstance(one, Training)]
        others = [one for one in kept if not isinstance(one, Training)]
        records = [*others, *taken_in(rows, store.records(), day(None))]
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

    A row of an earlier roster on the same person and course that FILE no longer has is withdrawn.

    Exit codes: 0 all taken in, 1 a row is wrong, 2 wrong usage, 3 the ledger cannot be read or
    written.
    """
    from partywall.ledger.roster import read
    from partywall.ledger.training import taken_in

    store = open_ledger(ledger, configured(config_file), create=True)
    found = read(file, origin="hand")
    if any(one.level == "error" for one in found.problems):
        _tell(0, 0, 0, found.problems)
    with told():
        rows = taken_in(found.records, store.records(), day(None))
        added = store.add(rows, restate=True, any_clock=any_clock)
    _tell(len(added.new), len(added.restated), len(added.same), found.problems)


@click.command("artifact", short_help="Read the account's reports and agreements in AWS Artifact.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    metavar="PROGRAM=SERVICES@REGIONS",
    help="What a program's reports cover, as soc-2=s3,rds@eu-west-1; repeatable.",
)
@click.option("--profile", help="Of the shared AWS configuration.")
@recording
def artifact(
    scopes: tuple[str, ...],
    profile: str | None,
    ledger: str | None,
    config_file: Path | None,
    any_clock: bool,
) -> None:
    """Record which reports AWS Artifact has for the account, and which agreements are in force.

    Only its lists are read, never a document. They do not say what a report covers: without a
    --scope for its program a report is recorded and covers nothing, or what it was said to cover
    when it was recorded before.

    Exit codes: 0 all told, 1 something is not clear, 2 wrong usage, 3 AWS did not answer, or the
    ledger cannot be read or written.
    """
    from partywall.ledger.artifact import read

    within = dict(_scope(one) for one in scopes)
    store = open_ledger(ledger, configured(config_file), create=True)
    found = read(_client(profile), within)
    with told():
        reports = _scoped(found.reports, within, store.records())
        added = store.add([*reports, *found.agreements], restate=True, any_clock=any_clock)
    if any(one.level == "error" for one in found.problems):
        _show(found.problems)
        raise Unusable("not all was read; what was, is recorded")
    _tell(len(added.new), len(added.restated), len(added.same), found.problems)


def _scoped(
    reports: Iterable[AwsReport], within: Mapping[str, Scope], there: Iterable[Record]
) -> list[AwsReport]:
    """The reports; one that no scope is given for keeps what it was said to cover before."""
    before = {one.id: one for one in there if isinstance(one, AwsReport)}
    kept = []
    for one in reports:
        old = before.get(one.id)
        if old is not None and one.program not in within:
            one = msgspec.structs.replace(one, services=old.services, regions=old.regions)
        kept.append(one)
    return kept


def _client(profile: str | None) -> Any:
    from partywall.ledger.artifact import connect

    try:
        return connect(profile=profile)
    except PartywallError as error:
        raise Unusable(str(error)) from error
    except Exception as error:  # botocore's own, of which none is known before it is there
        raise Unusable(f"AWS Artifact cannot be asked: {type(error).__name__}") from error


def _scope(text: str) -> tuple[str, Scope]:
    """`soc-2=s3,rds@eu-west-1` → soc-2, and its services and Regions.

    Raises click.UsageError for anything else.
    """
    from partywall.ledger import programs
    from partywall.ledger.artifact import Scope

    program, _, covers = text.partition("=")
    services, _, regions = covers.partition("@")
    if program not in programs.programs():
        near = ", ".join(programs.near(program))
        hint = f"did you mean {near}?" if near else "write PROGRAM=SERVICES@REGIONS"
        raise click.UsageError(f"--scope {text}: there is no program {program!r}; {hint}")
    return program, Scope(names((services,)), names((regions,)))


def _tell(new: int, restated: int, same: int, problems: Iterable[Diagnostic]) -> None:
    """Say what became of the records; the exit code is 1 when one of them was wrong."""
    problems = list(problems)
    _show(problems)
    said([f"{new} recorded, {restated} recorded anew, {same} there already"])
    if any(one.level != "info" for one in problems):
        raise click.exceptions.Exit(1)


def _show(problems: Iterable[Diagnostic]) -> None:
    for one in problems:
        click.echo(f"partywall: {one.level}: {visible(str(one))}", err=True)


COMMANDS: Final = (import_folder, roster, artifact)
