"""The comparison against cvc5: a hundred realistic pairs, and any number of them as a script.

python tests/access/test_compare_smt.py 2000
"""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from partywall.access.language.reading import read_policy
from partywall.access.symbolic import compare

pytest.importorskip("cvc5")

from access.realistic import pair
from access.smt import beyond

SLOWEST = 3_000
"""Milliseconds that cvc5 may take for one question."""


def answers(seed: int) -> list[tuple[str, str]]:
    """Ours and cvc5's, for both directions of a pair."""
    a, b = pair(seed)
    found = compare([read_policy(a)], [read_policy(b)]).future
    return [
        (found.a_beyond_b.answer, beyond(a, b, SLOWEST)),
        (found.b_beyond_a.answer, beyond(b, a, SLOWEST)),
    ]


def agree(ours: str, theirs: str) -> bool:
    return "unknown" in (ours, theirs) or ours == theirs


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 100, 10))
def test_agrees_with_cvc5(first: int) -> None:
    found = [one for seed in range(first, first + 10) for one in answers(seed)]
    assert all(agree(*one) for one in found), found
    assert sum(one[0] == "unknown" for one in found) <= 2


def campaign(count: int) -> int:
    """Compare `count` pairs and print how the answers agree; 1 where they do not."""
    tally: Counter[tuple[str, str]] = Counter()
    wrong = []
    for seed in range(count):
        for one in answers(seed):
            tally[one] += 1
            if not agree(*one):
                wrong.append((seed, one))
    for (ours, theirs), number in sorted(tally.items()):
        print(f"ours {ours:8} cvc5 {theirs:8} {number}")  # noqa: T201
    print(f"{count} pairs, {len(wrong)} disagreements {wrong[:5]}")  # noqa: T201
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(campaign(int(sys.argv[1])))
