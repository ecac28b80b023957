"""`partywall reach hold FILE`: whether the paths hold that a file allows and denies."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from partywall.assess import connectivity
from partywall.assess.connectivity import Held
from partywall.cli.estates import Given, InOrder
from partywall.cli.reach.asking import asked, estate_options, finish
from partywall.cli.reach.words import header
from partywall.kernel.errors import ConfigError


@click.command("hold", cls=InOrder)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--strict", is_flag=True, help="What is not known counts as broken.")
@estate_options
def command(
    file: Path, paths: tuple[str, ...], strict: bool, form: str, **given: Unpack[Given]
) -> None:
    """Check the paths that FILE (connectivity.toml) allows and denies against the network.

    Exit codes: 0 every assertion holds, 1 one is broken (or not known, with --strict), 2 wrong
    usage, 3 input unreadable or analysis incomplete.
    """
    try:
        assertions = connectivity.load(file)
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    reach = asked(paths, given)
    held = connectivity.hold(reach, assertions)
    broken = any(one.state == "broken" or (strict and one.state == "unknown") for one in held)
    finish(reach, form, held, map(_line, held), int(broken))


def _line(one: Held) -> str:
    said = one.assertion
    what = f"{said.source} → {said.to}{header(said.protocol, said.port)}"
    error = f": {one.error}" if one.error else ""
    return f"{one.state:<8} {one.kind} {what}{error}"
