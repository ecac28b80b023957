"""Comments beside Terraform blocks that accept a refutation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from partywall.sources.terraform_hcl.syntax import Block, Body, SourceFile
from partywall.sources.terraform_hcl.waivers import waivers_of
from partywall.sources.waiver_comments import FORM

SAYS = "partywall: waive s3-bucket-customer-key until 2027-01-31: reviewed"


def blocks_of(text: str, file: SourceFile) -> Iterator[Block]:
    """The outermost blocks of a text in which they end with a brace at the margin."""
    for match in re.finditer(r'^(\w+)((?: "\w+")*) \{(?:.*\n)*?(?:.*\S)?\}', text, re.MULTILINE):
        labels = tuple(re.findall(r'"(\w+)"', match[2]))
        begin, end = (len(text[:n].encode()) for n in match.span())
        yield Block(match[1], labels, Body(file), begin, end)


def waivers(text: str) -> tuple[dict[str, list[str]], list[str]]:
    """Reasons by the last label of the block, and the remarks."""
    starts = [0, *(match.end() for match in re.finditer(rb"\n", text.encode()))]
    file = SourceFile("main.tf", starts)
    notes, remarks = waivers_of(text.encode(), file, blocks_of(text, file))
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
    file = SourceFile("m/main.tf", [0, 9, 10, 29])
    notes, remarks = waivers_of(text.encode(), file, blocks_of(text, file))
    assert not remarks
    ((first, second),) = notes.values()
    assert (first.control, second.control) == ("a-b", "CKV_1")
    assert (first.reason, date.fromisoformat(first.until)) == ("why", date(2027, 1, 31))
    assert (first.where.file, first.where.line, first.where.column) == ("m/main.tf", 4, 3)


def test_the_hint_says_how_to_write_one() -> None:
    file = SourceFile("main.tf", [0])
    _, (remark,) = waivers_of(b"# partywall: ignore", file, [])
    assert (remark.level, remark.hint) == ("warning", FORM)
