"""`partywall access`: questions about who can do what; one module a question."""

from __future__ import annotations

import importlib
from typing import Final

import click

QUESTIONS: Final = {
    "can": "Can PRINCIPAL do ACTION on RESOURCE?",
    "compare": "Say what one policy permits that another does not.",
    "decide": "Decide requests, one JSON object a line.",
    "escalate": "Who can become administrator, and how?",
    "external": "Who from outside is let in, and on what terms?",
    "lint": "Say what is wrong with a policy.",
    "public": "What can everybody do?",
    "verify": "Verify certificates.",
    "what": "What can PRINCIPAL do?",
    "who": "Who can do ACTION on RESOURCE?",
    "why": "Layer by layer: what lets it through, what blocks.",
}


class Questions(click.Group):
    """A group that imports a question's module only when it is asked."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(QUESTIONS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in QUESTIONS:
            return None
        module = importlib.import_module(f"partywall.cli.access.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(QUESTIONS.items()))


@click.group(cls=Questions, short_help="Who can do what.")
def command() -> None:
    """Who can do what on which resource, decided as AWS decides it."""
