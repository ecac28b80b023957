"""What the commands share that put records into the ledger by hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from partywall.cli.ledger.show import said
from partywall.cli.ledgers import (
    base,
    clock_option,
    configured,
    day,
    ledger_options,
    open_ledger,
    told,
)
from partywall.ledger.records import EVERY, File, Record
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
    from partywall.cli.ledger.checks import faults

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
