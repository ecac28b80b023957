"""How files are named in reports."""

from __future__ import annotations

import os
from pathlib import Path


def shown(path: Path | str) -> str:
    """The path as reports show it: what of its name is no UTF-8 is written as an escape."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
