"""What the questions over an estate share: their options, the reading, and how answers end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import click
import msgspec

from partywall.assess.access import Asked, world_of
from partywall.cli import INCOMPLETE
from partywall.cli.estates import Given, inputs_of, reading_options
from partywall.kernel.errors import QuestionError


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


def finish(found: Asked, form: str, answer: dict[str, Any], text: str) -> NoReturn:
    """Write the answer, say what could not be read, and leave with 0, or 3 if there is such."""
    if form == "json":
        encoded = msgspec.json.format(msgspec.json.encode(answer), indent=2).decode()
        click.echo(found.scrubbed(encoded))
    else:
        click.echo(found.scrubbed(text))
    say(found)
    raise click.exceptions.Exit(INCOMPLETE if found.incomplete else 0)


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
