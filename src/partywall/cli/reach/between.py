"""`partywall reach FROM TO`: whether packets get there; one question, or a file of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Unpack

import click
import msgspec

from partywall.assess.estates import incomplete
from partywall.assess.reach import Flow, Reach
from partywall.cli import INCOMPLETE
from partywall.cli.estates import Given, InOrder
from partywall.cli.reach.asking import (
    answer_to,
    asked,
    ends,
    estate_options,
    finish,
    header_options,
)
from partywall.cli.reach.words import page
from partywall.reach.answers import QuestionError


@click.command("between", cls=InOrder)
@click.argument("words", nargs=-1, metavar="FROM TO PATH...")
@click.option("--batch", metavar="FILE", help="Answer flows, one JSON object a line; - is stdin.")
@header_options
@estate_options
def command(
    words: tuple[str, ...], batch: str | None, protocol: str | None, port: int | None, form: str,
    **given: Unpack[Given],
) -> None:  # fmt: skip
    """Say whether packets get from FROM to TO. With --batch FILE, PATH alone is named."""
    if batch is not None:
        if not words:
            raise click.UsageError("name a PATH to read")
        reach = asked(words, given)
        bad = _answer_file(reach, batch)
        raise click.exceptions.Exit(INCOMPLETE if bad or incomplete(reach.diagnostics) else 0)
    source, to, paths = ends(words)
    reach = asked(paths, given)
    answer = answer_to(reach, Flow(source, to, protocol, port))
    finish(reach, form, answer, page(answer))


def _answer_file(reach: Reach, name: str) -> int:
    """Answer the flows of a file line by line; a bad one is an object with `error` and `line`."""
    try:
        opened = click.open_file(name, "rb")
    except OSError as error:
        raise click.UsageError(f"{name}: cannot be read: {error.strerror}") from error
    with opened as rows:
        return sum(_answer_line(reach, number, row) for number, row in _numbered(rows))


def _numbered(rows: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, row in enumerate(rows, 1):
        if row.strip():
            yield number, row.strip()


def _answer_line(reach: Reach, number: int, row: bytes) -> bool:
    """Write the answer to one flow; True when it was none."""
    try:
        flow = msgspec.json.decode(row, type=Flow)
        answer = reach.ask(flow)
    except (msgspec.MsgspecError, UnicodeDecodeError, QuestionError) as error:
        click.echo(msgspec.json.encode({"line": number, "error": str(error)}))
        return True
    click.echo(msgspec.json.encode(reach.scrub.told(answer)))
    return False
