"""The premises: whole, cited by the model, and known to the engines that rest on them."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec
import pytest

import partywall
from partywall.line.premises import (
    COMPILED,
    WRITTEN,
    Engine,
    Premise,
    cited,
    compile_premises,
    find,
    near,
    premises,
)
from partywall.line.statements import statements

ROOT = Path(partywall.__file__).parent
ENGINES = ("access", "reach", "resilience", "watch")
IDS = {one.id for one in premises()}
EACH = pytest.mark.parametrize("one", premises(), ids=lambda one: str(one.id))


def test_the_compiled_premises_are_the_written_ones() -> None:
    assert COMPILED.read_bytes() == compile_premises(), "run scripts/compile_lines.py"


def test_every_page_is_cited() -> None:
    tables = tomllib.loads(WRITTEN.read_text("utf-8"))
    assert {one["source"] for one in tables["premise"]} == set(tables["source"])


def test_ids_that_others_rely_on_stay() -> None:
    """Results and engines name premises by id: one may be added here, none taken away."""
    assert {
        *("zone-independence", "region-independence", "partition-isolation", "data-planes-stand"),
        *("regional-services-span-zones", "data-stays-in-region", "tenant-isolation"),
        *("hypervisor-isolation", "spoofing-filter", "no-sniffing", "filters-enforced"),
        *("policies-enforced", "calls-recorded", "key-material-guarded", "backbone-encryption"),
        *("physical-security", "environment-protected", "media-destruction"),
        *("corporate-network-apart", "operator-access-limited", "floods-absorbed"),
    } == IDS
    assert len(premises()) == len(IDS) == len({one.title for one in premises()})


@EACH
def test_a_premise_is_whole(one: Premise) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.id)
    for text in (one.presumes, one.if_false, one.limits):
        assert text[0].isupper()
        assert text.endswith(".")
    assert one.attested_by
    assert len(set(one.attested_by)) == len(one.attested_by)
    assert one.source.page.startswith("https://")
    assert date(2026, 1, 1) <= date.fromisoformat(one.source.read) <= date(2026, 11, 23)


@EACH
def test_the_model_rests_on_it(one: Premise) -> None:
    assert one.rows, "a premise that no statement names"


def test_the_model_names_only_premises_that_there_are() -> None:
    for row in statements():
        assert set(row.premises) <= IDS, row.row
        assert len(set(row.premises)) == len(row.premises)


def test_rows_that_are_premises_name_theirs() -> None:
    expected = {46: "zone-independence", 53: "zone-independence", 66: "corporate-network-apart"}
    expected |= {89: "spoofing-filter", 91: "no-sniffing", 103: "data-stays-in-region"}
    expected |= {118: "tenant-isolation", 42: "media-destruction", 71: "backbone-encryption"}
    by_row = {one.row: one for one in statements()}
    for row, id in expected.items():
        assert by_row[row].premises[0] == id
        assert by_row[row] in cited([id])[0].rows


def test_find_and_near() -> None:
    assert find(" Spoofing-Filter ") == cited(["spoofing-filter"])[0]
    assert find("spoofing") is None
    assert near("spoofing-filtre")[0] == "spoofing-filter"
    assert near("€€€") == ()


def test_citing_keeps_the_order_and_no_premise_twice() -> None:
    found = cited(["no-sniffing", "zone-independence", "no-sniffing"])
    assert [one.id for one in found] == ["zone-independence", "no-sniffing"]
    with pytest.raises(AssertionError, match="zone-dependence"):
        cited(["zone-dependence"])


# -- both ends: engines may not import the line, so they name premises in a constant, PREMISES


def named(source: str) -> set[str]:
    """The ids in the tuple that a module calls PREMISES."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        if any(isinstance(one, ast.Name) and one.id == "PREMISES" for one in targets):
            found |= set(ast.literal_eval(node.value))  # type: ignore[attr-defined]
    return found


def mismatches(engine: Engine, sources: Iterable[str]) -> set[str]:
    """Ids that only the engine's modules or only the data have for that engine."""
    theirs = {id for source in sources for id in named(source)}
    return theirs ^ {one.id for one in premises() if engine in one.engines}


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_names_the_premises_that_the_data_give_it(engine: Engine) -> None:
    modules = [path.read_text("utf-8") for path in (ROOT / engine).rglob("*.py")]
    if modules:
        assert mismatches(engine, modules) == set()


def test_the_test_sees_what_it_should() -> None:
    known = sorted(one.id for one in premises() if "reach" in one.engines)
    assert len(known) >= 4
    assert mismatches("reach", [f"PREMISES: Final = {tuple(known)!r}"]) == set()
    assert mismatches("reach", [f"PREMISES = {tuple(known[1:])!r}"]) == {known[0]}
    assert mismatches("reach", [f"PREMISES = {(*known, 'luck')!r}"]) == {"luck"}


def test_engines_are_those_that_there_may_be() -> None:
    assert set(msgspec.json.schema(Engine)["enum"]) == set(ENGINES)


def test_programs_are_those_of_the_ledger() -> None:
    """The line and the ledger do not import each other: both ends meet here."""
    ledger = pytest.importorskip("partywall.ledger.programs")
    assert {id for one in premises() for id in one.attested_by} <= set(ledger.programs())
