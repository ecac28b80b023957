"""Commands that put documents of AWS's into the ledger: reports, letters, agreements."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import click

from partywall.cli.ledger.keeping import DAY, FILE, keep, names, recording
from partywall.cli.ledger.show import reports
from partywall.ledger.records import Agreement, AwsReport, BridgeLetter


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


COMMANDS: Final = (report, bridge, agreement)
