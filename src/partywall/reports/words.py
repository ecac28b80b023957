"""Words and orders that the readable reports share."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from partywall.assess.report import (
    LAPSING,
    STATES,
    ControlInfo,
    DutyLine,
    Finding,
    Lapse,
    Proof,
    Report,
)
from partywall.kernel.evidence import Evidence
from partywall.kernel.unknown import Path, Unknown

WEIGHTS: Final = ("critical", "high", "medium", "low")
"""Worst first."""

PARTIES: Final = {"aws": "AWS", "shared": "Shared", "customer": "Yours"}
"""How the parties are called when speaking to the customer."""

CLOSERS: Final = 3
"""Things that would close cells of AWS's that are told in full; the rest are counted."""

LONGEST = 120
"""Characters of a value that a readable report shows."""

DISCLAIMER: Final = "AWS's half is derived from public statements; AWS's own reports prevail."


UNREACHABLE: Final = "open, but unreachable from the Internet today"
"""What is said of openings by which the Internet surely reaches nothing."""


class Group(Struct, frozen=True):
    """All findings of one control with one verdict; openings that nothing is reached by, apart."""

    control: ControlInfo
    findings: tuple[Finding, ...]

    @property
    def weight(self) -> str:
        """What the findings weigh: as much as the control, or less."""
        return self.findings[0].weight

    @property
    def title(self) -> str:
        """The control's, and whether the Internet reaches nothing by these openings."""
        apart = f" ({UNREACHABLE})" if self.findings[0].reach == "unreachable" else ""
        return f"{self.control.title}{apart}"


def grouped(report: Report, findings: Iterable[Finding]) -> list[Group]:
    """Findings by control and weight; the heaviest first, then the one with most findings."""
    found: dict[tuple[str, bool], list[Finding]] = {}
    for one in findings:
        found.setdefault((one.control, one.reach == "unreachable"), []).append(one)
    groups = [Group(report.controls[id], tuple(ones)) for (id, _), ones in found.items()]
    return sorted(
        groups,
        key=lambda one: (
            WEIGHTS.index(one.weight),
            -len(one.findings),
            one.control.id,
            one.title,
        ),
    )


def dotted(path: Path) -> str:
    """A property path as people write it: `SecurityGroupIngress[2].CidrIp`."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else str(key)
    return text


def shown(value: object) -> str:
    """A found value in a few words: `absent`, the reason it is not known, or short JSON."""
    if value is None:
        return "absent"
    if type(value) is Unknown:
        return f"not known: {value}"
    text = msgspec.json.encode(value, enc_hook=str).decode()
    if isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def seen(evidence: Evidence, finding: Finding) -> str:
    """A piece of evidence in one line: the property and what was found there.

    Evidence from a companion names it; evidence that is the whole resource says nothing more.
    """
    place = spot(evidence, finding)
    if not place:
        return "" if isinstance(evidence.found, dict) else shown(evidence.found)
    return f"{place} = {shown(evidence.found)}"


def spot(evidence: Evidence, finding: Finding) -> str:
    """The property that evidence is of, after the companion that it is from, if it is."""
    apart = evidence.resource if evidence.resource != finding.resource else ""
    return " ".join(part for part in (apart, dotted(evidence.path)) if part)


def missing(finding: Finding) -> str:
    """Which value would decide an undecided finding."""
    texts = dict.fromkeys(
        f"{dotted(one.path) or one.resource}: {shown(one.found)}" for one in finding.evidence
    )
    return "; ".join(texts)


def where(finding: Finding) -> str:
    """The place to look first: `file:line`."""
    return str(finding.where) if finding.where.file else finding.file


def to_close(report: Report) -> list[str]:
    """What would close the cells of AWS's that nobody has shown, in a line each."""
    reasons = list(report.tally.to_close.items())
    first = CLOSERS if len(reasons) > CLOSERS + 1 else len(reasons)
    told = [f"AWS: {_cells(n)} not inherited: {closes}" for closes, n in reasons[:first]]
    if reasons[first:]:
        left = sum(n for _, n in reasons[first:])
        told.append(f"AWS: {_cells(left)} not inherited for {len(reasons) - first} more reasons")
    return told


def _cells(number: int) -> str:
    return f"{number} cell{'s' * (number != 1)}"


def duties_in_numbers(report: Report) -> str:
    """How the duties of no single resource stand: `24 duties: 2 attested, 22 open`."""
    counts = Counter(one.state for one in report.duties)
    told = ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])
    return f"{len(report.duties)} duties of account, organization, Region and team: {told}"


def named(ids: Sequence[str]) -> str:
    """The ids behind something, in a line: a roster has one for each of its people."""
    more = f" and {len(ids) - IDS} more" if len(ids) > IDS else ""
    return f"{', '.join(ids[:IDS])}{more}"


def behind(proof: Proof, state: str) -> str:
    """What is behind a state in one line: `by sec-review-2026, until 2027-03-01`."""
    when = f"lapsed on {proof.until}" if state == "lapsed" else f"until {proof.until}"
    parts = [f"by {named(proof.by)}"] if proof.by else []
    parts += [when] if proof.until else []
    return "; ".join([", ".join(parts)] * bool(parts) + [proof.closes] * bool(proof.closes))


def lapsing(lapse: Lapse) -> str:
    """What lapses, without the day: `inherited by soc2-2026: 312 cells`."""
    parts = [_cells(lapse.cells)] if lapse.cells else []
    return f"{lapse.state} by {named(lapse.by)}: {', '.join([*parts, *lapse.duties])}"


IDS: Final = 20
"""Ids behind one state that are named; the rest are counted."""

LAPSES: Final = f"What lapses within {LAPSING} days"


def worst_duties(report: Report) -> list[DutyLine]:
    """The duties with something to do first: lapsed, then open, then those that are shown."""
    order = ("lapsed", "open")
    return sorted(
        report.duties,
        key=lambda one: order.index(one.state) if one.state in order else len(order),
    )
