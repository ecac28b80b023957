"""The report as SARIF 2.1.0, for code scanning.

Every control of the run is a rule, also the quiet ones. Refuted duties are results of kind
`fail`; undecided ones are of kind `open`, which the specification (3.27.9) keeps for "not enough
information to decide"; a waived one carries its waiver as a suppression. Proved ones are left
out: a result is something to look at. Source: OASIS, SARIF 2.1.0 (March 2020), read 2026-11-23.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

import msgspec

from partywall.assess.report import ControlInfo, Finding, Report
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.reports.escaping import markdown, visible
from partywall.reports.words import behind, dotted, lapsing, missing, seen

SCHEMA_URI: Final = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT: Final = "partywall/v1"
"""Name of the fingerprint: SHA-256 of control, resource address and property path."""

LEVELS: Final = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
SEVERITIES: Final = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0"}
"""What code scanning on GitHub sorts by: above 9 critical, above 7 high, above 4 medium."""

BATCH = 2000
_encode = msgspec.json.Encoder(order="deterministic").encode
_LINK: Final = re.compile(r"\[(?=[^\]]*\]\()")


def render(report: Report) -> Iterator[bytes]:
    """One log with one run, in pieces."""
    numbers = {id: n for n, id in enumerate(report.controls)}
    changes = _changes(report)
    yield b'{"$schema":' + _encode(SCHEMA_URI) + b',"version":"2.1.0","runs":[{"tool":'
    yield _encode({"driver": _driver(report)})
    yield b',\n"invocations":' + _encode([_invocation(report)])
    yield b',\n"columnKind":"unicodeCodePoints"'
    yield b',\n"artifacts":' + _encode([{"location": {"uri": uri(x.file)}} for x in report.inputs])
    yield b',\n"results":['
    results = (
        _encode(_result(one, numbers[one.control], changes))
        for one in report.findings
        if one.verdict in ("refuted", "undecided")
    )
    separator = b"\n"
    while batch := list(islice(results, BATCH)):
        yield separator + b",\n".join(batch)
        separator = b",\n"
    yield b"]}]}\n"


def uri(file: str) -> str:
    """A file name as a relative reference, or as a `file:` URI when it is absolute."""
    path = PurePath(file)
    text = quote(path.as_posix(), safe="/", errors="replace")
    return f"file:///{text.lstrip('/')}" if path.is_absolute() else text


def fingerprint(finding: Finding) -> str:
    """The same for the same duty on the same property of the same resource, wherever it moves."""
    path = dotted(finding.evidence[0].path) if finding.evidence else ""
    text = "|".join((finding.control, finding.resource, path))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _driver(report: Report) -> dict[str, Any]:
    return {
        "name": "partywall",
        "version": report.version,
        "rules": [_rule(one) for one in report.controls.values()],
    }


def _rule(control: ControlInfo) -> dict[str, Any]:
    paragraphs = [*control.why.split("\n\n"), control.undecided, *control.sources]
    texts = [text for text in paragraphs if text] or [control.title]
    plain, marked = "\n\n".join(texts), "\n\n".join(map(markdown, texts))
    if control.fix:
        plain += f"\n\nWhat to do: {control.fix}"
        marked += f"\n\n**What to do:** {markdown(control.fix)}"
    tags = ["security", control.layer, control.service, *control.also_known_as]
    return {
        "id": visible(control.id),
        "shortDescription": {"text": _message(control.title)},
        "fullDescription": {"text": _message(control.why or control.title)},
        "help": {"text": _message(plain), "markdown": marked},
        "defaultConfiguration": {"level": LEVELS[control.weight]},
        "properties": {
            "tags": list(dict.fromkeys(map(visible, tags))),
            "precision": "very-high",
            "security-severity": SEVERITIES[control.weight],
        },
    }


def _result(
    finding: Finding, rule: int, changes: dict[tuple[str, str, str], str] | None
) -> dict[str, Any]:
    open_question = finding.verdict == "undecided"
    result: dict[str, Any] = {
        "ruleId": visible(finding.control),
        "ruleIndex": rule,
        "kind": "open" if open_question else "fail",
        "level": "none" if open_question else LEVELS[finding.weight],
        "message": {"text": _message(_sentence(finding))},
        "locations": [_location(finding.where, finding.file, finding.resource)],
        "partialFingerprints": {FINGERPRINT: fingerprint(finding)},
        "properties": {"type": visible(finding.type), "weight": finding.weight},
    }
    if finding.reach:
        result["properties"]["reach"] = finding.reach
    related = [
        _location(one.where, finding.file, one.resource)
        | {"message": {"text": _message(seen(one, finding))}}
        for one in finding.evidence[1:]
    ]
    if related:
        result["relatedLocations"] = related
    waiver = finding.waiver
    if waiver is not None and not waiver.expired:
        in_source = waiver.where.file == finding.file
        result["suppressions"] = [
            {
                "kind": "inSource" if in_source else "external",
                "status": "accepted",
                "justification": visible(f"{waiver.reason} (until {waiver.until})"),
            }
        ]
    if changes is not None:
        key = (finding.control, finding.resource, finding.file)
        result["baselineState"] = changes.get(key, "unchanged")
    return result


def _sentence(finding: Finding) -> str:
    if finding.verdict == "undecided":
        text = f"{finding.resource} could not be decided: {missing(finding)}"
    else:
        what = seen(finding.evidence[0], finding) if finding.evidence else ""
        text = f"{finding.resource}: {'; '.join(part for part in (finding.note, what) if part)}"
    return f"{text} (if {finding.assumes})" if finding.assumes else text


def _message(text: str) -> str:
    """Text in which nothing is taken for a placeholder or a link (SARIF 2.1.0, 3.11.5 and 6)."""
    doubled = visible(text).replace("{", "{{").replace("}", "}}")
    return _LINK.sub(r"\\[", doubled)


def _location(where: Span, file: str, resource: str) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": uri(where.file or file)}}
    if where.line:
        place["region"] = {"startLine": where.line}
        if where.column:
            place["region"]["startColumn"] = where.column
    location: dict[str, Any] = {"physicalLocation": place}
    if resource:
        name = visible(resource)
        location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "resource"}]
    return location


def _changes(report: Report) -> dict[tuple[str, str, str], str] | None:
    """What differs from the baseline; a result that was one already, of another kind, is updated.

    None without a baseline. Results that are gone are left out, as viewers take them for present.
    """
    if report.comparison is None:
        return None
    results = ("refuted", "undecided")
    return {
        (one.control, one.resource, one.file): "updated" if one.was in results else "new"
        for one in (*report.comparison.new, *report.comparison.became_undecided)
    }


def _invocation(report: Report) -> dict[str, Any]:
    return {
        "executionSuccessful": not report.incomplete,
        "toolExecutionNotifications": [
            *_notifications(report.diagnostics),
            *({"level": "note", "message": {"text": _message(text)}} for text in _ledger(report)),
        ],
    }


def _ledger(report: Report) -> Iterator[str]:
    """What the ledger says that belongs to no finding: what is lapsed, and what will lapse."""
    for duty in report.duties:
        if duty.state == "lapsed":
            yield f"{duty.subject}: {duty.title}: lapsed; {behind(duty.proof, duty.state)}"
    for one in report.lapses:
        yield f"lapses after {one.until}: {lapsing(one)}"


def _notifications(diagnostics: Iterable[Diagnostic]) -> Iterator[dict[str, Any]]:
    for one in diagnostics:
        text = f"{one.message}; {one.hint}" if one.hint else one.message
        notification: dict[str, Any] = {
            "level": "note" if one.level == "info" else one.level,
            "message": {"text": _message(text)},
        }
        if one.where.file:
            notification["locations"] = [_location(one.where, one.where.file, one.resource)]
        yield notification
