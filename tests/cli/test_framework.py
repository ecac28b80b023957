"""`partywall framework`: lists, single controls, other frameworks, and how they stand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from cli.support import BROKEN, DAY, PROVED, REFUTED, ROOT, here, invoke, written
from partywall.assess.framework_parts import STATES
from partywall.line.crosswalk import KINDS, NIST, crosswalk
from partywall.reports.framework_data import COLUMNS, SCHEMA
from partywall.reports.words import DISCLAIMER

__all__ = ["here"]

GOLDEN = Path(__file__).parent / "golden"
PLAN = "examples/storefront/plan.json"
TERRAFORM = "examples/storefront/terraform"
LEDGER = ("--ledger", "examples/storefront/ledger")
WORD = """\
[[attestation]]
id = "policy"
duty = "nist-800-53:AC-1"
statement = "We have such a policy."
by = "Ada Example"
on = 2026-10-01
until = 2027-09-30
"""


def framework(*arguments: object, **more: Any) -> Any:
    """The outcome of `partywall framework ARGUMENTS` on a fixed day."""
    return invoke("framework", *arguments, "--as-of", DAY, **more)


def decoded(*arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(framework(*arguments, "--format", "json").stdout)
    return found


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("framework.txt", (), 0),
        ("framework-moderate.txt", (NIST, "--baseline", "fedramp-moderate"), 0),
        ("framework-sc-28.txt", (NIST, "SC-28"), 0),
        ("framework-soc-2.txt", ("soc-2",), 0),
        ("framework-sc-28-storefront.txt", (NIST, "SC-28", PLAN, *LEDGER), 1),
        ("framework-pci-storefront.txt", ("pci-dss-4", "3.5", PLAN, *LEDGER), 1),
        (
            "framework-storefront.txt",
            (NIST, "--baseline", "moderate", TERRAFORM, *LEDGER),
            1,
        ),
    ],
)
def test_golden(
    name: str,
    arguments: tuple[str, ...],
    code: int,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    result = framework(*arguments)
    assert result.exit_code == code, result.stderr
    file = GOLDEN / name
    if request.config.getoption("--update-golden"):
        file.write_text(result.stdout, "utf-8")
    assert result.stdout == file.read_text("utf-8")


@pytest.mark.parametrize(
    ("baseline", "size"), [("moderate", 287), ("fedramp-moderate", 323), (None, 1014)]
)
def test_every_control_of_a_baseline_is_told(baseline: str | None, size: int) -> None:
    chosen = ("--baseline", baseline) if baseline else ()
    found = decoded(NIST, *chosen)
    assert found["schema"] == SCHEMA
    assert found["notice"] == DISCLAIMER
    assert len(found["controls"]) == size
    assert all(one["kind"] in KINDS and one["reason"] for one in found["controls"])
    assert all(
        one["aws"] and one["customer"] for one in found["controls"] if one["party"] == "shared"
    )
    text = framework(NIST, *chosen).stdout
    assert f": {size:,} controls\n" in text
    assert all(f"\n  {one['id']} " in text for one in found["controls"])


def test_states_of_an_estate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = decoded(NIST, "--baseline", "fedramp-moderate", PLAN, *LEDGER)
    assert sum(found["states"].values()) == len(found["controls"]) == 323
    assert set(found["states"]) <= set(STATES)
    for one in found["controls"]:
        assert one["why"]
        assert all(part["state"] in STATES for part in one["parts"])
        if one["state"] in ("met", "attested", "inherited"):
            assert all(part["state"] in ("met", "attested", "inherited") for part in one["parts"])


def test_csv_has_a_row_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    notice, *rows = csv.reader(
        io.StringIO(framework(NIST, "--baseline", "low", PLAN, "--format", "csv").stdout)
    )
    assert DISCLAIMER in notice[0]
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 150
    assert all(len(row) == len(COLUMNS) for row in rows)
    states = {row[COLUMNS.index("state")] for row in rows[1:]}
    assert states <= set(STATES)
    pairs = list(csv.reader(io.StringIO(framework("soc-2", "--format", "csv").stdout)))
    assert pairs[2:4] == [["A1.1", "AU-4", "intersects", ""], ["A1.1", "CP-2(2)", "intersects", ""]]


def test_a_person_attests_to_a_control(here: Path) -> None:
    written(here, ledger__word_toml=WORD, t_yaml=PROVED)
    found = framework(NIST, "ac-1", "t.yaml", "--ledger", "ledger")
    assert "\nattested: nist-800-53:AC-1 attested until 2027-09-30\n" in found.stdout
    assert found.exit_code == 0
    without = framework(NIST, "ac-1", "t.yaml")
    assert "\nopen: not attested\n" in without.stdout
    assert "to close it: attest to nist-800-53:AC-1" in without.stdout


def test_a_word_given_by_command(here: Path) -> None:
    written(here, t_yaml=PROVED)
    told = ("--statement", "We have one.", "--by", "Ada Example", "--until", "2099-01-01")
    ledger = ("--ledger", "words.db")
    assert invoke("ledger", "attest", "nist-800-53:AC-1", *told, *ledger).exit_code == 0
    refused = invoke("ledger", "attest", "nist-800-53:AC-99", *told, *ledger)
    assert refused.exit_code != 0
    found = invoke("framework", NIST, "AC-1", "t.yaml", *ledger)
    assert "\nattested: nist-800-53:AC-1 attested until 2099-01-01\n" in found.stdout
    assert "\nopen: not attested\n" in invoke("framework", NIST, "AT-1", "t.yaml", *ledger).stdout


def test_exit_codes(here: Path) -> None:
    template = "Resources: {V: {Type: AWS::EC2::Volume, Properties: {Encrypted: %s}}}"
    written(here, bad_yaml=template % "false", good_yaml=template % "true", broken_yaml=BROKEN)
    written(here, key_yaml=REFUTED)
    assert framework(NIST, "SC-28", "good.yaml").exit_code == 0
    assert framework(NIST, "SC-28", "bad.yaml").exit_code == 1
    assert framework(NIST, "SC-12", "key.yaml").exit_code == 0  # bears on it in part
    assert framework(NIST, "SC-28", "broken.yaml").exit_code == 3
    assert framework("pci-dss-4", "3.5", "bad.yaml").exit_code == 1


@pytest.mark.parametrize("spelled", ["SC-28(1)", "sc-28.1", "SC-28 (01)"])
def test_spellings_of_an_id(spelled: str) -> None:
    assert framework(NIST, spelled).stdout.startswith("SC-28(1) Cryptographic Protection\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nist-800-35",), "there is no framework 'nist-800-35'; try nist-800-53"),
        (("sox",), "there is no framework 'sox'"),
        ((NIST, "SC-281"), "no control 'SC-281', nor such a file; did you mean SC-28"),
        ((NIST, "AC-13"), "NIST has withdrawn AC-13; see AC-2, AU-6"),
        ((NIST, "nonsense"), "see: partywall framework"),
        (("soc-2", "CC6.11"), "did you mean CC6.1"),
        (("soc-2", "--baseline", "low"), "soc-2 has none"),
        ((NIST, "--baseline", "middle"), "'fedramp-moderate'"),
    ],
)
def test_names_that_are_not(arguments: tuple[str, ...], said: str) -> None:
    found = framework(*arguments)
    assert found.exit_code == 2
    assert said in " ".join(found.stderr.split())


def test_every_control_explains_itself() -> None:
    for id in ("AC-1", "AC-18", "AT-3", "PE-21", "SC-7", "SI-2(5)"):
        one = crosswalk().dispositions[id]
        text = " ".join(framework(NIST, id).stdout.split())
        assert all(
            said in text for said in (one.title, one.reason, one.aws, one.customer, one.rest)
        )
        assert all(mapped.control in text for mapped in one.controls)
