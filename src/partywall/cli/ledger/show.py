"""What the ledger holds, and whether it is still what was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import msgspec

from partywall.cli.ledgers import (
    Opened,
    address,
    as_of_option,
    configured,
    day,
    default,
    ledger_options,
    open_ledger,
    open_records,
    told,
)
from partywall.cli.output import write
from partywall.ledger.records import Agreement, Attestation, AwsReport, BridgeLetter, Record
from partywall.reports.escaping import visible

if TYPE_CHECKING:
    from partywall.ledger.standings import RecordStanding

HASH: Final = re.compile(r"[0-9a-f]{64}")


@click.command("verify", short_help="Whether the ledger is as it was written.")
@click.option("--head", "held", metavar="HASH", default="", help="A head that you kept elsewhere.")
@ledger_options
def verify(held: str, ledger: str | None, config_file: Path | None) -> None:
    """Look through the whole chain, and say which entry was changed, removed, put in or moved.

    An entry whose time is before that of the entry before it, as --allow-clock-skew leaves it, is
    told and is no fault: the hashes show the order.

    Exit codes: 0 nothing found, 1 something was tampered with, 2 wrong usage, 3 the ledger cannot
    be read.
    """
    held = held.strip().casefold()
    if held and not HASH.fullmatch(held):
        raise click.UsageError("--head is no hash: give the 64 digits that ledger head printed")
    store = open_ledger(ledger, configured(config_file), runs=True)
    with told():
        faults = store.verify(held)
    name = visible(store.place.name)
    said(f"{name}: {one}" for one in faults)
    if any(not one.only_told for one in faults):
        raise click.exceptions.Exit(1)
    with told():
        head = store.head()
    beyond = ", and the head that you hold is one of them" if held else ""
    said([f"{name}: {head.number} entries, each as it was written{beyond}"])


@click.command("head", short_help="Print the hash of the last entry.")
@ledger_options
def head(ledger: str | None, config_file: Path | None) -> None:
    """Print the hash of the last entry, to be kept where the ledger's owner cannot change it.

    With it, partywall ledger verify --head HASH shows whether anything before it was changed.
    """
    store = open_ledger(ledger, configured(config_file), runs=True)
    with told():
        said([store.head().hash])


FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")


@click.command("list", short_help="Every record, and how it stands.")
@FORMAT
@as_of_option
@ledger_options
def records(
    form: str, as_of: datetime | None, ledger: str | None, config_file: Path | None
) -> None:
    """List every record, how it stands on the day, and what is wrong with it.

    Who on a training roster is missing or expired stands below.
    """
    _list(form, day(as_of), _opened(ledger, config_file), None)


@click.command("list", short_help="AWS's reports, and how they stand.")
@FORMAT
@as_of_option
@ledger_options
def reports(
    form: str, as_of: datetime | None, ledger: str | None, config_file: Path | None
) -> None:
    """List AWS's reports and the letters that extend them, and how they stand on the day."""
    _list(form, day(as_of), _opened(ledger, config_file), (AwsReport, BridgeLetter))


def _opened(ledger: str | None, config_file: Path | None) -> Opened:
    loaded = configured(config_file)
    opened = open_records(address(ledger, loaded) or default(loaded), loaded)
    assert opened is not None, "a ledger is named"
    return opened


def _list(form: str, as_of: date, opened: Opened, kinds: tuple[type[Record], ...] | None) -> None:
    from partywall.assess.known_ids import known_ids
    from partywall.ledger.shown import Shown
    from partywall.ledger.standings import standings

    rows = [
        one
        for one in standings(opened.records, as_of)
        if not kinds or isinstance(one.record, kinds)
    ]
    if form == "json":
        write(
            [msgspec.json.format(msgspec.json.encode(rows, order="sorted"), indent=2), b"\n"], None
        )
        return
    said(_table(rows, as_of))
    shown = Shown(opened.records, as_of)
    if kinds is None:
        gaps = shown.training_gaps()
        if gaps:
            said(["", f"{len(gaps)} on the training roster are missing or expired:"])
        said(f"  {visible(one.person)}, {visible(one.course)}: {one.state}" for one in gaps)
    known = known_ids(opened.records)
    for problem in (*opened.problems, *shown.problems(known, opened.places)):
        click.echo(f"partywall: {problem.level}: {visible(str(problem))}", err=True)


def _table(rows: list[RecordStanding], as_of: date) -> Iterator[str]:
    yield f"{len(rows)} records, as they stand on {as_of}"
    width = max((len(visible(one.record.id)) for one in rows), default=0)
    for one in rows:
        since = "since" if one.state == "withdrawn" else "until"
        until = f"{since} {one.until}" if one.until else ""
        kind = one.record.__struct_config__.tag
        id = visible(one.record.id)
        about = _about(one.record)
        yield f"{id:<{width}}  {kind:<11}  {one.state:<9}  {until:<16}  {about}".rstrip()


def _about(one: Record) -> str:
    """A few words on what a record says; a person on a roster is named by `gaps` only."""
    if isinstance(one, AwsReport):
        scope = f"{_some(one.services)} in {_some(one.regions)}"
        return visible(f"{one.program}, {one.begins} to {one.ends}, {scope}")
    if isinstance(one, BridgeLetter):
        return visible(f"of {one.report}")
    if isinstance(one, Agreement):
        return visible(f"{one.kind}, {_some(one.accounts)}")
    if isinstance(one, Attestation):
        of = " ".join(word for word in (one.subject, one.type, one.resource) if word)
        return visible(f"{one.duty}{f' of {of}' if of else ''}, by {one.by}")
    return visible(getattr(one, "course", ""))


def _some(names: tuple[str, ...]) -> str:
    """`s3, rds and 12 more`, or `every`."""
    if "*" in names:
        return "every"
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def said(lines: Iterable[str]) -> None:
    """Print the lines."""
    write([f"{line}\n".encode() for line in lines], None)


COMMANDS: Final = (verify, head, records)
