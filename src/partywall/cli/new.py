"""`partywall new control`: a control, its table of tests and its changelog line, begun."""

from __future__ import annotations

import importlib
import keyword
import re
from pathlib import Path

import click

from partywall.controls import registry
from partywall.line.layer import BY_ID

CONTROL = '''

@control("{id}", layer={layer}, weight=MEDIUM)
def {function}({name}: {view}) -> Verdict:
    """{title}

    Say why it matters.

    Fix: set {property} to true.

    Proved by::

        {property}: true

    Refuted by::

        {property}: false

    Source: name the page of AWS's guide, and the day you read it.
    """
    setting = {name}.at("{property}")
    if setting.is_true:
        return proved(setting)
    return refuted(setting, "{property} is off")
'''

MODULE = '''"""{service}: what the customer must choose."""

from __future__ import annotations

from partywall.controls.control import MEDIUM, control
from partywall.estate.views.{module} import {view}
from partywall.kernel.verdict import Verdict, proved, refuted
from partywall.line.layer import {layer}
'''

VIEWS = '''"""{service}, as controls see it."""

from __future__ import annotations

from partywall.estate.view import View
'''

VIEW = '''

class {view}(View):
    """{type}."""

    types = ("{type}",)
'''

TESTS = '''"""{id}, case by case."""

from __future__ import annotations

import pytest

from partywall.controls.{module} import {function}
from partywall.estate.views.{module} import {view}
from partywall.kernel.unknown import Unknown


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        (True, "proved"),
        (False, "refuted"),
        (None, "refuted"),
        (Unknown("known after apply"), "undecided"),
    ],
)
def test_{function}(value: object, outcome: str) -> None:
    assert {function}.judge({view}({property}=value)).outcome == outcome
'''


@click.group("new", short_help="Start a new control.")
def command() -> None:
    """Start something new in a checkout of partywall."""


@command.command("control")
@click.argument("id")
@click.option("--type", "type_name", required=True, help="The CloudFormation resource type.")
@click.option("--property", "property_name", required=True, help="The property it reads.")
@click.option(
    "--layer",
    required=True,
    type=click.Choice(list(BY_ID)),
    metavar="LAYER",
    help="The layer it is a proof for, as in keys.",
)
@click.option(
    "--into", default=".", type=click.Path(path_type=Path), help="The checkout (default: here)."
)
def new_control(id: str, type_name: str, property_name: str, layer: str, into: Path) -> None:
    """Begin the control ID: the module, its table of tests, and the changelog line.

    The control works from the start (it wants the property to be true) and waits for your
    words, your cases and your judgement. A service that has a module already gets the function
    to paste on stdout instead: nothing of yours is overwritten.
    """
    source = into / "src" / "partywall"
    if not (source / "controls").is_dir():
        raise click.UsageError(f"{into} is no checkout of partywall; name one with --into")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", id):
        raise click.UsageError(f"{id!r}: an id is service, then the good state, as sqs-queue-on")
    if registry.find(id):
        raise click.UsageError(f"{id} exists already; see: partywall explain {id}")
    parts = type_name.split("::")
    if len(parts) != 3:
        raise click.UsageError(f"{type_name!r} is no resource type; write AWS::SQS::Queue")
    words = {
        "id": id,
        "service": parts[1].lower(),
        "module": module_name(parts[1].lower()),
        "type": type_name,
        "view": parts[2],
        "name": re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", parts[2]).lower(),
        "function": id.replace("-", "_"),
        "layer": layer.upper().replace("-", "_"),
        "property": property_name,
        "title": f"{id.replace('-', ' ').capitalize()}.",
    }
    _lay(into, source, words)


def _lay(into: Path, source: Path, words: dict[str, str]) -> None:
    service = words["service"]
    module = source / "controls" / f"{words['module']}.py"
    view = source / "estate" / "views" / f"{words['module']}.py"
    if service in registry.services():
        click.echo(CONTROL.format(**words).strip())
        click.echo(f"# {service} has {_where_to_paste(module)}", err=True)
    else:
        _create(module, MODULE.format(**words) + CONTROL.format(**words))
    if not view.exists() and not view.with_suffix("").is_dir():
        _create(view, VIEWS.format(**words) + VIEW.format(**words))
    elif not _has_view(words):
        click.echo("\n\n" + VIEW.format(**words).strip())
        click.echo(f"# paste the view into {view}", err=True)
    test_name = f"test_{words['function']}.py"
    _create(into / "tests" / "controls" / test_name, TESTS.format(**words))
    _create(into / "changelog.d" / f"{words['id']}.added.md", f"New control `{words['id']}`.\n")


def _where_to_paste(module: Path) -> str:
    """Which file takes the function; a package finds only what its `__init__.py` names."""
    if module.exists():
        return "a module already: paste the above into it"
    index = module.with_suffix("") / "__init__.py"
    return f"a package already: paste the above into a module of it, and name it in {index}"


def _has_view(words: dict[str, str]) -> bool:
    """Whether a view of this name is there already."""
    try:
        views = importlib.import_module(f"partywall.estate.views.{words['module']}")
    except ModuleNotFoundError:
        return False
    return hasattr(views, words["view"])


def module_name(service: str) -> str:
    """The module of a service; a word of Python's gets an underscore at its end."""
    return f"{service}_" if keyword.iskeyword(service) else service


def _create(path: Path, text: str) -> None:
    if path.exists():
        click.echo(f"{path} is there already, left as it is", err=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    click.echo(f"{path}", err=True)
