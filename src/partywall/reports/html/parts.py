"""The files that pages are made of, and how a page's policy names what it admits."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Final

PARTS: Final = Path(__file__).parent


@cache
def part(name: str) -> str:
    """The text of a file beside this one."""
    return (PARTS / name).read_text("utf-8")


def source_hash(text: str) -> str:
    """A style or a script as a Content-Security-Policy names it: by its hash.

    Source: Content Security Policy Level 3, W3C, "hash-source".
    """
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
