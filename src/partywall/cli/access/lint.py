"""`partywall access lint`: what is wrong with a policy."""

from __future__ import annotations

import click
import msgspec

from partywall.access.lint import Remark, lint_text
from partywall.access.lint.kinds import KINDS
from partywall.cli.access.reading import Unreadable, open_input
from partywall.cli.access.words import counted
from partywall.kernel.errors import SourceError

REFUTED = 1


@click.command("lint")
@click.argument("file", metavar="FILE")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--kind", type=click.Choice(list(KINDS)), help="What the policy is attached to.")
@click.pass_context
def command(ctx: click.Context, file: str, form: str, kind: str | None) -> None:
    """Say what is wrong with the policy in FILE ("-" for standard input).

    Each remark has its place as a JSON path and, where there is one, what was likely meant.
    Unknown actions are judged by the catalogue of the day that is printed. Exits with 1 when
    there is an error, with 3 when the file is no JSON.
    """
    try:
        remarks = lint_text(open_input(file).read().decode("utf-8-sig"), kind or "", file)
    except UnicodeDecodeError:
        raise Unreadable(f"{file}: not in UTF-8") from None
    except SourceError as error:
        raise Unreadable(str(error)) from None
    click.echo(_json(remarks) if form == "json" else _text(remarks))
    if any(remark.level == "error" for remark in remarks):
        ctx.exit(REFUTED)


def _json(remarks: list[Remark]) -> str:
    from partywall.access.catalogue import read_on

    found = {"catalogue": read_on(), "remarks": remarks}
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode()


def _text(remarks: list[Remark]) -> str:
    from partywall.access.catalogue import read_on

    errors = sum(remark.level == "error" for remark in remarks)
    warnings = counted(len(remarks) - errors, "warning", "warnings")
    counts = f"{counted(errors, 'error', 'errors')}, {warnings}"
    return "\n".join([*map(str, remarks), f"{counts} (catalogue of {read_on()})"])
