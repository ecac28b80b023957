"""Commands that put records into the ledger, by hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from partywall.cli.ledger_show import reports, said
from partywall.cli.ledgers import (
    base,
    clock_option,
    configured,
    day,
    ledger_options,
    open_ledger,
    told,
)
from partywall.ledger.records import (
    EVERY,
    Agreement,
    Attestation,
    AwsReport,
    BridgeLetter,
    File,
    Record,
    Withdrawal,
)
from partywall.reports.escaping import visible

DAY: Final = click.DateTime(["%Y-%m-%d"])
FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


def recording(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command has that records: `ledger`, `config_file`, `any_clock`."""
    return ledger_options(clock_option(command))


def keep(
    make: Callable[[Callable[[Path | None], File]], Record],
    ledger: str | None,
    config_file: Path | None,
    any_clock: bool,
) -> None:
    """Record what `make` makes, and say under which id; the ledger is made when there is none.

    `make` is handed what works out a file's digest. Raises click.UsageError for a record that is
    wrong in itself or contradicts what is there.
    """
    from partywall.cli.ledger_checks import faults

    loaded = configured(config_file)
    one = make(lambda file: shown_by(file, base(loaded)))
    store = open_ledger(ledger, loaded, create=True)
    with told():
        wrong, remarks = faults([one], store.records(), day(None))
        if wrong:
            raise click.UsageError("; ".join(str(fault) for fault in wrong))
        added = store.add([one], any_clock=any_clock)
    for remark in remarks:
        click.echo(f"partywall: {remark.level}: {visible(str(remark))}", err=True)
    said(f"recorded {visible(id)}" for id in added.new)
    said(f"{visible(id)} is there already" for id in added.same)


def shown_by(file: Path | None, base: Path) -> File:
    """The file as a record names it: its path seen from `base`, and the SHA-256 of its content."""
    if file is None:
        return File()
    from partywall.ledger.evidence import digest

    try:
        return File(Path(os.path.relpath(file, base)).as_posix(), digest(file))
    except OSError as error:
        raise click.UsageError(f"{file} cannot be read: {error.strerror}") from error


def names(given: tuple[str, ...]) -> tuple[str, ...]:
    """`--service s3,rds --service kms` → s3, rds, kms; EVERY stands alone.

    Raises click.UsageError when no name is left: nothing is never everything.
    """
    found = [name.strip() for text in given for name in text.split(",")]
    kept = tuple(dict.fromkeys(name for name in found if name))
    if not kept:
        raise click.UsageError("an empty list covers nothing; write * for every one")
    return (EVERY,) if EVERY in kept else kept


@click.group("report", short_help="AWS's reports, certificates and authorizations.")
def report() -> None:
    """AWS's reports, certificates and authorizations, which show AWS's half."""


@report.command("add", short_help="Register a report that you hold.")
@click.option("--program", required=True, help="Of which program: soc-2, iso-27001, …")
@click.option("--title", help="What to call it.")
@click.option("--begins", type=DAY, required=True, help="The first day of its period.")
@click.option("--ends", type=DAY, required=True, help="The last day of its period.")
@click.option("--relied-on-until", type=DAY, help="Up to which later day you rely on it.")
@click.option(
    "--service",
    "services",
    multiple=True,
    required=True,
    metavar="ID",
    help="In scope, as s3; * for every one; repeatable.",
)
@click.option(
    "--region",
    "regions",
    multiple=True,
    required=True,
    metavar="REGION",
    help="Covered, as eu-west-1; * for every one; repeatable.",
)
@click.option("--partition", default="aws", help="Of which partition: aws, aws-us-gov, aws-cn.")
@click.option("--file", type=FILE, help="The document; only its SHA-256 is kept.")
@click.option("--id", "id", help="A name for the record.")
@recording
def report_add(
    program: str,
    title: str | None,
    begins: datetime,
    ends: datetime,
    relied_on_until: datetime | None,
    services: tuple[str, ...],
    regions: tuple[str, ...],
    partition: str,
    file: Path | None,
    id: str | None,
    ledger: str | None,
    config_file: Path | None,
    any_clock: bool,
) -> None:
    """Register a report, certificate or authorization of AWS's that you hold.

    Its period, services and Regions are what the document says. The text of the document is never
    read into the ledger.
    """
    first, last = begins.date(), ends.date()
    keep(
        lambda digest: AwsReport(
            id=id or f"{program}-{last}",
            program=program,
            title=title or f"{program}, {first} to {last}",
            begins=first,
            ends=last,
            relied_on_until=relied_on_until.date() if relied_on_until else None,
            services=names(services),
            regions=names(regions),
            partition=partition,
            file=digest(file),
        ),
        ledger,
        config_file,
        any_clock,
    )


report.add_command(reports)


@click.group("bridge", short_help="Letters that extend a report.")
def bridge() -> None:
    """Letters in which AWS extends a report past its period."""


@bridge.command("add", short_help="Register a bridge letter.")
@click.argument("of", metavar="REPORT")
@click.option("--issued", type=DAY, required=True, help="The day on which it was issued.")
@click.option("--until", type=DAY, required=True, help="The last day that it bridges.")
@click.option("--file", type=FILE, help="The letter; only its SHA-256 is kept.")
@click.option("--id", "id", help="A name for the record.")
@recording
def bridge_add(
    of: str,
    issued: datetime,
    until: datetime,
    file: Path | None,
    id: str | None,
    ledger: str | None,
    config_file: Path | None,
    any_clock: bool,
) -> None:
    """Register a letter that extends REPORT, the id of a report in the ledger."""
    last = until.date()
    keep(
        lambda digest: BridgeLetter(
            id=id or f"{of}-bridge-{last}",
            report=of,
            issued=issued.date(),
            until=last,
            file=digest(file),
        ),
        ledger,
        config_file,
        any_clock,
    )


@click.group("agreement", short_help="Agreements between AWS and you.")
def agreement() -> None:
    """Agreements between AWS and you, as the Business Associate Addendum."""


@agreement.command("add", short_help="Record that an agreement is in force.")
@click.argument("kind")
@click.option("--since", type=DAY, required=True, help="The day on which it was accepted.")
@click.option("--until", type=DAY, help="The last day, if it ends.")
@click.option(
    "--account",
    "accounts",
    multiple=True,
    required=True,
    metavar="ID",
    help="Of which account; * for every one of the organization; repeatable.",
)
@click.option("--file", type=FILE, help="The document; only its SHA-256 is kept.")
@click.option("--id", "id", help="A name for the record.")
@recording
def agreement_add(
    kind: str,
    since: datetime,
    until: datetime | None,
    accounts: tuple[str, ...],
    file: Path | None,
    id: str | None,
    ledger: str | None,
    config_file: Path | None,
    any_clock: bool,
) -> None:
    """Record that an agreement of this KIND is in force, such as baa."""
    keep(
        lambda digest: Agreement(
            id=id or f"{kind}-{since.date()}",
            kind=kind,
            accounts=names(accounts),
            since=since.date(),
            until=until.date() if until else None,
            file=digest(file),
        ),
        ledger,
        config_file,
        any_clock,
    )


@click.command("attest", short_help="Give your word that a duty was met.")
@click.argument("duty")
@click.option("--statement", required=True, help="What is so, in a sentence.")
@click.option("--by", required=True, help="Who says so.")
@click.option("--on", type=DAY, help="From which day on; today when left out.")
@click.option("--until", type=DAY, required=True, help="The last day on which it counts.")
@click.option("--subject", default="", help="Of what: 'Account 111122223333', Team, …")
@click.option("--resource", default="", help="For a layer: of which resources; * for anything.")
@click.option("--type", "type_name", default="", help="For a layer: of which type of resource.")
@click.option("--evidence", type=FILE, help="A file that shows it; only its SHA-256 is kept.")
@click.option("--id", "id", help="A name for the record.")
@recording
def attest(
    duty: str,
    statement: str,
    by: str,
    on: datetime | None,
    until: datetime,
    subject: str,
    resource: str,
    type_name: str,
    evidence: Path | None,
    id: str | None,
    ledger: str | None,
    config_file: Path | None,
    any_clock: bool,
) -> None:
    """Give somebody's word that DUTY was met, until a day.

    DUTY is the id of a duty of the account, the organization, a Region or the team, or of a layer;
    for a layer say of which resources.
    """
    since = day(on)
    of = "-".join(word for word in (duty, subject, type_name, resource) if word)
    keep(
        lambda digest: Attestation(
            id=id or f"{of}-{since}".replace(" ", "-"),
            duty=duty,
            statement=statement,
            by=by,
            on=since,
            until=until.date(),
            subject=subject,
            resource=resource,
            type=type_name,
            evidence=digest(evidence),
        ),
        ledger,
        config_file,
        any_clock,
    )


@click.command("withdraw", short_help="Say that a record no longer counts.")
@click.argument("id")
@click.option("--why", required=True, help="Why.")
@click.option("--on", type=DAY, help="From which day on; today when left out.")
@recording
def withdraw(
    id: str,
    why: str,
    on: datetime | None,
    ledger: str | None,
    config_file: Path | None,
    any_clock: bool,
) -> None:
    """Say that the record ID no longer counts. It stays in the ledger, and so does this."""
    if not why.strip():
        raise click.UsageError("--why is empty: say why, for whoever asks next year")
    keep(
        lambda _: Withdrawal(id=f"withdrawal-of-{id}", record=id, on=day(on), why=why),
        ledger,
        config_file,
        any_clock,
    )


COMMANDS: Final = (report, bridge, agreement, attest, withdraw)
