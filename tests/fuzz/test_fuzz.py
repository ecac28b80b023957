"""What fuzzing found interesting, again; and a short campaign, the same in every run."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz import ledgers, target
from fuzz.campaign import Campaign

KEPT = sorted((Path(__file__).parents[1] / "data" / "fuzz").iterdir())


@pytest.mark.parametrize("file", KEPT, ids=lambda file: file.name)
def test_kept_inputs(file: Path) -> None:
    target.run(file.read_bytes())


@pytest.mark.slow
def test_a_short_campaign(tmp_path: Path) -> None:
    campaign = Campaign(seed=2026, found=tmp_path / "found")
    for _ in range(600):
        campaign.run(campaign.make())
    assert campaign.faults == {}


def test_the_target_sees_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(data: bytes, file: str) -> None:
        raise KeyError(file)

    monkeypatch.setattr(target, "read_template", broken)
    campaign = Campaign(seed=1, found=tmp_path / "found")
    for _ in range(2):
        campaign.run(b"Resources: {}")
    assert [what.split(" at ")[0] for what in campaign.faults] == ["KeyError"]
    assert [file.read_bytes() for file in (tmp_path / "found").iterdir()] == [b"Resources: {}"]


def test_the_target_sees_a_mistake_in_a_control(monkeypatch: pytest.MonkeyPatch) -> None:
    from partywall.controls import registry

    (control, *_) = registry.controls_for("AWS::SNS::Topic")
    monkeypatch.setattr(control, "function", lambda *_: 1 / 0)
    with pytest.raises(target.Fault, match="ZeroDivisionError"):
        target.run(b"Resources: {T: {Type: AWS::SNS::Topic}}")


def test_the_target_sees_a_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setattr(target, "SECONDS", 1)
    monkeypatch.setattr(target, "read_template", lambda *_: time.sleep(5))
    with pytest.raises(target.Fault, match="hangs"):
        target.run(b"Resources: {}")


def test_the_target_reads_ledgers(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in ledgers.seeds():
        target.run(seed)
    monkeypatch.setattr(ledgers, "run", lambda data: {}["ledger"])
    with pytest.raises(target.Fault, match="KeyError"):
        target.run(ledgers.MARK)
