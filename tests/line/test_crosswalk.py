"""The crosswalk: every control of NIST SP 800-53 r5 disposed of, in words of its own."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from partywall.controls import registry
from partywall.kernel.errors import ConfigError
from partywall.line import crosswalk as module
from partywall.line.crosswalk import (
    COMPILED,
    NIST,
    WRITTEN,
    Disposition,
    canonical,
    compile_crosswalk,
    crosswalk,
    near,
    own_duties,
)
from partywall.line.duties import duties
from partywall.line.layer import BY_ID

KNOWN = crosswalk()
EVERY = tuple(KNOWN.dispositions.values())
OURS = {one.id: one for one in registry.all_controls()}
SIZES = {
    "low": 149,
    "moderate": 287,
    "high": 370,
    "privacy": 96,
    "fedramp-li-saas": 156,
    "fedramp-low": 156,
    "fedramp-moderate": 323,
    "fedramp-high": 410,
}
"""As NIST SP 800-53B and FedRAMP's Rev 5 baselines count them."""

MAPPED = {(one.id, mapped.control) for one in EVERY for mapped in one.controls}


def texts(one: Disposition) -> list[str]:
    """What a disposition says in its own words."""
    return [text for text in (one.aws, one.customer, one.rest, one.because) if text]


def test_the_compiled_crosswalk_is_the_written_one() -> None:
    assert COMPILED.read_bytes() == compile_crosswalk(), "run scripts/compile_frameworks.py"


def test_1014_controls_are_disposed_of() -> None:
    assert len(KNOWN.dispositions) == 1014
    assert len(KNOWN.withdrawn) == 182
    assert not KNOWN.dispositions.keys() & KNOWN.withdrawn.keys()
    assert all(one.id == id and one.title for id, one in KNOWN.dispositions.items())
    assert [canonical(id) for id in KNOWN.dispositions] == list(KNOWN.dispositions)


@pytest.mark.parametrize(("baseline", "size"), SIZES.items())
def test_each_baseline_has_its_size(baseline: str, size: int) -> None:
    assert sum(baseline in one.baselines for one in EVERY) == size


def test_the_smaller_baselines_are_in_the_larger() -> None:
    for prefix in ("", "fedramp-"):
        for small, large in (("low", "moderate"), ("moderate", "high")):
            inner = {one.id for one in EVERY if prefix + small in one.baselines}
            assert inner < {one.id for one in EVERY if prefix + large in one.baselines}


def test_each_side_that_has_a_part_has_a_duty() -> None:
    filled = {
        "aws": (True, False, False),
        "customer": (False, True, False),
        "shared": (True, True, False),
        "none": (False, False, True),
    }
    for one in EVERY:
        assert (bool(one.aws), bool(one.customer), bool(one.because)) == filled[one.party], one.id
        assert one.reason, one.id


def test_no_two_sentences_are_the_same() -> None:
    counts = Counter(text for one in EVERY for text in texts(one))
    assert [text for text, many in counts.items() if many > 1] == []


def test_reasons_are_shared_as_declared() -> None:
    reasons = tomllib.loads((WRITTEN / NIST / "reasons.toml").read_text("utf-8"))
    assert len(set(reasons.values())) == len(reasons)
    assert {one.reason for one in EVERY} == set(reasons.values())


def test_words() -> None:
    """Whole sentences, none of them NIST's title said again or a placeholder."""
    for title, text in ((one.title, text) for one in EVERY for text in texts(one)):
        assert re.fullmatch(r"[A-Z]\S* \S.{10,}\.", text), text
        assert text.count(" ") >= 3, text
        assert text.rstrip(".").casefold() != title.casefold()
        assert not re.search(
            r"organization-defined|assignment:|selection:|TBD", text, re.IGNORECASE
        )


def test_what_controls_leave_is_named() -> None:
    for one in EVERY:
        assert bool(one.rest) == bool(one.controls), one.id
        assert not one.controls or one.party in ("customer", "shared"), one.id


def test_everything_named_exists() -> None:
    for one in EVERY:
        assert set(one.layers) <= set(BY_ID), one.id
        assert set(one.duties) <= set(duties()), one.id
        assert not (one.duties and one.rest), one.id
        assert {mapped.control for mapped in one.controls} <= set(OURS), one.id
        assert {mapped.group for mapped in one.controls} <= set(KNOWN.groups), one.id
    assert {id for duty in duties().values() for id in duty.nist} <= set(KNOWN.dispositions)
    for instead in KNOWN.withdrawn.values():
        assert set(instead) <= {*KNOWN.dispositions, *KNOWN.withdrawn, *KNOWN.families}


def test_duties_serve_the_controls_that_they_show() -> None:
    served = {(id, duty.id) for duty in duties().values() for id in duty.nist}
    shown = {(one.id, duty) for one in EVERY for duty in one.duties}
    assert shown - served <= {
        ("CA-2(3)", "supplier-review"),
        ("SA-9(5)", "copies-known"),
    }


def test_every_control_of_ours_bears_on_some() -> None:
    assert {control for _, control in MAPPED} == set(OURS)


def test_every_kind_of_disposition_is_there() -> None:
    counts = Counter(one.kind for one in EVERY)
    assert all(counts[kind] for kind in module.KINDS)
    fedramp = Counter(one.kind for one in EVERY if "fedramp-moderate" in one.baselines)
    assert sum(fedramp.values()) == 323
    assert all(fedramp[kind] for kind in module.KINDS)


def test_families_that_scanners_leave_out_are_there() -> None:
    families = Counter(one.family for one in EVERY)
    assert {name: families[name] for name in ("AT", "PL", "PS", "PT", "SR")} == {
        "AT": 15,
        "PL": 11,
        "PS": 17,
        "PT": 21,
        "SR": 27,
    }
    assert set(KNOWN.families) == set(families)


@pytest.mark.parametrize(
    ("id", "party"),
    [
        ("AC-1", "customer"),
        ("AT-2", "customer"),
        ("MP-6", "shared"),
        ("PE-3", "aws"),
        ("PE-13(1)", "aws"),
        ("PE-17", "customer"),
        ("SC-7", "shared"),
        ("SC-28", "shared"),
        ("SI-2", "shared"),
        ("PM-1", "customer"),
        ("AC-18", "none"),
    ],
)
def test_whose(id: str, party: str) -> None:
    assert KNOWN.dispositions[id].party == party


@pytest.mark.parametrize(
    ("spelled", "id"),
    [
        ("SC-28", "SC-28"),
        ("sc-28.1", "SC-28(1)"),
        ("AC-02 (01)", "AC-2(1)"),
        ("ac-2(12)", "AC-2(12)"),
        (" Ac-2 ", "AC-2"),
        ("plan.json", "PLAN.JSON"),
        ("AC-", "AC-"),
    ],
)
def test_spellings(spelled: str, id: str) -> None:
    assert canonical(spelled) == id


def test_controls_are_duties_too() -> None:
    named = ["nist-800-53:AC-1", "nist-800-53:AC-99", "nist-800-53:ac-2.1", "training"]
    assert own_duties(named) == {"nist-800-53:AC-1"}
    assert own_duties(["training"]) == frozenset()


def test_near_names() -> None:
    assert near("SC-281", tuple(KNOWN.dispositions))[0] == "SC-28"
    assert near("xyz", tuple(KNOWN.dispositions)) == ()


# -- other frameworks


def test_other_frameworks_name_controls_that_there_are() -> None:
    assert set(KNOWN.frameworks) == {
        "ccm-v4",
        "cis-aws-v5",
        "fsbp",
        "iso-27001-2022",
        "pci-dss-4",
        "soc-2",
    }
    for one in KNOWN.frameworks.values():
        assert len({row.id for row in one.rows}) == len(one.rows)
        assert one.source.title
        assert one.source.read
        for row in one.rows:
            assert row.nist, (one.id, row.id)
            assert set(row.nist) <= set(KNOWN.dispositions), (one.id, row.id)


def test_annex_a_is_whole() -> None:
    ids = [row.id for row in KNOWN.frameworks["iso-27001-2022"].rows]
    expected = {5: 37, 6: 8, 7: 14, 8: 34}
    assert ids == [f"A.{part}.{n}" for part, many in expected.items() for n in range(1, many + 1)]


@pytest.mark.parametrize(
    ("framework", "pattern"),
    [("cis-aws-v5", r"CIS v5\.0\.0/(.+)"), ("fsbp", r"([A-Za-z0-9]+\.\d+)")],
)
def test_ids_that_our_controls_go_by(framework: str, pattern: str) -> None:
    """An id answered by controls of ours has just the NIST controls on which these bear."""
    expected: dict[str, set[str]] = {}
    for control in OURS.values():
        for name in control.also_known_as:
            if match := re.fullmatch(pattern, name):
                nist = {id for id, mapped in MAPPED if mapped == control.id}
                expected.setdefault(match[1], set()).update(nist)
    assert {row.id: set(row.nist) for row in KNOWN.frameworks[framework].rows} == expected


# -- files that do not fit each other


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files, in the place of the files."""
    folder = tmp_path / "frameworks"
    shutil.copytree(WRITTEN, folder)
    monkeypatch.setattr(module, "WRITTEN", folder)
    return folder


@pytest.mark.parametrize(
    ("file", "was", "now", "said"),
    [
        ("nist-800-53/pe.toml", '["PE-3"]', '["PE-99"]', "PE-99 is no active control"),
        ("nist-800-53/pe.toml", '["PE-3"]', '["PE-7"]', "PE-7 is no active control"),
        ("controls.toml", 'subset = ["SC-20"]', 'subset = ["SC-99"]', "SC-99"),
        ("others/soc-2.toml", '["PE-2", "PE-3"', '["PE-2", "ZZ-3"', "ZZ-3"),
    ],
)
def test_ids_that_are_not(copy: Path, file: str, was: str, now: str, said: str) -> None:
    text = (copy / file).read_text("utf-8")
    assert was in text
    (copy / file).write_text(text.replace(was, now, 1), "utf-8")
    with pytest.raises(ConfigError, match=re.escape(said)):
        compile_crosswalk()


def test_a_control_that_nobody_disposed_of(copy: Path) -> None:
    (copy / NIST / "at.toml").unlink()
    with pytest.raises(ConfigError, match="nobody has said whose AT-1, AT-2"):
        compile_crosswalk()
