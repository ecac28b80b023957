"""Circles in a graph of references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def circles(graph: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The strongly connected parts with a circle in them, each sorted; Tarjan's algorithm."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    waiting: list[str] = []
    inside: set[str] = set()
    found: list[list[str]] = []
    for root in graph:
        if root in order:
            continue
        work: list[tuple[str, Iterator[str]]] = [(root, iter(graph[root]))]
        order[root] = low[root] = len(order)
        waiting.append(root)
        inside.add(root)
        while work:
            name, rest = work[-1]
            for other in rest:
                if other not in order:
                    order[other] = low[other] = len(order)
                    waiting.append(other)
                    inside.add(other)
                    work.append((other, iter(graph[other])))
                    break
                if other in inside:
                    low[name] = min(low[name], order[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == order[name]:
                    part = waiting[waiting.index(name) :]
                    del waiting[waiting.index(name) :]
                    inside.difference_update(part)
                    if len(part) > 1 or name in graph[name]:
                        found.append(sorted(part))
    return sorted(found)
