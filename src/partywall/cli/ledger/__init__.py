"""`partywall ledger`: what has been shown, by whom, until when; and every recorded check."""

from __future__ import annotations

import click

from partywall.cli.ledger import add, imports, runs, show, words


@click.group("ledger", short_help="What has been shown, by whom, until when.")
def command() -> None:
    """Keep what has been shown: reports of AWS's, people's word, and recorded checks.

    The ledger is a SQLite file or a PostgreSQL database. Entries are only ever added, and a chain
    of hashes shows when one was changed.

    Exit codes: 0 done, 1 something is wrong with what the ledger holds, 2 wrong usage, 3 the
    ledger cannot be read or written.
    """


COMMANDS = (
    *show.COMMANDS,
    *runs.COMMANDS,
    *add.COMMANDS,
    *words.COMMANDS,
    *imports.COMMANDS,
)

for one in COMMANDS:
    command.add_command(one)
