"""Which properties depend on something sensitive.

The arguments are mapped a second time with everything sensitive replaced; whatever then comes
out differently depends on it and must not be shown. That holds for every conversion there will
ever be.
"""

from __future__ import annotations

from partywall.kernel.unknown import Path


def hidden_paths(properties: object, veiled: object) -> frozenset[Path]:
    """The outermost paths at which the two differ."""
    found: set[Path] = set()
    _compare(properties, veiled, (), found)
    return frozenset(found)


def _compare(one: object, other: object, path: Path, found: set[Path]) -> None:
    if isinstance(one, dict) and isinstance(other, dict):
        for key, value in one.items():
            _compare(value, other.get(key), (*path, key), found)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for n, value in enumerate(one):
            _compare(value, other[n], (*path, n), found)
    elif one != other:
        found.add(path)
