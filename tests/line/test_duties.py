"""Duties of no resource: well formed, dated, and met by the model's rows from both ends."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import pytest

from partywall.ledger.training import DUTY as TRAINING
from partywall.line.duties import COMPILED, WRITTEN, Duty, compile_duties, duties, near
from partywall.line.facts import facts, services
from partywall.line.layer import BY_ID
from partywall.line.statements import statements

EVERY = pytest.mark.parametrize("one", duties().values(), ids=lambda one: one.id)
TABLES = tomllib.loads(WRITTEN.read_text("utf-8"))


def test_the_compiled_duties_are_the_written_ones() -> None:
    assert COMPILED.read_bytes() == compile_duties(), "run scripts/compile_lines.py"
    assert "duties" not in services()


def test_each_is_there_once_and_none_is_called_like_a_layer() -> None:
    assert len(duties()) == len(TABLES["duty"])
    assert not set(duties()) & set(BY_ID)
    assert len({one.customer for one in duties().values()}) == len(duties())
    assert TRAINING in duties()


@EVERY
def test_what_is_shared_names_both_sides(one: Duty) -> None:
    assert one.party == ("shared" if one.aws else "customer")
    for text in (one.aws, one.customer):
        assert not text or (text[0].isupper() and text.endswith("."))
    assert one.customer
    assert not one.title.endswith(".")


@EVERY
def test_it_is_of_something_that_there_is(one: Duty) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.id)
    assert one.layer.id == one.layer_id
    assert set(one.classes) <= set(facts("classes")["class"])
    assert one.nist == tuple(sorted(one.nist))
    for id in one.nist:
        assert re.fullmatch(r"[A-Z]{2}-[1-9][0-9]?(\([1-9][0-9]?\))?", id)
    assert one.nist


@EVERY
def test_what_is_suggested_says_on_whose_authority(one: Duty) -> None:
    assert (one.days is None) == (not one.days_from) == (one.days_source is None)
    if one.days is not None:
        assert 7 <= one.days <= 1096
        assert one.days_source is not None
        assert one.days_source.confirmed
        control = re.search(r"[A-Z]{2}-\d+(\(\d+\))?", one.days_from)
        assert control
        family = control[0].split("(")[0]
        assert any(id.split("(")[0] == family for id in one.nist)


@EVERY
def test_sources_are_dated(one: Duty) -> None:
    assert date(2026, 1, 1) <= date.fromisoformat(one.source.read) <= date(2026, 11, 23)
    assert one.source.page.startswith("https://")


def test_no_source_is_written_that_nobody_cites() -> None:
    keys = ("source", "days_source")
    cited = {one[key] for one in TABLES["duty"] for key in keys if key in one}
    assert cited == set(TABLES["source"])


def test_rows_and_duties_name_each_other() -> None:
    named = {(one.row, id) for one in statements() for id in one.duties}
    assert named == {(row, one.id) for one in duties().values() for row in one.rows}
    assert all(one.duties == tuple(sorted(one.duties)) for one in statements())


def test_every_row_that_waits_for_somebodys_word_has_a_duty() -> None:
    for one in statements():
        if one.is_by("attestation"):
            assert one.duties, one.row


def test_every_row_of_an_account_organization_region_or_team_has_a_duty() -> None:
    for one in statements():
        if set(one.subjects) != {"resource"}:
            assert {duties()[id].subject for id in one.duties} & set(one.subjects), one.row


def test_what_is_not_found_is_near_something() -> None:
    assert near("oncall-rota")[0] == "on-call-rota"
    assert near("€€€") == ()
