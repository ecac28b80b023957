"""`partywall line`: whose job each layer of a resource type is, and which option moves it."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Iterator
from datetime import UTC, date, datetime

import click

from partywall.line.family import classified_types
from partywall.line.lines import line_of
from partywall.line.model import Cell
from partywall.line.moves import what_moves

PARTIES = {"aws": "AWS", "customer": "yours", "shared": "shared"}
DISCLAIMER = "Derived from AWS's public statements; AWS's own reports prevail."


@click.command("line", short_help="Draw the line of a resource type.")
@click.argument("type_name", metavar="TYPE")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day dated facts are held against."
)
def command(type_name: str, as_of: datetime | None) -> None:
    """Draw the line of a resource type with nothing configured, and say what moves it.

    TYPE is a CloudFormation resource type, as in AWS::RDS::DBInstance, or Terraform's name of
    one, as in aws_db_instance.
    """
    day = as_of.date() if as_of else datetime.now(UTC).date()
    known = {name.casefold(): name for name in classified_types()}
    name = known.get(type_name.casefold()) or known.get(_from_terraform(type_name).casefold())
    if name is None:
        near = difflib.get_close_matches(type_name.casefold(), known, n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(known[one] for one in near)}?" if near else ""
        message = f"nobody has drawn the line of {type_name!r} yet; {hint}"
        raise click.UsageError(message.strip("; "))
    click.echo("\n".join(_page(name, day)))


def _from_terraform(name: str) -> str:
    """The CloudFormation type that a Terraform type is or is a part of, or ""."""
    if not name.startswith("aws_"):
        return ""
    from partywall.sources.mapping import table_for

    table = table_for(name)
    return (table.type or table.folds_into) if table is not None else ""


def _page(name: str, day: date) -> Iterator[str]:
    line = line_of(name, {}, as_of=day)
    yield f"{name}: {line.family} ({line.service_class}), with nothing configured"
    yield ""
    for cell in line.cells:
        if cell.party != "none":
            yield from _cell(cell)
    movement = what_moves(name, day)
    moving = [move for move in movement.moves if move.when]
    families = {move.family: move for move in movement.moves if move.family_when}
    if moving or families:
        yield ""
        yield "What moves it (the first row that holds decides)"
        for family in families.values():
            yield _wrapped(f"{family.title}: when {family.family_when}", 2)
        for move in moving:
            yield _wrapped(
                f"{move.cell.layer.title} is {PARTIES[move.cell.party]} when {move.when}"
                f" [{move.family}]",
                2,
            )
    if movement.facts:
        yield ""
        yield "What moves it and no configuration shows"
        yield from (_wrapped(fact, 2) for fact in movement.facts)
    yield ""
    yield DISCLAIMER


def _cell(cell: Cell) -> Iterator[str]:
    yield f"  {cell.layer.title:<26} {PARTIES.get(cell.party, '')}"
    if cell.aws:
        yield _wrapped(f"AWS: {cell.aws}", 6)
    if cell.customer:
        yield _wrapped(f"you: {cell.customer}", 6)
    if cell.unresolved:
        yield _wrapped(f"not settled until {cell.unresolved} is known", 6)
    if cell.source:
        read = f"read {cell.read}" if cell.confirmed else "not confirmed yet"
        yield _wrapped(f"source: {cell.source} ({read})", 6)


def _wrapped(text: str, indent: int) -> str:
    return textwrap.fill(
        text,
        98,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
