"""The report as JUnit XML: what every build server can draw.

One suite an input file, one case a control on a resource. Refuted is a failure, undecided is
skipped and names the value that would decide, waived is skipped with its reason, and an input
that could not be analysed is an error. Duties that do not arise are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from partywall.assess.report import DutyLine, Finding, Report
from partywall.kernel.diagnostic import Diagnostic
from partywall.reports.escaping import xml
from partywall.reports.words import behind, missing, seen, where

DUTIES = "duties of no single resource"
"""Name of the suite for what people attest; it is there when a ledger was used."""

OWN_SUITE = "partywall"
"""Name of the suite for errors that belong to no input file."""


class Suite(Struct):
    """One file's cases."""

    findings: list[Finding] = field(default_factory=list)
    errors: list[Diagnostic] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """The attributes that a suite must bear."""
        skipped = sum(one.verdict == "undecided" or _waived(one) for one in self.findings)
        return {
            "tests": len(self.findings) + len(self.errors),
            "failures": sum(one.counts for one in self.findings),
            "errors": len(self.errors),
            "skipped": skipped,
        }


def render(report: Report) -> Iterator[bytes]:
    """The document, suite by suite."""
    suites = _suites(report)
    duties = report.duties if report.ledger is not None else []
    counts = [*(one.counts() for one in suites.values()), _duty_counts(duties)]
    total = {name: sum(one[name] for one in counts) for name in Suite().counts()}
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="partywall"{_attributes(total)}>\n'.encode()
    for file, suite in suites.items():
        yield f'<testsuite name="{xml(file)}"{_attributes(suite.counts())}>\n'.encode()
        titles = report.controls
        yield "".join(_case(one, titles[one.control].title) for one in suite.findings).encode()
        yield "".join(map(_error, suite.errors)).encode()
        yield b"</testsuite>\n"
    if duties:
        yield f'<testsuite name="{DUTIES}"{_attributes(_duty_counts(duties))}>\n'.encode()
        yield "".join(map(_duty, duties)).encode()
        yield b"</testsuite>\n"
    yield b"</testsuites>\n"


def _suites(report: Report) -> dict[str, Suite]:
    suites = {one.file: Suite() for one in report.inputs}
    for finding in report.findings:
        if finding.verdict != "not_applicable":
            suites.setdefault(finding.file, Suite()).findings.append(finding)
    for one in report.diagnostics:
        if one.level == "error":
            suites.setdefault(one.where.file or OWN_SUITE, Suite()).errors.append(one)
    return suites


def _attributes(counts: dict[str, int]) -> str:
    return "".join(f' {name}="{number}"' for name, number in counts.items())


def _case(one: Finding, title: str) -> str:
    name = f"{one.control}: {one.resource}"
    head = f'<testcase classname="{xml(one.type)}" name="{xml(name)}" file="{xml(one.file)}"'
    head += f' line="{one.where.line}"' if one.where.line else ""
    inside = _outcome(one, title)
    return f"{head}>{inside}</testcase>\n" if inside else f"{head}/>\n"


def _outcome(one: Finding, title: str) -> str:
    if one.verdict == "undecided":
        return f'<skipped message="{xml(f"undecided: {missing(one)}")}"/>'
    if one.waiver is not None and _waived(one):
        reason = f"waived until {one.waiver.until}: {one.waiver.reason}"
        return f'<skipped message="{xml(reason)}"/>'
    if not one.counts:
        return ""
    message = f"not so: {title} {one.note}".strip()
    return f'<failure type="{one.weight}" message="{xml(message)}">{xml(_text(one))}</failure>'


def _text(one: Finding) -> str:
    lines: Iterable[str] = (
        f"{item.where or where(one)}: {seen(item, one)}" for item in one.evidence
    )
    assumes = f"if {one.assumes}\n" if one.assumes else ""
    return assumes + "\n".join(lines) + f"\npartywall explain {one.control}"


def _duty_counts(duties: Iterable[DutyLine]) -> dict[str, int]:
    states = [one.state for one in duties]
    skipped = sum(state in ("lapsed", "open") for state in states)
    return {"tests": len(states), "failures": 0, "errors": 0, "skipped": skipped}


def _duty(one: DutyLine) -> str:
    """Attested or inherited passes; lapsed and open are skipped, and say what would close them."""
    name = f'<testcase classname="{xml(one.kind)}" name="{xml(f"{one.subject}: {one.title}")}"'
    if one.state not in ("lapsed", "open"):
        return f"{name}/>\n"
    why = xml(f"{one.state}: {behind(one.proof, one.state)}")
    return f'{name}><skipped message="{why}"/></testcase>\n'


def _waived(one: Finding) -> bool:
    return one.verdict == "refuted" and not one.counts


def _error(one: Diagnostic) -> str:
    name = f'<testcase classname="partywall" name="{xml(f"read {one.where}".strip())}">'
    return f'{name}<error type="input" message="{xml(one.message)}">{xml(one)}</error></testcase>\n'
