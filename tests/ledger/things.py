"""Small records and runs for the tests."""

from __future__ import annotations

from datetime import date

from partywall.ledger.records import Attestation, AwsReport
from partywall.ledger.runs import Input, Kind, Mark, Packed, Row, Run, pack

LAYERS = ("site", "keys")


def soc(id: str = "soc2-2026") -> AwsReport:
    """A report of AWS's."""
    return AwsReport(
        id=id, program="soc-2", title="SOC 2", begins=date(2026, 1, 1), ends=date(2026, 6, 30)
    )


def word(id: str, by: str = "R. Roe") -> Attestation:
    """An attestation."""
    return Attestation(
        id=id,
        duty="incident-runbooks",
        statement="They are there.",
        by=by,
        on=date(2026, 2, 1),
        until=date(2027, 2, 1),
    )


def kind(verdict: str = "proved", states: str = "ip", waiver: str = "", **more: object) -> Kind:
    """A bucket with one finding."""
    seen = str(more.get("seen", "")).encode().ljust(32, b".")
    mark = Mark("s3-bucket-customer-key", verdict, seen, waiver, bool(more.get("expired")))
    return Kind("AWS::S3::Bucket", str(more.get("parties", "as")), states, (mark,))


def run(rows: dict[str, Kind], file: str = "plan.json", *, complete: bool = True) -> Packed:
    """A run over these resources of one input."""
    ordered = [Row(file, name, rows[name]) for name in sorted(rows)]
    name, blobs = pack(ordered, LAYERS)
    made = Run(
        as_of="2026-11-23",
        version="0",
        resources=len(rows),
        rows=name,
        complete=complete,
        inputs=(Input(file, "terraform-plan", len(rows)),),
    )
    return Packed(made, blobs)
