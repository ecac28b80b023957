"""`partywall access compare BEFORE AFTER`: what a change of an estate newly allows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click
import msgspec

from partywall.cli import INCOMPLETE
from partywall.cli.access.asking import asked, say, wrong
from partywall.cli.access.words import INDENT, told_value
from partywall.cli.estates import Given
from partywall.kernel.errors import QuestionError

if TYPE_CHECKING:
    from partywall.access.changes import Changes
    from partywall.access.changes.change import Change, Doubt

REFUTED = 1
MOST: Final = 3
"""Actions that a line names before it counts the rest."""
SOURCES: Final = (".tf", ".yaml", ".yml", ".template", ".zip", ".gz")


def is_estate(name: str) -> bool:
    """Whether a path is what `check` takes, and no file of policies."""
    from partywall.sources.recognise import is_account_export, is_plan, looks_like_template

    path = Path(name)
    if path.is_dir():
        return True
    if name == "-" or not path.is_file():
        return False
    data = path.read_bytes()
    if is_plan(data) or is_account_export(data):
        return True
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return path.suffix in SOURCES
    return isinstance(value, dict) and "Statement" not in value and looks_like_template(data)


def compare_estates(before: str, after: str, form: str, strict: bool, given: Given) -> NoReturn:
    """Write what changed, and leave with 0; 1 if `strict` and something is or may be newly allowed;
    3 if an input could not be read in full."""
    from partywall.access.changes import changes
    from partywall.access.changes.plain import as_json
    from partywall.assess.access import of_one_account

    both = [asked((path,), given) for path in (before, after)]
    try:
        worlds = of_one_account(both[0].world, both[1].world)
    except QuestionError as error:
        raise wrong(error) from error
    found = changes(*worlds)
    if form == "json":
        text = msgspec.json.format(msgspec.json.encode(as_json(found)), indent=2).decode()
    else:
        text = "\n".join(_text(found))
    for one in both:
        text = one.scrubbed(text)
    click.echo(text)
    for one in both:
        say(one)
    if any(one.incomplete for one in both):
        raise click.exceptions.Exit(INCOMPLETE)
    allows = found.allows
    more = allows.changes or allows.unknown or found.not_compared or found.left_open
    raise click.exceptions.Exit(REFUTED if strict and more else 0)


def _text(found: Changes) -> list[str]:
    allows, no_longer = found.allows, found.no_longer
    lines = [_sentence(found)]
    lines += [f"{INDENT}new: {name}" for name in found.new]
    lines += [f"{INDENT}gone: {name}" for name in found.gone]
    for title, some in (("Newly allowed", allows), ("No longer allowed", no_longer)):
        if some.changes:
            lines.append(title)
            lines += [line for one in some.changes for line in _lines(one)]
    for title, doubts in (
        ("Whether it is newly allowed cannot be told", allows.unknown),
        ("Whether it is no longer allowed cannot be told", no_longer.unknown),
        ("Not compared", found.not_compared),
        ("Not known in either, and so not compared", found.left_open),
    ):
        if doubts:
            lines.append(title)
            lines += [_doubt_line(one) for one in doubts]
    return lines + [f"{INDENT}assumed: {one}" for one in found.assumed]


def _sentence(found: Changes) -> str:
    allows = found.allows.changes
    public = sum(one.is_public for one in allows)
    own = sum(one.perhaps_own for one in allows)
    outside = sum(one.is_from_outside and not one.is_public for one in allows) - own
    doubts = (found.allows.unknown, found.no_longer.unknown, found.not_compared, found.left_open)
    unknown = sum(map(len, doubts))
    what = f"{len(allows)} newly allowed" if allows else "Nothing is newly allowed"
    if allows:
        what += f" ({public} to everybody, {outside} to others from outside"
        what += f", {own} to what may be your own account)" if own else ")"
    gone = len(found.no_longer.changes)
    return f"{what}, {gone} no longer; of {unknown} it cannot be told."


def _lines(one: Change) -> list[str]:
    from partywall.access.changes.plain import request_json

    shown = one.shown
    some = " (some of them)" if shown.partly else ""
    policy = f" ({one.address})" if one.address else ""
    when = "" if shown.allowed_if is True else f", if {shown.allowed_if}"
    who = f"{one.name} (in one input only)" if one.is_new else one.name
    witness = request_json(shown.request)
    told = [f"{key} {told_value(value)}" for key, value in witness["context"].items()
            if not isinstance(value, dict)]  # fmt: skip
    context = f" with {', '.join(told)}" if told else ""
    other = shown.denied.outcome.value if shown.denied is not None else "not there"
    return [
        f"{INDENT}{who}: {_listed(one.actions)} on {one.resource}{some}",
        f"{INDENT * 2}by {one.by}{policy}{when}",
        f"{INDENT * 2}shown by {witness['action']} on {witness['resource']}{context}:"
        f" {shown.allowed.outcome.value}, in the other {other}",
    ]


def _doubt_line(one: Doubt) -> str:
    what = f" {_listed(one.actions)}" if one.actions else ""
    return f"{INDENT}{one.name}:{what} on {one.resource}: {'; '.join(one.reasons)}"


def _listed(actions: tuple[str, ...]) -> str:
    more = f" and {len(actions) - MOST} more" if len(actions) > MOST else ""
    return f"{', '.join(actions[:MOST])}{more}"
