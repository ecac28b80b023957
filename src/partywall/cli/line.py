"""`partywall line`: whose job each layer of a resource type is, and which option moves it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import IO, Final

import click

from partywall.cli.line_pages import difference_data, difference_page, line_data, line_page
from partywall.kernel.diagnostic import Diagnostic
from partywall.line.family import classified_types
from partywall.line.lines import Lines, line_of
from partywall.line.moves import difference
from partywall.line.staleness import Staleness

INCOMPLETE: Final = 3
"""Exit code when not every row was answered."""

NUMBERS: Final = "-0123456789"


@click.command("line", short_help="Draw the line of a resource type.")
@click.argument("type_name", metavar="[TYPE]", required=False)
@click.argument("properties", metavar="[NAME=VALUE]...", nargs=-1)
@click.option("--diff", is_flag=True, help="Show only what NAME=VALUE moves, and why.")
@click.option(
    "--batch",
    metavar="FILE",
    help="Answer questions, one JSON object a line: id, type, properties, layer; - is stdin.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    help="text, or json (what --batch always writes).",
)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day dated facts are held against."
)
def command(
    type_name: str | None,
    properties: tuple[str, ...],
    diff: bool,
    batch: str | None,
    form: str | None,
    as_of: datetime | None,
) -> None:
    """Draw the line of a resource type, with nothing configured or as NAME=VALUE says.

    TYPE is a CloudFormation resource type, as in AWS::RDS::DBInstance, or Terraform's name of
    one, as in aws_db_instance. NAME is a CloudFormation property, dotted if it lies deeper; VALUE
    is a text, or JSON.
    """
    day = as_of.date() if as_of else datetime.now(UTC).date()
    if batch is not None:
        if type_name or diff or form == "text":
            raise click.UsageError("--batch takes no TYPE, and answers in JSON")
        _answer_file(batch, day)
        return
    if type_name is None:
        raise click.UsageError("name a TYPE, as in AWS::RDS::DBInstance, or give --batch FILE")
    name = _classified(type_name)
    given = _given(name, properties)
    if diff and not given:
        raise click.UsageError("--diff needs a NAME=VALUE, as in Engine=custom-oracle-ee")
    stale = Staleness(day)
    if diff:
        found = difference(name, given, day)
        stale.add(name, [one.after for one in found.moved])
        data, page = difference_data(found, given), difference_page(found, given, day)
    else:
        line = line_of(name, given, as_of=day)
        stale.add(name, line.cells)
        data, page = line_data(name, line, given), line_page(name, line, given, day)
    text = json.dumps(data, indent=2, ensure_ascii=False) if form == "json" else "\n".join(page)
    click.echo(text)
    _warn(stale.warning())


def _classified(type_name: str) -> str:
    """The type as CloudFormation spells it; raises click.UsageError when nobody drew its line."""
    known = {name.casefold(): name for name in classified_types()}
    name = known.get(type_name.casefold()) or known.get(_from_terraform(type_name).casefold())
    if name is None:
        near = difflib.get_close_matches(type_name.casefold(), known, n=3, cutoff=0.5)
        hint = f"did you mean {', '.join(known[one] for one in near)}?" if near else ""
        message = f"nobody has drawn the line of {type_name!r} yet; {hint}"
        raise click.UsageError(message.strip("; "))
    return name


def _from_terraform(name: str) -> str:
    """The CloudFormation type that a Terraform type is or is a part of, or ""."""
    if not name.startswith("aws_"):
        return ""
    from partywall.sources.mapping import table_for

    table = table_for(name)
    return (table.type or table.folds_into) if table is not None else ""


# -- NAME=VALUE


def _given(type_name: str, texts: tuple[str, ...]) -> dict[str, object]:
    """The properties that NAME=VALUE texts spell; raises click.UsageError for what cannot be."""
    given: dict[str, object] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise click.UsageError("properties are given as NAME=VALUE, as in MultiAZ=true")
        _put(given, name.split("."), _value(value))
    if given:
        _must_fit(type_name, given)
    return given


def _value(text: str) -> object:
    """JSON where it is JSON, else the text; a number stays as it is written, or version 1.30
    would become 1.3."""
    if text.startswith(tuple(NUMBERS)):
        return text
    try:
        return json.loads(text, parse_float=str)
    except (ValueError, RecursionError):
        return text


def _put(into: dict[str, object], path: list[str], value: object) -> None:
    for name in path[:-1]:
        below = into.setdefault(name, {})
        if not isinstance(below, dict):
            raise click.UsageError(f"{'.'.join(path)} lies below a value that is given, too")
        into = below
    if path[-1] in into:
        raise click.UsageError(f"{'.'.join(path)} is given twice")
    into[path[-1]] = value


def _must_fit(type_name: str, given: dict[str, object]) -> None:
    from partywall.estate import schema

    if not schema.is_type(type_name):
        return
    known = schema.properties_of(type_name)
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=2, cutoff=0.5)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise click.UsageError(f"{type_name} has no property {name!r}{hint}")
    for problem in schema.validate(type_name, given):
        raise click.UsageError(f"{type_name} cannot be so: {problem}")


# -- batch


def _answer_file(name: str, day: date) -> None:
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
    _warn(stale.warning())
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


def _warn(warning: Diagnostic | None) -> None:
    if warning is not None:
        click.echo(f"warning: {warning}", err=True)
