"""Programs: well formed, dated, told apart, and without a period."""

from __future__ import annotations

import re
from datetime import date

import pytest

from partywall.kernel.partitions import PARTITIONS
from partywall.ledger.programs import (
    WRITTEN,
    Program,
    agreements,
    near,
    programs,
)

EVERY = pytest.mark.parametrize("one", programs().values(), ids=lambda one: one.id)

WANTED = {
    *("soc-1", "soc-2", "soc-3", "iso-27001", "iso-27017", "iso-27018", "iso-27701"),
    *("iso-22301", "iso-20000-1", "iso-9001", "iso-42001", "csa-star", "pci-dss", "pci-3ds"),
    *("pci-pin", "hipaa", "hitrust", "fedramp-moderate", "fedramp-high", "fedramp-20x"),
    *("dod-il2", "dod-il4", "dod-il5", "dod-il6", "cjis", "irap", "c5", "ens-high", "hds"),
    *("k-isms", "mtcs", "ismap", "ospar", "gxp", "tisax", "desc"),
}


def test_each_program_is_there_once() -> None:
    assert set(programs()) == WANTED | {"soc-2-type-1", "c5-type-1"}
    assert len({one.name for one in programs().values()}) == len(programs())
    assert WRITTEN.read_text("utf-8").count("[[program]]") == len(programs())


@EVERY
def test_it_is_well_formed(one: Program) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one.id)
    assert one.page.startswith("https://")
    assert one.title
    assert date(2026, 1, 1) <= one.read <= one.as_of <= date(2026, 11, 23)
    assert set(one.partitions) <= set(PARTITIONS)
    assert one.partitions
    for text in (one.cadence, one.note):
        assert not text or (text[0].isupper() and text.endswith("."))


@EVERY
def test_what_attests_to_nothing_says_what_does(one: Program) -> None:
    assert one.attests == (one.kind != "eligibility")
    assert one.attests == (not one.beside)
    assert not one.agreement or not one.attests
    assert {one.agreement} <= {"", *agreements()}
    assert all(programs()[id].attests for id in one.beside)
    assert len(one.beside) != 1


@EVERY
def test_rules_fit_their_kinds(one: Program) -> None:
    assert (one.kind == "certificate") <= (one.validity == "until-expiry")
    assert one.bridged == (one.validity == "period-and-bridge")
    assert one.relied_on == (one.validity != "until-expiry")
    assert one.bridged <= (one.kind == "report")


def test_no_period_is_written_in_the_data() -> None:
    names = set(Program.__struct_fields__)
    assert not names & {"days", "months", "period", "begins", "ends"}


def test_what_is_not_found_is_near_something() -> None:
    assert near("SOC2")[0] == "soc-2"
    assert near("€€€") == ()
