"""`partywall reach matrix`: which resource reaches which."""

from __future__ import annotations

from typing import Unpack

import click

from partywall.cli.estates import Given, InOrder
from partywall.cli.reach.asking import asked, estate_options, finish
from partywall.reach.pairs import Pair, pairs


@click.command("matrix", cls=InOrder)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@estate_options
def command(paths: tuple[str, ...], form: str, **given: Unpack[Given]) -> None:
    """List every pair of resources of which one reaches the other, and with which packets."""
    reach = asked(paths, given)
    rows = [row for asker in reach.askers for row in pairs(asker)]
    finish(reach, form, rows, map(_line, rows))


def _line(row: Pair) -> str:
    perhaps = f" (perhaps {', '.join(row.perhaps)})" if row.perhaps else ""
    headers = ", ".join(row.headers) or "nothing sure"
    return f"{row.source} → {row.destination}: {headers}{perhaps}"
