"""`partywall premises`: what every answer takes for granted about AWS's half."""

from __future__ import annotations

import click

from partywall.cli.output import write
from partywall.line.premises import Premise, find, near, premises
from partywall.reports import premises_json, premises_text


@click.command("premises", short_help="List what answers take for granted about AWS.")
@click.argument("id", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(id: str | None, form: str) -> None:
    """List what answers take for granted about AWS, or explain one premise by its ID."""
    chosen = premises() if id is None else (_named(id),)
    if form == "json":
        write([premises_json.every(chosen)], None)
        return
    lines = premises_text.every(chosen) if id is None else premises_text.page(chosen[0])
    write([f"{line}\n".encode() for line in lines], None)


def _named(id: str) -> Premise:
    """The premise of this id; raises click.UsageError when there is none."""
    found = find(id)
    if found is None:
        close = near(id)
        hint = f"did you mean {', '.join(close)}?" if close else "see: partywall premises"
        raise click.UsageError(f"there is no premise {id!r}; {hint}")
    return found
