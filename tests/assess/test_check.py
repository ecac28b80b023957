"""One run of check, from readings to the report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from partywall.assess.check import Check, Options
from partywall.kernel.diagnostic import Diagnostic
from partywall.sources.reading import Reading


def test_what_goes_wrong_while_reading_is_in_the_report() -> None:
    remarks: list[Diagnostic] = []

    def readings() -> Iterator[Reading]:
        yield Reading("good.yaml", "cloudformation")
        remarks.append(Diagnostic("error", "this is no YAML"))

    report = Check(Options(as_of=date(2026, 11, 23))).run(readings(), remarks)
    assert [one.message for one in report.diagnostics] == ["this is no YAML"]
    assert report.incomplete
