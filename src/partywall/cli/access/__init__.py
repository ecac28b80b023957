"""`partywall access`: questions about who can do what; one module a question."""

from __future__ import annotations

import importlib
from typing import Final

import click

QUESTIONS: Final = {
    "can": "Say whether PRINCIPAL can do ACTION on RESOURCE.",
    "compare": "Say what one policy or estate allows beyond another.",
    "decide": "Decide requests, one JSON object a line.",
    "escalate": "Say who can become administrator, and how.",
    "external": "Say who from outside is let in, and on what terms.",
    "lint": "Say what is wrong with a policy.",
    "public": "Say what everybody can do.",
    "verify": "Verify the certificates of answers.",
    "what": "Say what PRINCIPAL can do.",
    "who": "Say who can do ACTION on RESOURCE.",
    "why": "Say what lets a request through, and what blocks it.",
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


@click.group("access", cls=Questions)
def command() -> None:
    """Say who can do what on which resource, decided as AWS decides it.

    As in: partywall access who s3:GetObject BUCKET PATH, where PATH is what partywall check
    takes. What the input does not tell makes an answer conditional or unknown, never yes or no.

    Exit codes: 0 answered, whatever the answer, 1 lint, verify or compare --exit-code found
    something, 2 wrong usage, 3 input unreadable or analysis incomplete.
    """
