"""Words and orders that the readable reports share."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec import Struct

from partywall.assess.report import ControlInfo, Finding, Report
from partywall.kernel.evidence import Evidence
from partywall.kernel.unknown import Path, Unknown

WEIGHTS: Final = ("critical", "high", "medium", "low")
"""Worst first."""

PARTIES: Final = {"aws": "AWS", "shared": "Shared", "customer": "Yours"}
"""How the parties are called when speaking to the customer."""

LONGEST = 120
"""Characters of a value that a readable report shows."""

DISCLAIMER: Final = "AWS's half is derived from public statements; AWS's own reports prevail."


class Group(Struct, frozen=True):
    """All findings of one control with one verdict."""

    control: ControlInfo
    findings: tuple[Finding, ...]


def grouped(report: Report, findings: Iterable[Finding]) -> list[Group]:
    """Findings by control; the heaviest control first, then the one with most findings."""
    by_control: dict[str, list[Finding]] = {}
    for one in findings:
        by_control.setdefault(one.control, []).append(one)
    groups = [Group(report.controls[id], tuple(found)) for id, found in by_control.items()]
    return sorted(
        groups,
        key=lambda one: (
            WEIGHTS.index(one.control.weight),
            -len(one.findings),
            one.control.id,
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
