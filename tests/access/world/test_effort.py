"""How much work a question takes: counted, not timed, so that a busy machine changes nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from access.world.worlds import policy, resource, world
from partywall.access import resources
from partywall.access.questions.public import public


@pytest.fixture
def told_apart(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the resources of a pattern were told apart, by the pattern's beginning."""
    counted: Counter[str] = Counter()
    cells = resources.cells

    def counting(patterns: Any, within: Any) -> dict[int, str]:
        counted[resources.literal_head(patterns[0])] += 1
        return cells(patterns, within)

    monkeypatch.setattr(resources, "cells", counting)
    return counted


def test_all_ways_in_which_a_bucket_may_stand_tell_the_same_objects_apart(
    told_apart: Counter[str],
) -> None:
    """A bucket whose Block Public Access is not written may stand in three ways, and two kinds of
    callers from outside ask: that is one set of objects for all that its statements say."""
    name = "counted-once"
    lets = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222222222222:root"},
            "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}  # fmt: skip
    found = public(world(
        resource("S3::Bucket", "Counted", BucketName=name),
        resource("S3::BucketPolicy", "Policy", Bucket=name, PolicyDocument=policy(lets)),
    ))  # fmt: skip
    assert found
    # GetObject has a statement and others have none; who has no credentials has no own policy
    assert told_apart[f"arn:aws:s3:::{name}/"] == 4
