"""The premises as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from partywall.line.premises import Premise
from partywall.reports.words import DISCLAIMER

SCHEMA: Final = "partywall-premises/1"
"""Name and major version of this JSON; the major changes when a reader could break."""

_encoder = msgspec.json.Encoder(order="deterministic")


def every(premises: Sequence[Premise]) -> bytes:
    """The premises, each with the rows of the model that rest on it; docs/premises.md explains."""
    rows = [
        msgspec.structs.asdict(one) | {"rows": [row.row for row in one.rows]} for one in premises
    ]
    text = _encoder.encode({"schema": SCHEMA, "note": DISCLAIMER, "premises": rows})
    return msgspec.json.format(text, indent=2) + b"\n"
