"""`partywall reach`: questions about what a packet can reach; one module a question."""

from __future__ import annotations

import importlib
from typing import Final

import click

QUESTIONS: Final = {
    "admin": "List the ways to administer each machine and cluster.",
    "between": "Say whether packets get from FROM to TO.",
    "exposed": "List what the Internet reaches.",
    "hold": "Check the paths that a file allows and denies.",
    "map": "Draw what the Internet reaches.",
    "matrix": "List which resource reaches which.",
    "who": "List what reaches TO.",
    "why-not": "Say what stands in the way from FROM to TO.",
}

DEFAULT: Final = "between"


class Questions(click.Group):
    """A group that imports a question's module only when it is asked; its plain form, FROM TO
    PATH, is a command of its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What is no command of the group is an end of a path, or an option of that form."""
        if args and args[0] not in (*QUESTIONS, *ctx.help_option_names):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(QUESTIONS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in QUESTIONS:
            return None
        module = importlib.import_module(f"partywall.cli.reach.{name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(QUESTIONS.items()))


@click.group("reach", cls=Questions)
def command() -> None:
    """Say whether packets get from FROM to TO, as in: partywall reach FROM TO PATH.

    FROM and TO are a resource, an address, a block of addresses, internet, or onprem:BLOCK for
    a site behind a VPN. PATH is what partywall check takes.

    Exit codes: 0 answered, whatever the answer, 1 a path of hold is broken, 2 wrong usage, 3
    input unreadable or analysis incomplete.
    """
