"""The executive review: what it says is in the report, and both formats say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from partywall.assess.report import Report
from partywall.reports import review_facts as facts
from partywall.reports import review_html, review_md
from partywall.reports.words import DISCLAIMER
from reports.browser import Browser, find
from reports.sample import HOSTILE, large, sample

GOLDEN = Path(__file__).with_name("golden")
RENDERERS = {"md": review_md, "html": review_html}


def whole(name: str, report: Report) -> str:
    return b"".join(RENDERERS[name].render(report)).decode()


@pytest.mark.parametrize("name", RENDERERS)
def test_review_is_as_it_was_read(name: str, request: pytest.FixtureRequest) -> None:
    found = whole(name, sample())
    file = GOLDEN / f"review.{name}"
    if request.config.getoption("--update-golden"):
        file.write_text(found, "utf-8")
    assert found == file.read_text("utf-8")


@pytest.mark.parametrize("name", RENDERERS)
def test_both_formats_say_the_same(name: str) -> None:
    report = sample()
    text = whole(name, report).replace("&#x27;", "'")
    for part in (
        DISCLAIMER,
        "No statement allows every action on every resource.",
        "2026-12-31",
        "inherited by aws-soc-2",
        "Account 111122223333",
        "nobody has vouched for",
        "Jo Example",
        "the input does not tell",
        "its waiver has ended",
    ):
        assert part in text, part
    assert HOSTILE not in text


def test_risks_are_the_heaviest_first() -> None:
    found = facts.risks(sample())
    weights = [one.weight for one in found]
    order = ("critical", "high", "medium", "low")
    assert weights == sorted(weights, key=order.index)
    assert sum(one.count for one in found) == sum(one.counts for one in sample().findings)


def test_decisions_have_the_dated_ones_first() -> None:
    found = facts.decisions(sample())
    days = [one.until for one in found]
    assert days == sorted(days, key=lambda day: (not day, day))
    whats = [one.what for one in found]
    assert any(one.startswith("Fix ec2-ssh-closed-to-internet") for one in whats)
    assert any(one.startswith("Renew: Account 111122223333") for one in whats)
    assert "Name an owner for a duty" in whats


def test_a_waiver_that_ends_later_needs_no_decision() -> None:
    report = sample()
    assert not any("aws_security_group.bastion" in one.what for one in facts.decisions(report))
    report.as_of = "2026-12-01"
    assert any("aws_security_group.bastion" in one.what for one in facts.decisions(report))


def test_owners_are_those_whose_word_counts() -> None:
    assert [(one.who, one.duties) for one in facts.owners(sample())] == [
        ("Jo Example", ("On-call rota (Team)",))
    ]


def test_services_add_up_and_the_worst_is_first() -> None:
    report = sample()
    found = facts.services(report)
    refuted = sum(row.get("refuted", 0) for row in report.tally.cells.values())
    assert sum(bad for *_, bad in found) == refuted
    assert sum(many for _, many, _, _ in found) == len(report.lines)
    assert [bad for *_, bad in found] == sorted((bad for *_, bad in found), reverse=True)


@pytest.mark.parametrize("name", RENDERERS)
def test_nothing_read_is_said_plainly(name: str) -> None:
    report = sample()
    report.lines, report.findings, report.duties, report.lapses = [], [], [], []
    report.comparison = report.ledger = None
    text = whole(name, report)
    for part in ("There is no earlier run", "Nothing is refuted", "Nobody has vouched"):
        assert part in text


@pytest.mark.slow
def test_it_prints_on_two_pages(tmp_path: Path) -> None:
    """A4 upright has 277 mm of height between the margins, 96 dots to the inch."""
    program = find()
    if program is None:
        pytest.skip("no Chromium on this machine")
    browser = Browser(program, tmp_path / "profile")
    try:
        for n, report in enumerate((sample(), large(3000))):
            file = tmp_path / f"{n}.html"
            file.write_text(whole("html", report), "utf-8")
            browser.call("Emulation.setEmulatedMedia", media="print")
            browser.call(
                "Emulation.setDeviceMetricsOverride",
                **{"width": 711, "height": 1047, "deviceScaleFactor": 1, "mobile": False},
            )
            browser.open(file.as_uri(), "document.readyState === 'complete'")
            assert browser.value("document.body.scrollHeight") <= 2 * 1047
        assert browser.complaints == []
        assert {re.sub(r"#.*", "", one) for one in browser.requests} == {
            (tmp_path / f"{n}.html").as_uri() for n in range(2)
        }
    finally:
        browser.close()
