"""The statements of the model: all there, well formed, and naming only what exists."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from partywall.cli import VERBS
from partywall.controls import registry
from partywall.line.facts import facts, services
from partywall.line.layer import BY_ID
from partywall.line.statements import (
    COMPILED,
    WRITTEN,
    Statement,
    compile_model,
    find,
    near,
    statements,
)

AWS = {
    *(1, 5, 16, 24, 25, *range(33, 50), 53, 59, 66, 67, 68, 85, 89, 91, 101, 103, 105, 108),
}
CUSTOMER = {
    *(2, 10, 11, 12, 14, 18, 19, 20, 21, 22, *range(26, 33), 52, 65, 70, 77, *range(79, 84), 88),
    *(93, 94, 95, 98, 99, 100, 102, 104, 106, 109, 110, 113, 114, 115, 117, 123, 124),
}
NOBODY = {107}
"""The parties of the rows as they were agreed on; every other row is shared."""

ENGINES = {"documents": 2, "live": 30, "watch": 13}
"""How many rows still wait for which engine: lower a number when an engine settles a row."""

COMMANDS = {"partywall access": 1, "partywall reach": 10, "partywall resilience": 12}
"""How many rows are answered by which command, and by no control: lower a number when a control
that goes through the engine settles a row."""

WRITTEN_TABLES = tomllib.loads(WRITTEN.read_text("utf-8"))
ROWS = pytest.mark.parametrize("one", statements(), ids=lambda one: str(one.row))


def test_the_compiled_statements_are_the_written_ones() -> None:
    assert COMPILED.read_bytes() == compile_model(), "run scripts/compile_lines.py"


def test_every_row_is_there_once() -> None:
    assert [one.row for one in statements()] == list(range(1, 125))
    assert len({one.name for one in statements()}) == 124
    assert len({one.says for one in statements()}) == 124


def test_the_parts_come_one_after_the_other() -> None:
    parts = [one.part for one in statements()]
    changes = [pair for pair in pairwise(parts) if pair[0] != pair[1]]
    assert changes == [
        ("model", "facilities"),
        ("facilities", "network"),
        ("network", "services"),
        ("services", "shared"),
    ]
    assert Counter(parts) == {
        "model": 32,
        "facilities": 26,
        "network": 34,
        "services": 26,
        "shared": 6,
    }


@ROWS
def test_parties(one: Statement) -> None:
    of = {1: "aws", 2: "customer", 3: "none", 0: "shared"}
    sets = (AWS, CUSTOMER, NOBODY)
    number = next((n for n, rows in enumerate(sets, 1) if one.row in rows), 0)
    assert one.party == of[number]
    if one.party in ("aws", "shared"):
        assert one.aws
    if one.party in ("customer", "shared"):
        assert one.customer
    assert (one.party == "none") == (not one.aws and not one.customer)


@ROWS
def test_sources_are_dated(one: Statement) -> None:
    for source in (one.source, *(claim.source for claim in one.claims)):
        assert date(2026, 1, 1) <= date.fromisoformat(source.read) <= date(2026, 11, 23)
        assert source.page.startswith("https://")
        assert source.title


@ROWS
def test_how_it_is_settled(one: Statement) -> None:
    assert one.by
    assert one.is_by("controls") == bool(one.controls)
    assert (one.is_by("line") or one.is_by("report")) == bool(one.layers)
    assert one.is_by("narrative") <= (len(one.by) == 1)
    assert one.is_by("picture") <= (len(one.by) == 1)
    assert one.is_by("fact") <= bool(one.claims)
    assert set(one.layers) <= set(BY_ID)
    assert set(one.classes) <= set(facts("classes")["class"])
    assert set(one.services) <= set(services())
    assert {find(str(row)) for row in one.see} <= set(statements())
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one.name)


@ROWS
def test_texts_are_sentences(one: Statement) -> None:
    for text in (one.says, one.aws, one.customer, *(claim.says for claim in one.claims)):
        assert not text or (text[0].isupper() and text.endswith("."))


def test_every_control_exists() -> None:
    known = {one.id for one in registry.all_controls()}
    named = {id for one in statements() for id in one.controls}
    assert named <= known
    assert {id for ids in WRITTEN_TABLES["sets"].values() for id in ids} <= known


@pytest.mark.parametrize("way", ["access", "reach", "resilience"])
def test_controls_of_an_engine_are_those_that_go_through_it(way: str) -> None:
    written = WRITTEN_TABLES["way"][way].get("controls", [])
    assert written == [one.id for one in registry.all_controls() if one.through == way]


def test_a_row_that_names_such_a_control_has_asked() -> None:
    identity = find("security-in-the-cloud")
    assert identity is not None
    through = {way.id: identity.through(way) for way in identity.by}
    assert "iam-role-oidc-subject-fixed" in through["access"]
    assert set(through["access"]) < set(identity.controls)
    assert not through["reach"] and not through["controls"]
    assert identity.asks == ("partywall reach",)


def test_nothing_is_written_that_no_row_uses() -> None:
    rows = WRITTEN_TABLES["statement"]
    cited = {row["source"] for row in rows}
    cited |= {claim["source"] for row in rows for claim in row.get("claim", ())}
    assert cited == set(WRITTEN_TABLES["source"])
    assert {way for row in rows for way in row["by"]} == set(WRITTEN_TABLES["way"])
    used = {name for row in rows for name in row.get("sets", ())}
    assert used == set(WRITTEN_TABLES["sets"]), "a set that no statement names"


def test_claims_that_ended_are_superseded_and_others_are_not() -> None:
    for one in statements():
        for claim in one.claims:
            assert not claim.until or not claim.holds
            assert not claim.since or not claim.until or claim.since < claim.until
        assert not one.claims or any(claim.holds for claim in one.claims)


def test_contradictions_are_kept() -> None:
    assert {one.row for one in statements() if one.claims} >= {3, 8, 11, 71, 86, 88, 118, 122}
    inter_region = find("inter-region-traffic")
    assert inter_region is not None
    assert [(one.holds, one.since, one.until) for one in inter_region.claims] == [
        (False, "", "2017-11-29"),
        (True, "2017-11-29", ""),
        (True, "2019-12-03", ""),
        (True, "2017-11-29", ""),
        (True, "", ""),
    ]


def test_what_is_not_yet_settled_is_counted() -> None:
    waiting = [one for one in statements() if one.needs]
    assert Counter(engine for one in waiting for engine in one.needs) == ENGINES
    assert len(waiting) == 43
    assert sum(1 for one in waiting if all(way.missing for way in one.by)) == 4


def test_what_other_commands_answer_is_counted_and_they_are_there() -> None:
    asking = [one for one in statements() if one.asks]
    assert Counter(command for one in asking for command in one.asks) == COMMANDS
    assert len(asking) == 23
    assert {command.removeprefix("partywall ") for command in COMMANDS} <= set(VERBS)


def test_duties_of_no_resource_have_a_subject() -> None:
    of = {one.name: one.subjects for one in statements()}
    assert of["runbooks"] == ("Team",)
    assert of["executive-review"] == ("Organization",)
    assert of["customers-told"] == ("Account",)
    assert {subject for subjects in of.values() for subject in subjects} == {
        *("resource", "Account", "Organization", "Region", "Team"),
    }


@pytest.mark.parametrize("name", ["71", "inter-region-traffic", " Inter-Region-Traffic "])
def test_find_by_number_or_name(name: str) -> None:
    found = find(name)
    assert found is not None
    assert found.row == 71


def test_what_is_not_found_is_near_something() -> None:
    assert find("0") is None
    assert find("interregion-traffic") is None
    assert near("interregion-traffic")[0] == "inter-region-traffic"
    assert near("€€€") == ()
