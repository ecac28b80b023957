"""The command line: one module a verb, imported when the verb is used."""

from __future__ import annotations

import gc
import importlib
import logging
import os
import sys
from typing import Final

import click

import partywall

VERBS: Final = {
    "check": "Whose job it is, and what is proved: read plans and templates.",
    "config": "Show the configuration in force.",
    "controls": "List every control.",
    "completion": "Print the shell completion script.",
    "explain": "Explain a control, by its id or another tool's.",
    "line": "Draw the line of a resource type, and say what moves it.",
    "new": "Start a new control.",
}

PROBLEM: Final = 2
"""Exit code for wrong usage and wrong configuration."""


class Verbs(click.Group):
    """A group that imports a verb's module only when the verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        module = importlib.import_module(f"partywall.cli.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(VERBS.items()))


@click.command(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="The AWS shared responsibility model, executable.",
    epilog="Exit codes: 0 nothing refuted, 1 something refuted (or undecided, with --strict), "
    "2 wrong usage, 3 input unreadable or analysis incomplete.",
)
@click.version_option(partywall.__version__, prog_name="partywall")
@click.option("-v", "--verbose", count=True, help="Say more on stderr (-vv: every decision).")
def cli(verbose: int) -> None:
    """The root of all verbs."""
    level = {0: logging.WARNING, 1: logging.INFO}.get(verbose, logging.DEBUG)
    logging.basicConfig(stream=sys.stderr, level=level, format="%(levelname)s %(message)s")


def main() -> None:
    """Run the command line; memory is freed by leaving, so the collector rests meanwhile."""
    gc.disable()
    try:
        cli(prog_name="partywall")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
