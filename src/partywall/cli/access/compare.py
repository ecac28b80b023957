"""`partywall access compare`: what one set of policies permits that another does not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import click
import msgspec

from partywall.cli.access.estates import compare_estates, is_estate
from partywall.cli.access.reading import Unreadable, open_input
from partywall.cli.estates import Given, InOrder, reading_options
from partywall.kernel.errors import SourceError

if TYPE_CHECKING:
    from partywall.access.language.records import Policy
    from partywall.access.symbolic import Comparison

REFUTED = 1
INDENT = "  "
SENTENCES = {
    "equivalent": "A and B permit the same",
    "more": "A permits more than B",
    "less": "A permits less than B",
    "incomparable": "each permits something that the other does not",
    "unknown": "not known in full",
}


@click.command("compare", cls=InOrder)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--exit-code",
    "strict",
    is_flag=True,
    help="Exit with 1 unless the policies A permit nothing beyond B, or the estate B nothing new.",
)
@click.option(
    "--certificate", type=click.Path(dir_okay=False), help="Write what proves each `no` to a file."
)
@reading_options
@click.pass_context
def command(
    ctx: click.Context,
    a: str,
    b: str,
    form: str,
    strict: bool,
    certificate: str | None,
    **given: Unpack[Given],
) -> None:
    """Say what A permits that B does not, and the other way round.

    Two estates (folders, plans, templates, exports: what `check` takes) are one account before
    and after a change: who can newly do what, from outside first, and who no longer can.

    A file of policies holds one or a list of them, which count as their union; "-" is standard
    input. The answer is given over the actions of today's catalogue and over all that AWS may
    add, each with a request that shows it. Exits with 0 when both were compared, also where the
    answer is not known; with 3 when a file holds no policies or an estate cannot be read in full.
    """
    estates = [is_estate(one) for one in (a, b)]
    if all(estates):
        if certificate is not None:
            raise click.UsageError("there are certificates for the comparison of policies alone")
        compare_estates(a, b, form, strict, given)
    if any(estates):
        raise click.UsageError("compare two policies, or two estates")
    from partywall.access.symbolic import compare
    from partywall.access.symbolic.answer import as_json
    from partywall.access.symbolic.reading import read_policies

    try:
        texts = [open_input(file).read() for file in (a, b)]
        ours, theirs = map(read_policies, texts, (a, b))
    except SourceError as error:
        raise Unreadable(str(error)) from None
    found = compare(ours, theirs)
    shown = as_json(found)
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(shown), indent=2).decode())
    else:
        click.echo(_text(shown))
    if certificate is not None:
        _certify(ours, theirs, texts, found, certificate)
    if strict and found.future.a_beyond_b.answer != "no":
        ctx.exit(REFUTED)


def _certify(
    ours: tuple[Policy, ...],
    theirs: tuple[Policy, ...],
    texts: list[bytes],
    found: Comparison,
    file: str,
) -> None:
    """Write a certificate of each `no`, checked before it is written; say why one cannot be."""
    from partywall.access.checker.cover import verify_comparison
    from partywall.access.checker.language import Rejected
    from partywall.access.symbolic import certificate
    from partywall.access.symbolic.elements import Side, build
    from partywall.access.symbolic.reading import documents

    answers: dict[Side, str] = {
        "a": found.future.a_beyond_b.answer, "b": found.future.b_beyond_a.answer
    }  # fmt: skip
    a, b = map(documents, texts)
    proofs: dict[Side, dict[str, certificate.Node]] = {}
    for side, answer in answers.items():
        if answer != "no":
            continue
        try:
            proof = certificate.prove(build(ours, theirs), side)
            verify_comparison(certificate.certificate(a, b, {side: proof}))
            proofs[side] = proof
        except (certificate.NoCertificate, Rejected) as error:
            click.echo(f"no certificate for {side.upper()}: {error}", err=True)
    if proofs:
        written = msgspec.json.encode(certificate.certificate(a, b, proofs))
        try:
            Path(file).write_bytes(written + b"\n")
        except OSError as error:
            raise Unreadable(f"{file}: cannot be written: {error.strerror}") from None
    else:
        click.echo("no certificate is written: there is no proof of a `no`", err=True)


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
    from partywall.cli.access.words import told_value

    witness = answer.get("witness")
    if witness is None:
        return [f"{INDENT}{title}: {answer['answer']}: {answer['reason']}"]
    lines = [f"{INDENT}{title}: yes: {witness['action']} on {witness['resource']}"]
    lines.append(f"{INDENT * 2}by {_principal(witness['principal'])}")
    lines += [
        f"{INDENT * 2}with {key} {told_value(value)}" for key, value in witness["context"].items()
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
