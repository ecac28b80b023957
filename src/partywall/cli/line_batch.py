"""`partywall line --batch`: many questions about single cells, each answered as it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO

import click

from partywall.cli import INCOMPLETE
from partywall.kernel.diagnostic import Diagnostic
from partywall.line.lines import Lines
from partywall.line.staleness import Staleness


def answer_file(name: str, day: date) -> None:
    """Answer the questions of a file, or of stdin for a dash."""
    try:
        opened = click.open_file(name, "rb")
    except OSError as error:
        click.echo(f"{name}: cannot be read: {error.strerror}", err=True)
        raise click.exceptions.Exit(INCOMPLETE) from None
    with opened as rows:
        _answer_all(rows, "stdin" if name == "-" else name, day)


def _answer_all(rows: IO[bytes], name: str, day: date) -> None:
    """Answer row by row as they come; a bad one is told with its number and the rest goes on."""
    import msgspec

    from partywall.line.batch import BadRow, answer, ask, cell_asked

    lines, stale, strange = Lines(day), Staleness(day), _Strange()
    encode, bad = msgspec.json.Encoder().encode, 0
    for number, row in _numbered(rows):
        try:
            question = ask(row)
            click.echo(encode(answer(question, lines)))
        except BadRow as error:
            bad += 1
            click.echo(f"{name}:{number}: {error}", err=True)
            continue
        for text in strange.names(question.type, question.properties):
            click.echo(f"{name}:{number}: warning: {text}", err=True)
        stale.add(question.type, (cell_asked(question, lines),))
    warn(stale.warning())
    if bad:
        click.echo(f"{bad} {'row was' if bad == 1 else 'rows were'} not answered", err=True)
        raise click.exceptions.Exit(INCOMPLETE)


class _Strange:
    """Tells, once each, the properties that a type does not have: nothing looks at them."""

    def __init__(self) -> None:
        self._known: dict[str, set[str] | None] = {}

    def names(self, type_name: str, properties: Iterable[str]) -> Iterator[str]:
        if type_name not in self._known:
            from partywall.estate import schema

            known = set(schema.properties_of(type_name))
            self._known[type_name] = known if schema.is_type(type_name) else None
        known_names = self._known[type_name]
        if known_names is not None:
            for name in sorted(set(properties) - known_names):
                known_names.add(name)
                yield f"{type_name} has no property {name!r}; it moves nothing"


def _numbered(rows: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The rows that are not blank, with the number of their line."""
    for number, row in enumerate(rows, 1):
        text = row.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else row.strip()
        if text:
            yield number, text


def warn(warning: Diagnostic | None) -> None:
    """Tell a warning, if there is one."""
    if warning is not None:
        click.echo(f"warning: {warning}", err=True)
