"""Large plans: mapped into memory, and read as if they were not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from partywall.kernel.diagnostic import Diagnostic
from partywall.sources import inputs
from partywall.sources.inputs import InputOptions, Inputs

CHANGES = [
    {
        "address": f"aws_s3_bucket.{name}",
        "type": "aws_s3_bucket",
        "name": name,
        "change": {"actions": ["create"], "after": {"bucket": name}},
    }
    for name in ("größe", "logs")
]
PLAN = {"format_version": "1.2", "resource_changes": CHANGES}
SPREAD = json.dumps(PLAN, indent=2, ensure_ascii=False)


def read(path: Path) -> tuple[list[object], list[Diagnostic]]:
    every = Inputs([str(path)], InputOptions())
    found: list[object] = [
        (one.address, one.place, one.properties)
        for reading in every.readings()
        for one in reading.resources
    ]
    return found, every.remarks


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(PLAN).encode(),
        SPREAD.encode(),
        b"\xef\xbb\xbf" + SPREAD.encode(),
        SPREAD.encode("utf-16"),
        SPREAD.encode()[:-4],
        SPREAD.encode().replace(b"logs", b"\xff"),
        b"PK\x03\x04",
        b"\x1f\x8b",
        b'{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}',
    ],
)
def test_a_large_plan_is_read_as_a_small_one(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(data)
    copied = read(path)
    assert any(copied)
    monkeypatch.setattr(inputs, "MAPPED", 1)
    assert read(path) == copied
    assert read(tmp_path)[0] == copied[0]
