"""What could not be decided, by the value that would decide it.

One parameter without a value may leave a hundred findings open. Said once, with its count, it
is one thing to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from partywall.assess.report import Finding
from partywall.kernel.evidence import Evidence
from partywall.kernel.unknown import Unknown
from partywall.reports.words import WEIGHTS, dotted, shown

THE_SAME_EVERYWHERE: Final = re.compile(
    r"parameter \S+ has no default|the (?:Region|account|partition|URL suffix|stack's name)\b.*"
    r"|the Availability Zones of the Region|(?:output|nested stack|imported|made at) .*"
)
"""Reasons that name the value: two findings with one such reason wait for one thing."""

REMEDIES: Final = (
    (r"parameter (\S+) has no default", r"--parameter \1=VALUE"),
    (r"the (?:Region|partition|URL suffix|Availability Zones)\b.*", "--region REGION"),
    (r"the account\b.*", "--account ACCOUNT"),
)
"""Options of `check` that give a missing value."""


class Cause(Struct, frozen=True):
    """What is not known, in words; what to do about it, if anything; the findings it keeps open."""

    text: str
    remedy: str
    findings: tuple[Finding, ...]


def causes(findings: Iterable[Finding]) -> list[Cause]:
    """Undecided findings by what would decide them; the heaviest first, then what decides most."""
    by_text: dict[str, list[Finding]] = {}
    for one in findings:
        by_text.setdefault(_text(one), []).append(one)
    made = [
        Cause(text, _remedy(text), tuple(sorted(found, key=_order)))
        for text, found in by_text.items()
    ]
    return sorted(made, key=lambda one: (_order(one.findings[0])[0], -len(one.findings), one.text))


def _order(finding: Finding) -> tuple[int, str, str, str]:
    return WEIGHTS.index(finding.weight), finding.control, finding.file, finding.resource


def _text(finding: Finding) -> str:
    """The unknown values behind a finding, in words, each once."""
    texts = list(dict.fromkeys(_cause(one, finding) for one in finding.evidence))
    more = f"; and {len(texts) - 3} more" if len(texts) > 3 else ""
    return "; ".join(texts[:3]) + more if texts else finding.note or "something that is not said"


def _cause(evidence: Evidence, finding: Finding) -> str:
    found = evidence.found
    if type(found) is not Unknown:
        return shown(found)
    if found.refs:
        return _from(found)
    if THE_SAME_EVERYWHERE.fullmatch(found.why):
        return found.why
    place = dotted(evidence.path[:1])
    of = evidence.resource or finding.resource
    return f"{place} of {of}: {found.why}" if place else f"{of}: {found.why}"


def _from(found: Unknown) -> str:
    attribute = f".{found.attribute}" if found.attribute not in ("", "Ref") else ""
    names = [f"{found.refs[0]}{attribute}", *found.refs[1:3]]
    more = f" and {len(found.refs) - 3} more" if len(found.refs) > 3 else ""
    return f"{', '.join(names)}{more}: {found.why}"


def _remedy(text: str) -> str:
    """The options that would give all or some of the values, in words."""
    options: dict[str, None] = {}
    for reason in text.split("; "):
        for pattern, option in REMEDIES:
            match = re.fullmatch(pattern, reason)
            if match is not None:
                options[match.expand(option)] = None
    return f"give {' '.join(options)}" if options else ""
