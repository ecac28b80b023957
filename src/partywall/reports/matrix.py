"""The responsibility matrix in each of its formats."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Final, Literal

from partywall.assess.report import Report

FORMATS: Final = ("html", "csv", "md", "xlsx")
BY_CONTROL: Final = ("crm", "caiq")
"""Tables whose rows are controls of a framework, not cells; see `matrix_crm`, `matrix_caiq`."""

BY_SERVICE: Final = ("html", "csv", "md")
"""Formats that show services instead of resources when asked; a workbook has both."""

By = Literal["resource", "service"]


def render(name: str, report: Report, by: By = "resource") -> Iterator[bytes]:
    """The matrix in a format, in pieces. Raises ConfigError when a package is missing."""
    module = importlib.import_module(f"partywall.reports.matrix_{name}")
    chunks: Iterator[bytes] = (
        module.render_services(report)
        if by == "service" and name in BY_SERVICE
        else module.render(report)
    )
    return chunks
