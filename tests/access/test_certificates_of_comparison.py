"""Certificates of comparison: the checker accepts what is proved, and no mutation that is false."""

from __future__ import annotations

import ast
import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import partywall.access.checker.cover
import partywall.access.checker.emptiness
from access.realistic import pair
from partywall.access.checker.cover import verify_comparison
from partywall.access.checker.language import Rejected
from partywall.access.language.reading import read_policy
from partywall.access.symbolic import compare
from partywall.access.symbolic.certificate import NoCertificate, certificate, prove
from partywall.access.symbolic.elements import Side, build
from partywall.kernel.unknown import Unknown

pytestmark = pytest.mark.slow

Document = dict[str, Any]


def answer(a: list[Document], b: list[Document], side: str) -> str:
    found = compare(*[[read_policy(one) for one in policies] for policies in (a, b)]).future
    return (found.a_beyond_b if side == "a" else found.b_beyond_a).answer


def certified(a: Document, b: Document) -> Iterator[tuple[Side, Document]]:
    """A certificate of each direction in which nothing more is permitted."""
    sides: tuple[Side, ...] = ("a", "b")
    for side in sides:
        if answer([a], [b], side) == "no":
            proof = prove(build([read_policy(a)], [read_policy(b)]), side)
            yield side, json.loads(json.dumps(certificate([a], [b], {side: proof})))


def accepts(one: Any) -> bool:
    try:
        verify_comparison(one)
    except (Rejected, LookupError, TypeError, ValueError, AttributeError):
        return False
    return True


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("home/${aws:username}/a/*", "home/${aws:username}/*"),
        ("${aws:PrincipalTag/t}/x/${aws:userid}", "${aws:PrincipalTag/t}/*"),
        ("home/${aws:username, 'x'}*y", "home/${aws:username, 'x'}*"),
    ],
)
def test_a_pattern_inside_another_with_the_same_variables(inner: str, outer: str) -> None:
    """The last is accepted the other way round by nobody."""
    sides = [
        {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{one}"}
        ]}
        for one in (inner, outer)
    ]  # fmt: skip
    found = list(certified(*sides))
    assert [side for side, _ in found] == ["a"]
    assert accepts(found[0][1])
    turned = copy.deepcopy(found[0][1])
    turned["a"], turned["b"] = turned["b"], turned["a"]
    assert not accepts(turned)


def test_every_no_is_certified_and_accepted() -> None:
    found = [one for seed in range(60) for one in certified(*pair(seed))]
    assert len(found) > 30
    for side, one in found:
        other = "b" if side == "a" else "a"
        proved = f"{side.upper()} permits nothing that {other.upper()} does not"
        assert verify_comparison(one) == proved


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    yield path
    if isinstance(node, dict):
        items = list(node.items())
    else:
        items = list(enumerate(node)) if isinstance(node, list) else []
    for key, value in items:
        yield from places(value, (*path, key))


def at(node: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        node = node[key]
    return node


def mutate(pick: random.Random, one: Document) -> Document:
    """The certificate with one place dropped, changed, or put where another was."""
    found = copy.deepcopy(one)
    path = pick.choice([place for place in places(found) if place])
    above, value = at(found, path[:-1]), at(found, path)
    what = pick.random()
    if what < 0.25:
        del above[path[-1]]
    elif what < 0.5:
        above[path[-1]] = copy.deepcopy(at(one, pick.choice(list(places(one)))))
    elif isinstance(value, bool):
        above[path[-1]] = not value
    elif isinstance(value, str):
        swapped = {"Allow": "Deny", "Deny": "Allow", "a": "b", "b": "a", "action": "resource"}
        above[path[-1]] = swapped.get(value, f"{value[:-1]}x" if what < 0.75 else f"{value}*")
    elif isinstance(value, int):
        above[path[-1]] = value + pick.choice((-1, 1))
    elif isinstance(value, dict) and set(value) == {"split", "true", "false"}:
        value["true"], value["false"] = value["false"], value["true"]
    elif isinstance(value, dict):
        above[path[-1]] = {"settled": True}
    else:
        above[path[-1]] = value[:-1]
    return found


WITH_A_NO = (1, 3, 7, 15, 16, 17, 19, 21, 22, 23, 25, 28, 29, 31, 32, 33, 34, 35, 36, 38, 39)
"""Pairs of which one permits nothing that the other does not."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", WITH_A_NO)
def test_no_mutation_is_accepted_that_is_false(seed: int) -> None:
    pick = random.Random(seed)
    found = list(certified(*pair(seed)))
    assert found
    for _, one in found:
        for _ in range(60):
            mutated = mutate(pick, one)
            if mutated == one or not accepts(mutated):
                continue
            for claim in mutated["claims"]:
                assert answer(mutated["a"], mutated["b"], claim["more"]) == "no", mutated


def tree_places(one: Document) -> list[tuple[Any, ...]]:
    """The leaves of the proofs."""
    return [
        place for place in places(one)
        if place[:1] == ("claims",) and isinstance(at(one, place), dict)
        and set(at(one, place)) & {"settled", "impossible"}
    ]  # fmt: skip


def test_a_leaf_that_is_not_settled_is_refused() -> None:
    refused = 0
    for _, one in certified(*pair(1)):
        for place in tree_places(one):
            mutated = copy.deepcopy(one)
            if "impossible" in at(mutated, place):
                at(mutated, place[:-1])[place[-1]] = {"settled": True}
                assert not accepts(mutated) or answer(mutated["a"], mutated["b"], "a") == "no"
                refused += not accepts(mutated)
    assert refused


ALLOW = {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::a/*"}


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (ALLOW | {"Condition": {"StringIs": {"a:b": "c"}}}, "not understood"),
        (ALLOW | {"Principal": "*"}, "principals"),
    ],
)
def test_what_has_no_certificate(statement: Document, why: str) -> None:
    policy = read_policy({"Version": "2012-10-17", "Statement": [statement]})
    with pytest.raises(NoCertificate, match=why):
        prove(build([policy], [policy]), "a")


def test_a_policy_that_is_not_known_has_no_certificate() -> None:
    policy = read_policy(Unknown("it is computed"))
    with pytest.raises(NoCertificate):
        prove(build([policy], [policy]), "a")


@pytest.mark.parametrize(
    "module", [partywall.access.checker.cover, partywall.access.checker.emptiness]
)
def test_the_checker_imports_nothing_of_ours_but_itself(module: Any) -> None:
    tree = ast.parse(Path(module.__file__).read_text())
    named = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    ours = [one for one in named if one and one.startswith("partywall")]
    assert all(one.startswith("partywall.access.checker.") for one in ours)
