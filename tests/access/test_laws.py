"""What must hold whatever the policies say."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from access import oracle
from partywall.access.requests import answer

RANKS = {"ALLOW": 2, "CONDITIONAL": 1, "UNKNOWN": 1, "IMPLICIT_DENY": 0, "EXPLICIT_DENY": 0}
LISTS = ("identity_policies", "permissions_boundary", "session_policies")


def ask(request: dict[str, Any], unknown: bool = False) -> dict[str, Any]:
    return answer(json.dumps(request).encode(), unknown)


def rank(request: dict[str, Any], unknown: bool = False) -> int:
    return RANKS[ask(request, unknown)["decision"]]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("unknown", [False, True])
def test_more_statements(seed: int, unknown: bool) -> None:
    """Another Deny never allows more, another Allow never less, and the same again changes
    nothing."""
    generator = oracle.Generator(seed)
    for _ in range(20):
        request = generator.request()
        before = rank(request, unknown)
        name = generator.random.choice([one for one in LISTS if request.get(one)] or LISTS[:1])
        present = request.get(name) or []
        denial = generator.policy(effect="Deny")
        assert rank(request | {name: [*present, denial]}, unknown) <= before
        grant = generator.policy(effect="Allow")
        assert rank(request | {name: [*present, grant]}, unknown) >= before
        if present:
            assert rank(request | {name: [*present, *present]}, unknown) == before


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("unknown", [False, True])
def test_order_shows_nowhere(seed: int, unknown: bool) -> None:
    generator = oracle.Generator(seed)
    shuffled = random.Random(seed)
    for _ in range(20):
        request = generator.request()
        other = json.loads(json.dumps(request))
        for name in LISTS:
            shuffled.shuffle(other.get(name) or [])
            for policy in other.get(name) or []:
                shuffled.shuffle(policy["Statement"])
        if other.get("resource_policy"):
            shuffled.shuffle(other["resource_policy"]["Statement"])
        first, second = ask(request, unknown), ask(other, unknown)
        for key in ("decision", "allow_if", "formula", "explicit_deny_if", "not_modelled"):
            assert first.get(key) == second.get(key)


@pytest.mark.parametrize("seed", range(20))
def test_an_unknown_policy_weakens_and_never_flips(seed: int) -> None:
    """Hiding a policy, a statement's effect or its action may only make the answer open."""
    generator = oracle.Generator(seed)
    for _ in range(20):
        request = generator.request()
        policies = request["identity_policies"]
        if not policies:
            continue
        before = ask(request)["decision"]
        hidden = json.loads(json.dumps(policies))
        hidden[0] = {"unknown": "not applied yet"}
        after = ask(request | {"identity_policies": hidden})["decision"]
        assert RANKS[after] == 1 or RANKS[after] == RANKS[before]
