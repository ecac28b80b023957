"""`partywall line`: whose job each layer of a resource type is, and which option moves it."""

from __future__ import annotations

import difflib
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Unpack

import click

from partywall.cli.estates import Given, InOrder, reading_options
from partywall.cli.line_batch import answer_file, warn
from partywall.cli.line_pages import difference_data, difference_page, line_data, line_page
from partywall.line.family import classified_types
from partywall.line.lines import line_of
from partywall.line.moves import difference
from partywall.line.staleness import Staleness

NUMBERS: Final = "-0123456789"

SPELLED: Final = {
    "parameters": "parameter",
    "variables": "var",
    "var_files": "var-file",
    "config_file": "config",
}
"""How options are written whose values have another name."""


@click.command("line", cls=InOrder, short_help="Draw the line of a resource type.")
@click.argument("type_name", metavar="[TYPE | PATH]", required=False)
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
@click.option("--svg", metavar="FILE", help="Draw a picture; - is stdout.")
@click.option(
    "--class", "kinds", multiple=True, metavar="CLASS", help="Draw this service class; repeatable."
)
@click.option(
    "--by", type=click.Choice(["class", "service"]), help="With --svg PATH: what columns are."
)
@reading_options
def command(
    type_name: str | None,
    properties: tuple[str, ...],
    diff: bool,
    batch: str | None,
    form: str | None,
    as_of: datetime | None,
    svg: str | None,
    kinds: tuple[str, ...],
    by: str | None,
    **reading: Unpack[Given],
) -> None:
    """Draw the line of a resource type, with nothing configured or as NAME=VALUE says.

    TYPE is a CloudFormation resource type, as in AWS::RDS::DBInstance, or Terraform's name of
    one, as in aws_db_instance. NAME is a CloudFormation property, dotted if it lies deeper; VALUE
    is a text, or JSON.

    With --svg it is a picture: of a TYPE, of service classes when there is none, or of all that
    PATHs name, which are what partywall check takes.
    """
    day = as_of.date() if as_of else datetime.now(UTC).date()
    if svg is not None:
        if batch is not None or diff or form:
            raise click.UsageError("--svg goes with none of --batch, --diff and --format")
        words = (type_name, *properties) if type_name else ()
        _draw(words, kinds, by, reading, day, svg)
        return
    if kinds or by or any(reading.values()):
        raise click.UsageError(f"{_first_option(kinds, by, reading)} goes with --svg")
    if batch is not None:
        if type_name or diff or form == "text":
            raise click.UsageError("--batch takes no TYPE, and answers in JSON")
        answer_file(batch, day)
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
    warn(stale.warning())


def _draw(
    words: tuple[str, ...],
    kinds: tuple[str, ...],
    by: str | None,
    reading: Given,
    day: date,
    file: str,
) -> None:
    """Draw what the words name: a type with properties, paths, or nothing, which is classes."""
    from partywall.cli.line_svg import draw_classes, draw_type, draw_workload, is_path

    if words and kinds:
        raise click.UsageError("--class takes neither TYPE nor PATH")
    if words and _found(words[0]) is None and is_path(words[0]):
        draw_workload(words, by or "class", reading, day, file)
        return
    if by or any(reading.values()):
        raise click.UsageError(f"{_first_option((), by, reading)} goes with a PATH")
    if not words:
        draw_classes(kinds, file)
        return
    name = _classified(words[0])
    draw_type(name, _given(name, words[1:]), day, file)


def _first_option(kinds: tuple[str, ...], by: str | None, reading: Given) -> str:
    """The first of the options that were given, as it is written on the command line."""
    given = {"class": kinds, "by": by, **reading}
    return f"--{next(SPELLED.get(name, name) for name, value in given.items() if value)}"


def _found(type_name: str) -> str | None:
    """The type as CloudFormation spells it, if somebody drew its line."""
    known = {name.casefold(): name for name in classified_types()}
    return known.get(type_name.casefold()) or known.get(_from_terraform(type_name).casefold())


def _classified(type_name: str) -> str:
    """The type as CloudFormation spells it; raises click.UsageError when nobody drew its line."""
    name = _found(type_name)
    if name is None and Path(type_name).exists():
        hint = f"add --svg FILE, or see what partywall check {type_name} says"
        raise click.UsageError(f"{type_name!r} is a file, whose line can be drawn: {hint}")
    if name is None:
        known = {name.casefold(): name for name in classified_types()}
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
