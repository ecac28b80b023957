"""`partywall access compare`: what one set of policies permits that another does not."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from partywall.cli.access.reading import Unreadable, open_input
from partywall.kernel.errors import SourceError

REFUTED = 1
INDENT = "  "
SENTENCES = {
    "equivalent": "A and B permit the same",
    "more": "A permits more than B",
    "less": "A permits less than B",
    "incomparable": "each permits something that the other does not",
    "unknown": "not known in full",
}


@click.command("compare", short_help="Say what one policy permits that another does not.")
@click.argument("a", metavar="A.json")
@click.argument("b", metavar="B.json")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--exit-code", "strict", is_flag=True, help="Exit with 1 unless A permits nothing beyond B."
)
@click.pass_context
def command(ctx: click.Context, a: str, b: str, form: str, strict: bool) -> None:
    """Say what the policies in A.json permit that those in B.json do not, and the other way round.

    A file holds one policy or a list of policies, which count as their union; "-" is standard
    input. The answer is given over the actions of today's catalogue and over all that AWS may
    add, each with a request that shows it. Exits with 0 when both were compared, also where the
    answer is not known; with 3 when a file holds no policies.
    """
    from partywall.access.symbolic import compare
    from partywall.access.symbolic.answer import as_json
    from partywall.access.symbolic.reading import read_policies

    try:
        ours, theirs = [read_policies(open_input(file).read(), file) for file in (a, b)]
    except SourceError as error:
        raise Unreadable(str(error)) from None
    found = compare(ours, theirs)
    shown = as_json(found)
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(shown), indent=2).decode())
    else:
        click.echo(_text(shown))
    if strict and found.future.a_beyond_b.answer != "no":
        ctx.exit(REFUTED)


def _text(found: dict[str, Any]) -> str:
    """Both questions for people; one answer where they agree."""
    today = found["today"]
    day = f"today (catalogue of {today['catalogue']})"
    same = all(found[key] == today[key] for key in ("relation", "a_beyond_b", "b_beyond_a"))
    if same:
        return _question(f"{day}, and with all actions that AWS may add", found)
    parts = [_question(day, today), _question("with all actions that AWS may add", found)]
    return "\n".join(parts)


def _question(over: str, pair: dict[str, Any]) -> str:
    lines = [f"{SENTENCES[pair['relation']]}: {over}"]
    for title, key in (("A beyond B", "a_beyond_b"), ("B beyond A", "b_beyond_a")):
        lines += _direction(title, pair[key])
    return "\n".join(lines)


def _direction(title: str, answer: dict[str, Any]) -> list[str]:
    witness = answer.get("witness")
    if witness is None:
        return [f"{INDENT}{title}: {answer['answer']}: {answer['reason']}"]
    lines = [f"{INDENT}{title}: yes: {witness['action']} on {witness['resource']}"]
    lines.append(f"{INDENT * 2}by {_principal(witness['principal'])}")
    lines += [
        f"{INDENT * 2}with {key} {_value(value)}" for key, value in witness["context"].items()
    ]
    if "session_policies" in witness:
        lines.append(f"{INDENT * 2}under session policies that allow nothing")
    if "permissions_boundary" in witness:
        lines.append(f"{INDENT * 2}under a permissions boundary that allows nothing")
    if "identity_policies" in witness:
        lines.append(f"{INDENT * 2}whose own policies allow it")
    return lines


def _principal(principal: Any) -> str:
    if isinstance(principal, str):
        return principal
    return next(str(name) for kind, name in principal.items() if kind != "issuer")


def _value(value: Any) -> str:
    if value is None:
        return "absent"
    return f"= {', '.join(value) if isinstance(value, list) else value}"
