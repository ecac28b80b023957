"""Comments beside Terraform blocks that accept a refutation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from partywall.sources.terraform_hcl.lowering import lower
from partywall.sources.terraform_hcl.modules import load_module
from partywall.sources.terraform_hcl.syntax import SourceFile
from partywall.sources.terraform_hcl.waivers import waivers_of
from partywall.sources.waiver_comments import FORM

SAYS = "partywall: waive s3-bucket-customer-key until 2027-01-31: reviewed"


def waivers(text: str) -> tuple[dict[str, list[str]], list[str]]:
    """Reasons by the last label of the block, and the remarks."""
    body, _ = lower(text.encode(), "main.tf")
    notes, remarks = waivers_of(text.encode(), body.file, body.blocks)
    found = {labels[-1]: [note.reason for note in notes[labels]] for labels in notes}
    return found, [f"{one.where}: {one.message}" for one in remarks]


@pytest.mark.parametrize("mark", ["# {}", "## {}", "// {}", "/* {} */", "/*\n * {}\n */"])
def test_above_and_inside_in_every_kind_of_comment(mark: str) -> None:
    comment = mark.format(SAYS)
    above = f'resource "t" "other" {{\n}}\n\n{comment}\nresource "t" "b" {{\n  x = 1\n}}\n'
    assert waivers(above) == ({"b": ["reviewed"]}, [])
    inside = f'resource "t" "b" {{\n  block {{\n    x = 1 {comment}\n  }}\n}}\n'
    assert waivers(inside) == ({"b": ["reviewed"]}, [])


def test_on_the_lines_of_its_braces() -> None:
    assert waivers(f'resource "t" "b" {{ # {SAYS}\n}}\n') == ({"b": ["reviewed"]}, [])
    assert waivers(f'resource "t" "b" {{\n}} # {SAYS}\n') == ({"b": ["reviewed"]}, [])


def test_other_comments_may_stand_between() -> None:
    text = f'# {SAYS}\n# Why, at length.\n// More.\nresource "t" "b" {{\n}}\n'
    assert waivers(text) == ({"b": ["reviewed"]}, [])


def test_a_module_can_be_waived() -> None:
    assert waivers(f'# {SAYS}\nmodule "m" {{\n}}\n') == ({"m": ["reviewed"]}, [])


@pytest.mark.parametrize(
    "text",
    [
        f'# {SAYS}\n\nresource "t" "b" {{\n}}\n',
        f'resource "t" "b" {{\n}}\n# {SAYS}\n',
        f'# {SAYS}\nvariable "b" {{\n}}\n',
        f"locals {{\n  # {SAYS}\n}}\n",
        f"# {SAYS}\n",
    ],
)
def test_beside_no_resource(text: str) -> None:
    found, (remark,) = waivers(text)
    assert found == {}
    assert remark.endswith("this waiver stands beside no resource")


@pytest.mark.parametrize(
    "value",
    [
        f'"# {SAYS}"',
        f'"${{ "# {SAYS}" }}"',
        f"<<EOT\n# {SAYS}\n/* {SAYS} */\nEOT",
        f"<<-EOT\n    // {SAYS}\n  EOT",
    ],
)
def test_text_is_no_comment(value: str) -> None:
    assert waivers(f'resource "t" "b" {{\n  x = {value}\n}}\n') == ({}, [])


def test_a_comment_that_only_mentions_us_is_none() -> None:
    assert waivers('# see partywall: waive\nresource "t" "b" {\n}\n') == ({}, [])


def test_what_is_not_whole_is_said_with_its_place() -> None:
    text = (
        'resource "t" "b" {\n  x = 1 # partywall: waive a\n'
        "  # partywall: waive a until 2027-02-30: no such day\n}\n"
    )
    assert waivers(text) == (
        {},
        ["main.tf:2: this is not a whole waiver", "main.tf:3: 2027-02-30 is no day"],
    )


def test_a_note_holds_all_that_was_written() -> None:
    text = (
        'x = "é"\n\nresource "t" "b" {\n  # partywall: waive a-b, CKV_1 until 2027-01-31: why\n}\n'
    )
    body, _ = lower(text.encode(), "m/main.tf")
    notes, remarks = waivers_of(text.encode(), body.file, body.blocks)
    assert not remarks
    ((first, second),) = notes.values()
    assert (first.control, second.control) == ("a-b", "CKV_1")
    assert (first.reason, date.fromisoformat(first.until)) == ("why", date(2027, 1, 31))
    assert (first.where.file, first.where.line, first.where.column) == ("m/main.tf", 4, 3)


def test_the_hint_says_how_to_write_one() -> None:
    file = SourceFile("main.tf", [0])
    _, (remark,) = waivers_of(b"# partywall: ignore", file, [])
    assert (remark.level, remark.hint) == ("warning", FORM)


@pytest.mark.parametrize("begin", ["\ufeff", "\r\n", "\r\n# é\r\n"])
def test_other_encodings_of_lines(begin: str) -> None:
    text = f'{begin}# {SAYS}\r\nresource "t" "b" {{\r\n}}\r\n'
    assert waivers(text) == ({"b": ["reviewed"]}, [])


def test_a_module_holds_the_waivers_of_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(f'# {SAYS}\nresource "t" "b" {{\n}}\n')
    (tmp_path / "override.tf").write_text(f'resource "t" "b" {{\n  # {SAYS} again\n}}\n')
    (tmp_path / "x.tf").write_text(f"# {SAYS}\n")
    module = load_module(tmp_path, "", tmp_path)
    assert [one.reason for one in module.waivers["resource", "t", "b"]] == [
        "reviewed",
        "reviewed again",
    ]
    assert [str(one.where) for one in module.waiver_remarks] == ["x.tf:1"]
