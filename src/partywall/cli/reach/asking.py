"""What the questions over networks share: their options, the reading, and how answers end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import click
import msgspec

from partywall.assess.estates import incomplete
from partywall.assess.reach import Flow, Reach
from partywall.cli import INCOMPLETE
from partywall.cli.estates import Given, inputs_of, reading_options
from partywall.reach.answers import Answer, QuestionError


def estate_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that reads an estate."""
    form = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
    return form(reading_options(command))


def header_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which packets are meant."""
    command = click.option("--port", type=click.IntRange(0, 65535), help="Its port, or ICMP type.")(
        command
    )
    return click.option("--protocol", help="tcp, udp, icmp or a number.")(command)


def ends(words: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    """FROM, TO and the paths. Raises click.UsageError when one is lacking."""
    if len(words) < 3:
        raise click.UsageError("name FROM, TO and a PATH to read")
    return words[0], words[1], words[2:]


def asked(paths: tuple[str, ...], given: Given) -> Reach:
    """The networks of what is named; says what could not be read.

    Leaves with 3 when there is none.
    """
    with inputs_of(paths, given) as inputs:
        reach = Reach(inputs.readings(), inputs.remarks, inputs.progress)
    for one in reach.diagnostics:
        if one.level != "info":
            click.echo(str(one), err=True)
    if not reach.askers:
        raise click.exceptions.Exit(INCOMPLETE)
    return reach


def answer_to(reach: Reach, flow: Flow) -> Answer:
    """The answer, certified. Raises click.UsageError for ends that there are not."""
    try:
        return reach.ask(flow, certified=True)
    except QuestionError as error:
        raise click.UsageError(str(error)) from error


def finish(
    reach: Reach, form: str, answer: object, lines: Iterable[str], code: int = 0
) -> NoReturn:
    """Write the answer, as JSON or as these lines, and leave with `code`; with 3 when a part of
    the input could not be read."""
    if form == "json":
        plain = reach.scrub.value(msgspec.to_builtins(answer))
        click.echo(json.dumps(plain, indent=2, ensure_ascii=False))
    else:
        for line in lines:
            click.echo(reach.scrub.text(line))
    raise click.exceptions.Exit(INCOMPLETE if incomplete(reach.diagnostics) else code)
