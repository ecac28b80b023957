"""The command line: one module a verb, imported when the verb is used."""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import logging
import os
import signal
import sys
import traceback
from types import FrameType
from typing import Any, Final, NoReturn

import click

import partywall

VERBS: Final = {
    "access": "Say who can do what, and what a change newly allows.",
    "check": "Say whose job each layer is, and prove or refute what is yours.",
    "config": "Show the configuration in force.",
    "controls": "List every control.",
    "completion": "Print the completion script of a shell.",
    "explain": "Explain a control, by its id or another tool's.",
    "framework": "Say whose each control of NIST SP 800-53 is, and how it stands.",
    "ledger": "Keep what has been shown, by whom, until when.",
    "line": "Draw the line of a resource type, and say what moves it.",
    "matrix": "Write the responsibility matrix, for an auditor.",
    "model": "List the statements of the model, and how they stand.",
    "review": "Write the executive review, two pages.",
    "new": "Start a new control.",
    "reach": "Say what a packet can reach, and what keeps it from arriving.",
    "premises": "List what answers take for granted about AWS.",
    "resilience": "Say what survives the loss of a zone, a Region or a key.",
}

PROBLEM: Final = 2
"""Exit code for wrong usage and wrong configuration."""

INCOMPLETE: Final = 3
"""Exit code for input that could not be read, or not all of it, whoever is to blame."""

INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
TERMINATED: Final = 143
"""What a shell reports for a program that SIGINT, SIGPIPE or SIGTERM ended."""


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

    def invoke(self, ctx: click.Context) -> object:
        """Run the verb; click itself would end a broken pipe with 1, which is a verdict here."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise click.exceptions.Exit(BROKEN_PIPE) from None

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
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet("%(levelname)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)


class Discreet(logging.Formatter):
    """Shows where an exception is from, never its text, which may hold a user's data."""

    def formatException(self, ei: Any) -> str:
        """The frames, and the kind of the exception."""
        kind, _, trace = ei
        return "".join([*traceback.format_tb(trace), str(kind.__name__)])


def main() -> NoReturn:
    """Run the command line; memory is freed by leaving, so the collector rests meanwhile.

    Whatever goes wrong ends in one line on stderr and an exit code that cannot be taken for a
    verdict.
    """
    gc.disable()
    _mend_streams()
    signal.signal(signal.SIGTERM, _terminated)
    try:
        code = cli(prog_name="partywall", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _last_words("interrupted")
        code = INTERRUPTED
    except OSError as error:
        about = f": {error.filename}" if isinstance(error.filename, str) else ""
        _last_words(f"{error.strerror or type(error).__name__}{about}")
        code = PROBLEM
    except Exception as error:
        _last_words(f"failed at {_place(error)}; this is a mistake of ours, please report it")
        code = INCOMPLETE
    _leave(code)


def _mend_streams() -> None:
    """Output streams that are closed lead nowhere, and no encoding is too small for a text."""
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _terminated(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Leave in order, so that no half-written report stays behind."""
    sys.exit(TERMINATED)


def _last_words(text: str) -> None:
    clear = "\r\x1b[K" if sys.stderr.isatty() else ""
    click.echo(f"{clear}partywall: {text}", err=True)


def _place(error: Exception) -> str:
    """The kind of an unforeseen error and where it is from; its text may hold a secret."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace is not None else "?"
    return f"{where} ({type(error).__name__})"


def _leave(code: int) -> NoReturn:
    """Exit, with nothing left in stdout that would complain of a reader who has gone.

    Everything is written by now, so the process ends here and does not take its objects apart
    one by one: with 100,000 resources that is a tenth of the whole run.
    """
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = code or (BROKEN_PIPE if isinstance(error, BrokenPipeError) else PROBLEM)
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    os._exit(code)
