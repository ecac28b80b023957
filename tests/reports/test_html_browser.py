"""The HTML report in a real browser: scripts run, nothing complains, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from partywall.assess.report import Report
from partywall.reports import render
from reports.browser import Browser, find
from reports.sample import RESOURCES, large, sample

pytestmark = pytest.mark.slow

READY = "document.documentElement?.dataset.ready === 'true'"
ROWS = "#grid tbody:not([hidden]) > tr[data-r]:not([hidden])"
COUNT = f"document.querySelectorAll('{ROWS}').length"
LIT = f"[...document.querySelectorAll('{ROWS} td:not(.n):not(.f)')]"


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    program = find()
    if program is None:
        pytest.skip("no Chromium on this machine")
    found = Browser(program, tmp_path / "profile")
    yield found
    found.close()


def page(report: Report, folder: Path) -> str:
    file = folder / "report.html"
    file.write_bytes(b"".join(render("html", report)))
    return file.as_uri()


def test_matrix_is_whole_and_quiet(browser: Browser, tmp_path: Path) -> None:
    url = page(sample(), tmp_path)
    browser.open(url, READY)
    assert browser.value(COUNT) == len(RESOURCES)
    assert browser.value(f"document.querySelectorAll('{ROWS} td').length") == 22 * len(RESOURCES)
    assert browser.value("document.getElementById('grid').getAttribute('role')") == "grid"
    assert browser.value("document.querySelectorAll('img, iframe, object').length") == 0
    assert browser.complaints == []
    assert {one.partition("#")[0] for one in browser.requests if one[:5] != "data:"} == {url}


@pytest.mark.parametrize(
    ("filters", "rows", "lit"),
    [
        ("state=refuted", 7, "×"),
        ("state=undecided", 3, "?"),
        ("state=waived", 1, "~"),
        ("verdict=undecided", 3, "?"),
        ("q=aws_iam", 1, None),
        ("type=AWS::RDS::DBInstance", 3, None),
        ("type=AWS::RDS::DBInstance&state=refuted", 1, "×"),
        ("party=aws&state=refuted", 0, None),
    ],
)
def test_address_holds_the_filters(
    browser: Browser, tmp_path: Path, filters: str, rows: int, lit: str | None
) -> None:
    browser.open(f"{page(sample(), tmp_path)}#{filters}", READY)
    assert browser.value(COUNT) == rows
    if lit is not None:
        signs = browser.value(f"{LIT}.map((cell) => cell.querySelector('b').textContent)")
        assert set(signs) == {lit}
    shown = browser.value("document.getElementById('shown').textContent")
    assert shown.startswith(f"{rows} of {len(RESOURCES)} resources")


def test_only_my_side_fades_what_is_aws(browser: Browser, tmp_path: Path) -> None:
    browser.open(f"{page(sample(), tmp_path)}#mine=1", READY)
    assert browser.value(COUNT) == len(RESOURCES)
    assert browser.value(f"{LIT}.some((cell) => cell.classList.contains('a'))") is False
    browser.value("document.getElementById('reset').click()")
    browser.open(browser.value("location.href"), READY)
    assert browser.value(f"{LIT}.some((cell) => cell.classList.contains('a'))") is True


def test_keyboard_reaches_and_opens_a_cell(browser: Browser, tmp_path: Path) -> None:
    browser.open(page(sample(), tmp_path), READY)
    browser.value("document.querySelector('#grid td[tabindex=\"0\"]').focus()")
    for key in ("Home", "ArrowDown", "ArrowDown", *["ArrowRight"] * 9):
        browser.press(key)
    label = browser.value("document.activeElement.getAttribute('aria-label')")
    assert label == "Network configuration of aws_security_group.bastion: yours, waived (Y ~)"
    browser.press("Enter")
    detail = browser.value("document.getElementById('detail').innerText")
    for text in (
        "aws_security_group.bastion",
        "Sets up the network configuration as the business needs it.",
        "not confirmed",
        'SecurityGroupIngress[0].CidrIp = "0.0.0.0/0"',
        "line 213",
        "Waived until 2027-03-01: Bastion",
        "What to do: admit port 22",
        "partywall explain ec2-ssh-closed-to-internet",
    ):
        assert text in detail
    browser.press("Escape")
    assert browser.value("document.getElementById('detail').hidden") is True
    assert browser.value("document.activeElement.getAttribute('aria-label')") == label


def test_a_cell_says_what_is_behind_both_halves(browser: Browser, tmp_path: Path) -> None:
    browser.open(f"{page(sample(), tmp_path)}#q=aws_kms_key", READY)
    row = f"document.querySelector('{ROWS}')"
    detail = "document.getElementById('detail').innerText"
    browser.value(f"{row}.cells[1].click()")
    assert "by aws-iso-27001, lapsed on 2026-06-30; register what follows" in browser.value(detail)
    browser.value(f"{row}.querySelector('td.s').click()")
    shared = browser.value(detail)
    assert "AWS's half\nlapsed: by aws-iso-27001" in shared
    browser.value(f"{row}.cells[14].click()")
    assert "by key-review, lapsed on 2026-09-01; renew the attestation" in browser.value(detail)


def test_an_enemy_in_the_drill_down_stays_text(browser: Browser, tmp_path: Path) -> None:
    browser.open(f"{page(sample(), tmp_path)}#q=jobs", READY)
    browser.value(f"document.querySelector('{ROWS} td.r').click()")
    assert "</script><img src=x onerror" in browser.value(
        "document.getElementById('detail').innerText"
    )
    assert browser.value("document.querySelectorAll('img').length") == 0
    assert browser.complaints == []


def test_theme_goes_round(browser: Browser, tmp_path: Path) -> None:
    browser.open(page(sample(), tmp_path), READY)
    paper = "getComputedStyle(document.body).backgroundColor"
    seen = []
    for _ in range(3):
        browser.value("document.getElementById('theme').click()")
        seen.append((browser.value("document.documentElement.dataset.theme"), browser.value(paper)))
    assert [name for name, _ in seen] == ["light", "dark", "auto"]
    assert seen[0][1] != seen[1][1]


def test_ten_thousand_resources_open_type_by_type(browser: Browser, tmp_path: Path) -> None:
    browser.open(f"{page(large(10_000), tmp_path)}#state=undecided", READY)
    assert browser.value(COUNT) == 0
    heads = "[...document.querySelectorAll('#grid tbody:not([hidden]) > tr.g')]"
    assert browser.value(
        f"{heads}.map((row) => row.querySelector('button').textContent.slice(2))"
    ) == [
        "AWS::RDS::DBInstance",
        "AWS::S3::Bucket",
    ]
    browser.value(f"{heads}[0].querySelector('button').click()")
    assert browser.value(COUNT) == 300
    browser.value(f"document.querySelector('{ROWS} td.u').click()")
    assert "What was found" in browser.value("document.getElementById('detail').innerText")
    assert browser.complaints == []
