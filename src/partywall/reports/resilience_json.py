"""What survives, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from partywall.assess.survival import Told
from partywall.kernel.diagnostic import Diagnostic
from partywall.reports.words import DISCLAIMER
from partywall.resilience.residency import Residency

SCHEMA: Final = "partywall-resilience/1"
RESIDENCY_SCHEMA: Final = "partywall-residency/1"
"""Names and major versions; the major changes when a reader could break."""

_encoder = msgspec.json.Encoder(order="deterministic")


def every(told: Told) -> bytes:
    """The answers of every estate; docs/resilience.md explains each key."""
    return _written(SCHEMA, "estates", told.answers, told.diagnostics)


def residencies(told: Sequence[Residency], diagnostics: Sequence[Diagnostic]) -> bytes:
    """The places of data of every estate; docs/resilience.md explains each key."""
    return _written(RESIDENCY_SCHEMA, "estates", told, diagnostics)


def template(content: dict[str, object]) -> bytes:
    """A CloudFormation template."""
    return msgspec.json.format(_encoder.encode(content), indent=2) + b"\n"


def _written(
    schema: str, key: str, rows: Sequence[Any], diagnostics: Sequence[Diagnostic]
) -> bytes:
    content = {"schema": schema, "note": DISCLAIMER, key: rows, "diagnostics": diagnostics}
    return msgspec.json.format(_encoder.encode(content), indent=2) + b"\n"
