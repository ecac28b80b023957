"""`partywall premises`: the list, one of them, JSON; and where the model shows them."""

from __future__ import annotations

import json
import re

from cli.support import ROOT, invoke
from partywall.line.premises import premises
from partywall.reports.premises_json import SCHEMA

DOCUMENTED = (ROOT / "docs" / "premises.md").read_text("utf-8")


def test_the_list() -> None:
    page = invoke("premises").stdout
    assert page.startswith(f"What answers take for granted about AWS: {len(premises())} premises\n")
    for one in premises():
        assert f"  {one.id} " in page
        assert one.title in page
    assert "AWS's own reports prevail" in page
    assert max(map(len, page.splitlines())) <= 100


def test_one_in_full() -> None:
    for one in premises():
        page = invoke("premises", one.id).stdout
        text = " ".join(page.split())
        said = (one.presumes, one.if_false, one.limits, one.source.page, *one.attested_by)
        assert all(part in text for part in said)
        assert all(f"\n  {row.row} {row.name}: " in page for row in one.rows)
        assert ("(not confirmed yet)" in text) is not one.source.confirmed


def test_json() -> None:
    found = json.loads(invoke("premises", "--format", "json").stdout)
    assert found["schema"] == SCHEMA
    assert [one["id"] for one in found["premises"]] == [one.id for one in premises()]
    (one,) = json.loads(invoke("premises", "spoofing-filter", "--format", "json").stdout)[
        "premises"
    ]
    assert (one["rows"], one["engines"]) == ([89], ["reach", "watch"])
    table = DOCUMENTED.split("## JSON\n")[1]
    cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    fields = [name for cell in cells for name in cell.split(", ")]
    assert {name.strip("`") for name in fields} == set(one)
    assert all(f"`{name}`" in DOCUMENTED for name in found)


def test_one_that_there_is_not() -> None:
    result = invoke("premises", "spoofing-filtre")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean spoofing-filter" in result.stderr
    assert "see: partywall premises" in invoke("premises", "€€€").stderr


def test_a_row_of_the_model_shows_what_it_takes_for_granted() -> None:
    page = " ".join(invoke("model", "91").stdout.split())
    assert "no-sniffing: An interface receives only what is addressed to it" in page
    assert "hypervisor-isolation: The hypervisor separates" in page
    (row,) = json.loads(invoke("model", "91", "--format", "json").stdout)["rows"]
    assert row["premises"] == ["no-sniffing", "hypervisor-isolation"]
    assert "takes for granted" not in invoke("model", "22").stdout


def test_every_premise_is_documented() -> None:
    table = DOCUMENTED.split("## The premises\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE) == [one.id for one in premises()]
