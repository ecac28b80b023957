"""Renderers: one module a format; each sees the Report tree and nothing else."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Final

from partywall.assess.report import Report

FORMATS: Final = ("text", "json", "sarif", "junit", "html", "md")


def render(name: str, report: Report, *, color: bool = False, width: int = 100) -> Iterator[bytes]:
    """The report in a format, in pieces, as UTF-8; `color` and `width` matter to text only."""
    module = importlib.import_module(f"partywall.reports.{name}_report")
    chunks: Iterator[bytes]
    if name == "text":
        chunks = module.render(report, color=color, width=width)
    else:
        chunks = module.render(report)
    return chunks
