"""What the questions over an estate share: their options, the reading, and how answers end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click
import msgspec

from partywall.assess.access import Asked, world_of
from partywall.cli import INCOMPLETE
from partywall.cli.estates import Given, inputs_of, reading_options
from partywall.kernel.errors import QuestionError

if TYPE_CHECKING:
    from partywall.access.world.answers import Answer

certificate_option = click.option(
    "--certificate",
    "proofs",
    type=click.File("w", encoding="utf-8", lazy=True),
    metavar="FILE",
    help="Write certificates of the answer, one a line, for `access verify`.",
)


def question(command: Callable[..., Any]) -> Callable[..., Any]:
    """The paths and options of a question; the command is one `InOrder`."""
    command = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")(
        command
    )
    command = reading_options(command)
    return click.argument("paths", nargs=-1, required=True, metavar="PATH...")(command)


def asked(paths: tuple[str, ...], given: Given) -> Asked:
    """The world of all that `paths` name.

    Raises click.UsageError for a wrong configuration, and leaves with 3 when nothing was read.
    """
    from partywall.access.world import Home

    with inputs_of(paths, given) as inputs:
        home = Home(inputs.options.account, inputs.options.region)
        try:
            found = world_of(inputs.readings(), inputs.remarks, home)
        except QuestionError as error:
            raise wrong(error) from error
    if not found.inputs:
        say(found)
        raise click.exceptions.Exit(INCOMPLETE)
    return found


def finish(
    found: Asked,
    form: str,
    told: Callable[[], dict[str, Any]],
    text: Callable[[], Iterable[str]],
    proved: bool = True,
) -> NoReturn:
    """Write the answer in the form that is asked for, say what could not be read, and leave with
    0; with 3 if there is such, or not all that was asked for is `proved`."""
    if form == "json":
        encoded = msgspec.json.format(msgspec.json.encode(told()), indent=2).decode()
        click.echo(found.scrubbed(encoded))
    else:
        click.echo(found.scrubbed("\n".join(text())))
    say(found)
    raise click.exceptions.Exit(INCOMPLETE if found.incomplete or not proved else 0)


def prove(found: Asked, proofs: TextIO | None, answers: Iterable[Answer]) -> bool:
    """Write the certificates of the answers, if that is asked for; whether each has one."""
    from partywall.access.certificates import Uncertified
    from partywall.access.questions.outsiders import name_of
    from partywall.access.questions.proofs import certificates

    complete = True
    for one in answers if proofs is not None else ():
        try:
            for certificate in certificates(one):
                write(found, proofs, certificate)
        except Uncertified as error:
            what = f"{name_of(one.requester)} {one.action} on {one.resource}"
            click.echo(found.scrubbed(f"partywall: no certificate: {what}: {error}"), err=True)
            complete = False
    return complete


def write(found: Asked, proofs: TextIO | None, certificate: dict[str, Any]) -> None:
    """Write a certificate on a line of its own. Raises Uncertified for one that has a secret."""
    from partywall.access.certificates import Uncertified

    text = msgspec.json.encode(certificate).decode()
    if found.scrubbed(text) != text:
        raise Uncertified("a secret of the input stands in its policies")
    if proofs is not None:
        proofs.write(f"{text}\n")


def say(found: Asked) -> None:
    """Write what could not be read."""
    for one in found.diagnostics:
        if one.level == "error":
            click.echo(f"partywall: {found.scrubbed(str(one))}", err=True)


def wrong(error: QuestionError) -> click.UsageError:
    """A question about what is not there, as a wrong usage."""
    return click.UsageError(str(error))


def checked_action(text: str) -> str:
    """An action by its full name, as AWS spells it. Raises click.UsageError."""
    from partywall.access.catalogue import find, near

    service, colon, name = text.partition(":")
    if not (service and colon and name) or "*" in text or "?" in text:
        raise click.UsageError(f"{text} is no action; one is written as in s3:GetObject")
    found = find(text)
    if found is not None:
        return f"{service.lower()}:{found.name}"
    close = near(text)
    hint = f"; did you mean {close}?" if close else ""
    raise click.UsageError(f"there is no action {text} in the catalogue{hint}")
