"""What every reader hands over; and large plans, which are mapped into memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from partywall.estate.resource import Fragment, Resource
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.unknown import Unknown
from partywall.sources import inputs
from partywall.sources.inputs import InputOptions, Inputs

REPOSITORY = Path(__file__).parents[2]
SAMPLES = [
    *sorted(path.parent for path in (REPOSITORY / "benchmarks" / "shapes").glob("*/plan.json")),
    REPOSITORY / "examples" / "storefront",
    REPOSITORY / "tests" / "data" / "hcl",
]
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


def unknowns(value: object) -> Iterator[Unknown]:
    """Every value in a value that is not known, those it can be among them."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            stack += one.values()
        elif isinstance(one, list | tuple):
            stack += one
        elif isinstance(one, Unknown):
            yield one
            stack += one.among


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda path: path.name)
def test_what_is_not_known_is_handed_over_as_such_and_no_more(folder: Path) -> None:
    """Controls ask `type(value) is Unknown`, which is false of what derives from it."""
    pieces: list[Resource | Fragment] = []
    for reading in Inputs([str(folder)], InputOptions()).readings():
        pieces += reading.resources
        pieces += reading.fragments
    assert pieces
    for one in pieces:
        parent = one.parent if isinstance(one, Fragment) else None
        for unknown in unknowns([one.properties, one.region, parent]):
            assert type(unknown) is Unknown, (one.address, unknown)
