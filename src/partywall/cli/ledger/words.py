"""Commands that put people's words into the ledger: that a duty was met, that a record is void."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import click

from partywall.cli.ledger.keeping import DAY, FILE, keep, recording
from partywall.cli.ledgers import day
from partywall.ledger.records import Attestation, Withdrawal


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


COMMANDS: Final = (attest, withdraw)
