"""A report as the ledger keeps it: verdicts, what they rest on, and the line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Final

import msgspec

from partywall.assess.report import DutyLine, Finding, Report, ResourceLine
from partywall.kernel.evidence import Evidence
from partywall.ledger.runs import DUTIES, PARTIES, STATES, Input, Kind, Mark, Packed, Row, Run, pack
from partywall.line.layer import LAYERS
from partywall.line.model import Line

_encode: Final = msgspec.json.Encoder(order="deterministic", enc_hook=str).encode


def packed(report: Report) -> Packed:
    """The run that this report is of, ready to be recorded."""
    rows, blobs = pack(_Rows(report).all(), tuple(one.id for one in LAYERS))
    run = Run(
        as_of=report.as_of,
        version=report.version,
        resources=report.tally.resources,
        rows=rows,
        complete=not report.incomplete,
        inputs=tuple(Input(one.file, one.kind, one.resources) for one in report.inputs),
        cells=report.tally.cells,
        verdicts=report.tally.verdicts,
    )
    return Packed(run, blobs)


class _Rows:
    """Rows of a report; what resources have in common is made once."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.parties: dict[int, str] = {}
        self.states: dict[tuple[str, ...], str] = {}
        self.digests: dict[bytes, bytes] = {}
        self.kinds: dict[tuple[object, ...], Kind] = {}

    def all(self) -> Iterator[Row]:
        """A row for each duty of no single resource, and for each line, with its findings.

        Lines and findings are by file and address; findings on a resource stand together.
        """
        yield from map(_duty, sorted(self.report.duties, key=lambda one: (one.subject, one.duty)))
        findings, n = self.report.findings, 0
        for line in self.report.lines:
            first = n
            while n < len(findings) and _is_of(findings[n], line):
                n += 1
            yield Row(line.file, line.resource, self._kind(line, findings[first:n]))
        assert n == len(findings), "every finding is on a resource that has a line"

    def _kind(self, line: ResourceLine, findings: Sequence[Finding]) -> Kind:
        marks = tuple([self._mark(one) for one in findings])
        key = (line.type, id(line.line), line.states, marks)
        kind = self.kinds.get(key)
        if kind is None:
            kind = self.kinds[key] = Kind(
                line.type, self._parties(line.line), self._states(line.states), marks
            )
        return kind

    def _mark(self, one: Finding) -> Mark:
        digest = self._digest(one.evidence, one.resource)
        if one.waiver is None:
            return Mark(one.control, one.verdict, digest)
        return Mark(one.control, one.verdict, digest, one.waiver.until, one.waiver.expired)

    def _digest(self, evidence: Sequence[Evidence], own: str) -> bytes:
        """The SHA-256 of what was seen, without the places: those move when a line is added."""
        seen = _encode(
            [
                (one.path, one.found, one.note, one.resource if one.resource != own else "")
                for one in evidence
            ]
        )
        digest = self.digests.get(seen)
        if digest is None:
            digest = self.digests[seen] = sha256(seen).digest()
        return digest

    def _parties(self, line: Line) -> str:
        found = self.parties.get(id(line))
        if found is None:
            letters = "".join(PARTIES[cell.party] for cell in line.cells)
            found = self.parties[id(line)] = letters
        return found

    def _states(self, states: tuple[str, ...]) -> str:
        found = self.states.get(states)
        if found is None:
            found = self.states[states] = "".join(STATES[one] for one in states)
        return found


def _is_of(finding: Finding, line: ResourceLine) -> bool:
    return (finding.resource, finding.file, finding.type) == (line.resource, line.file, line.type)


def _duty(one: DutyLine) -> Row:
    """The duty, as if it were a resource that has one layer only."""
    parties = "".join(PARTIES[one.party if layer.id == one.layer else "none"] for layer in LAYERS)
    states = "".join(STATES[one.state if layer.id == one.layer else "none"] for layer in LAYERS)
    kind = Kind(f"{one.kind} ({one.duty})", parties, states, ())
    return Row(DUTIES, f"{one.subject}: {one.duty}", kind)
