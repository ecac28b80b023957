"""How the controls of NIST SP 800-53 r5 stand for one estate.

The rule is careful in one direction. A control is met only when everything that its disposition
names is shown: AWS's half by a report that counts today, every finding of our controls proved,
every cell of its layers shown, and the rest attested by a person. A person's word never hides a
refutation or an undecided verdict, and what could not be read leaves a control undecided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from partywall.assess import framework_rules as rules
from partywall.assess.framework_parts import (
    SHOWN,
    STATES,
    Backing,
    ControlState,
    Judged,
    Part,
    Side,
)
from partywall.assess.report import Finding, Report, ResourceLine
from partywall.line.crosswalk import Disposition, Mapped


class ControlStanding(Struct, frozen=True):
    """How a control of NIST's stands: its state, why in a few words, and the parts behind it."""

    disposition: Disposition
    state: ControlState
    why: str
    parts: tuple[Part, ...]
    judged: tuple[Judged, ...] = ()


class Frameworks:
    """Works out how controls stand for the estates of one report.

    `half` tells what backs AWS's half of a resource, `word` what people have said of a duty;
    None when nothing.
    """

    def __init__(
        self,
        report: Report,
        half: Callable[[ResourceLine], Backing] = lambda _line: rules.NO_REPORT,
        word: Callable[[str], Backing | None] = lambda _duty: None,
    ) -> None:
        self._incomplete = report.incomplete
        self._word = word
        self._findings: dict[str, Counter[str]] = {}
        on: dict[tuple[str, str], list[Finding]] = {}
        for one in report.findings:
            self._findings.setdefault(one.control, Counter())[rules.verdict(one)] += 1
            on.setdefault((one.file, one.resource), []).append(one)
        self._alike = list(rules.alike(report.lines, on, half))

    def of(self, disposition: Disposition) -> ControlStanding:
        """How a control stands."""
        judged = tuple(self._judged(one) for one in disposition.controls)
        parts = tuple(self._parts(disposition, judged))
        if not parts:
            return ControlStanding(disposition, "not applicable", disposition.because, ())
        worst = min(parts, key=lambda part: STATES.index(part.state))
        if worst.state not in SHOWN:
            return ControlStanding(disposition, worst.state, worst.why, parts, judged)
        return ControlStanding(
            disposition, _all_shown(parts), "; ".join(part.why for part in parts), parts, judged
        )

    def _parts(self, one: Disposition, judged: Sequence[Judged]) -> Iterator[Part]:
        if one.party == "aws":
            yield from self._of_aws_alone(one)
        if one.party == "shared":
            yield rules.by_report(one, self._alike)
        if one.party in ("customer", "shared"):
            yield from rules.by_controls(judged)
            yield from rules.by_cells(one, self._alike)
            yield rules.by_word(one, self._word)
        if self._incomplete and (one.controls or one.layers or one.party in ("aws", "shared")):
            side: Side = "aws" if one.party == "aws" else "customer"
            yield Part(side, "cells", "undecided", "not all of the input could be read")

    def _of_aws_alone(self, one: Disposition) -> Iterator[Part]:
        """A control of AWS's: by report, save where everything stands at the customer's sites."""
        sites = list(rules.by_the_customers_sites(one, self._alike))
        if not sites or any(rules.rests_on_aws(one, kind) for kind in self._alike):
            yield rules.by_report(one, self._alike)
        yield from sites

    def _judged(self, mapped: Mapped) -> Judged:
        counts: Mapping[str, int] = self._findings.get(mapped.control, {})
        return Judged(mapped.control, mapped.relation, mapped.group, **counts)


def _all_shown(parts: Sequence[Part]) -> ControlState:
    """Which of the good states: by AWS's report alone, by word alone, or by more than that."""
    states = {part.state for part in parts}
    if states == {"inherited"}:
        return "inherited"
    return "attested" if states == {"attested"} else "met"
