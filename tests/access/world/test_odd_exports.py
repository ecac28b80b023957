"""Whatever stands in an export, every question has an answer."""

from __future__ import annotations

import copy
import json
import random
from typing import Any
from urllib.parse import unquote

import pytest

from access.world.worlds import SAMPLE
from partywall.access.indexing import Index
from partywall.access.questions.external import external
from partywall.access.questions.public import public
from partywall.access.questions.what import what
from partywall.access.questions.who import who
from partywall.access.world import Home, World
from partywall.estate.fold import fold
from partywall.kernel.errors import QuestionError
from partywall.sources.account_export import read_export

ODD: list[Any] = [
    None, 5, "", [], {}, "*", ["*"], {"AWS": "*"}, {"AWS": ["x", 5]}, "arn:aws:iam::aws:policy/X",
    True, [{}], "a:b", {"Bool": {"x": "true"}}, "${aws:username}", "arn:*", "<x>",
]  # fmt: skip
ASKED = (
    ("iam:PassRole", "arn:aws:iam::210987654321:role/stack-maker"),
    ("s3:GetObject", "arn:aws:s3:::x/y"), ("sts:AssumeRole", "pipeline"),
)  # fmt: skip


def opened(value: Any) -> Any:
    """The export with its policies as objects, so that something odd can stand inside them."""
    if isinstance(value, dict):
        return {key: opened(one) for key, one in value.items()}
    if isinstance(value, list):
        return [opened(one) for one in value]
    if isinstance(value, str) and value.startswith("%7B"):
        return json.loads(unquote(value))
    return value


EXPORT = opened(json.loads(SAMPLE.read_text()))


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = value if isinstance(value, dict) else range(len(value) if isinstance(value, list) else 0)
    return [
        one for key in keys for one in [(*path, key), *places(value[key], (*path, key))]
    ]  # fmt: skip


PLACES = places(EXPORT)


@pytest.mark.parametrize("seed", range(12))
def test_every_question_has_an_answer(seed: int) -> None:
    rng = random.Random(seed)
    export = copy.deepcopy(EXPORT)
    for path in rng.sample(PLACES, 6):
        at: Any = export
        try:
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = copy.deepcopy(rng.choice(ODD))
        except (KeyError, IndexError, TypeError):
            continue
    reading = read_export(json.dumps(export).encode(), "x")
    world = World([fold(reading.resources, reading.fragments, reading.unseen)], Home())
    index = Index(world)
    for action, text in ASKED:
        try:
            target = world.target(text, action)
        except QuestionError:
            continue
        assert who(world, index, action, target).action == action
    public(world)
    external(world)
    someone = rng.choice(list(world.principals))
    assert what(world, world.requester(someone)).requester.arn == someone
