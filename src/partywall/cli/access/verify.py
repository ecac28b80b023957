"""`partywall access verify`: whether certificates prove what they say."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from partywall.access.checker import read_certificates, verify
from partywall.access.checker.language import Rejected
from partywall.cli.access.reading import Unreadable, open_input

REJECTED = 1


@click.command("verify")
@click.argument("file", metavar="FILE")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(ctx: click.Context, file: str, form: str) -> None:
    """Verify the certificates in FILE ("-" for standard input): one JSON value, or one a line.

    The checker works out every claim by itself and shares no code with what made it. What a
    certificate is about stands in it: compare its request with the one you care about. Exits
    with 0 when all are accepted, with 1 when one is rejected, with 3 when the file cannot be read.
    """
    try:
        certificates = read_certificates(open_input(file).read())
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{file}: no certificates: {error}") from None
    found = [_verdict(one) for one in certificates]
    for one in found:
        click.echo(msgspec.json.encode(one).decode() if form == "json" else _text(one))
    if not all(one["accepted"] for one in found):
        ctx.exit(REJECTED)


def _verdict(certificate: Any) -> dict[str, Any]:
    try:
        return {"accepted": True, "proves": verify(certificate)}
    except Rejected as error:
        return {"accepted": False, "reason": str(error)}


def _text(found: dict[str, Any]) -> str:
    if found["accepted"]:
        return f"accepted: {found['proves']}"
    return f"rejected: {found['reason']}"
