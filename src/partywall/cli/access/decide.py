"""`partywall access decide`: the decision of each request in a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, TextIO

import click
import msgspec

from partywall.access.premises import PREMISES
from partywall.access.requests import BadLine, answer
from partywall.cli import INCOMPLETE
from partywall.cli.access.reading import open_input

INDENT = "  "


@click.command("decide")
@click.argument("file", metavar="REQUESTS.jsonl")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--context",
    "missing",
    type=click.Choice(["absent", "unknown"]),
    default="absent",
    help="What condition keys are that a request does not give.",
)
@click.option(
    "--certificate",
    "proofs",
    type=click.File("w", encoding="utf-8", lazy=True),
    metavar="FILE",
    help="Write the certificate of each decision, one a line.",
)
@click.pass_context
def command(ctx: click.Context, file: str, form: str, missing: str, proofs: TextIO | None) -> None:
    """Decide each request of REQUESTS.jsonl ("-" for standard input), in order.

    A line is an object with principal, action and resource, and whatever applies of
    resource_account, context, identity_policies, permissions_boundary, session_policies,
    resource_policy, scps, rcps and vpc_endpoint_policies. A line that is no request gives an
    error in its place, and exit code 3 at the end; so does a decision of which there is no
    certificate, when certificates are asked for.
    """
    bad = False
    for number, line, found in _answers(open_input(file), missing == "unknown"):
        bad = bad or "error" in found
        if proofs is not None and "error" not in found:
            bad = not _certified(proofs, number, line, missing == "unknown") or bad
        text = msgspec.json.encode(found).decode() if form == "json" else _text(found)
        sys.stdout.write(f"{text}\n")
    if form == "text":
        sys.stdout.write(f"Rests on {', '.join(PREMISES)}; see: partywall premises\n")
    if bad:
        ctx.exit(INCOMPLETE)


def _certified(proofs: TextIO, number: int, line: bytes, unknown: bool) -> bool:
    """Whether there is a certificate of the line's decision; it is then written."""
    from partywall.access.certificates import Uncertified, certify

    try:
        found = certify(line, unknown)
    except Uncertified as error:
        click.echo(f"partywall: line {number}: no certificate: {error}", err=True)
        return False
    proofs.write(f"{msgspec.json.encode(found).decode()}\n")
    return True


def _answers(lines: BinaryIO, unknown: bool) -> Iterator[tuple[int, bytes, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, line, answer(line, unknown)
        except BadLine as error:
            yield number, line, {"line": number, "error": str(error)}


def _text(found: dict[str, Any]) -> str:
    """One request for people: the decision with its reason, then what each layer says."""
    if "error" in found:
        return f"line {found['line']}: {found['error']}"
    lines = [f"{found['decision']}: {found['because']}"]
    lines += [f"{INDENT}assumed: {one}" for one in found.get("assumed", ())]
    for layer in found.get("layers", ()):
        lines += [
            f"{INDENT}{layer['layer']}: {one['effect']} by {one['policy']} {one['sid']}".rstrip()
            + (f", if {one['when']}" if "when" in one else "")
            for one in layer.get("statements", ())
        ]
    return "\n".join(lines)
