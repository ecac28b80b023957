"""The file that a question is asked about, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import click

from partywall.cli import INCOMPLETE


class Unreadable(click.ClickException):
    """A file that cannot be read."""

    exit_code = INCOMPLETE


def open_input(name: str) -> BinaryIO:
    """The bytes of a file, of standard input for `-`. Raises Unreadable, naming the file."""
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Unreadable(f"{name}: cannot be read: {reason}; check the path") from error
