"""Where the properties of a resource stand in its template, looked up when asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from partywall.kernel.unknown import Path
from partywall.sources.cloudformation.document import Spot, settled
from partywall.sources.cloudformation.scope import Declared, Scope


class Positions(Mapping[Path, Spot]):
    """Property path → line and column of its key (of the element itself, in a list).

    A path goes through Fn::If as the values did: into the branch that is taken, or, when that
    is not decided, into the first branch that has it. Elements that AWS::NoValue removed are
    not counted.
    """

    def __init__(self, scope: Scope, declared: Declared) -> None:
        self._scope = scope
        self._declared = declared

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, path: Path) -> Spot:
        spot = self.get(path)
        if spot is None:
            raise KeyError(path)
        return spot

    def get(self, path: Path, default: Spot | None = None) -> Spot | None:  # type: ignore[override]
        """The place of a property, or the default when the text has none of it."""
        node: object = self._declared.body.get("Properties")
        at: Path = (*self._declared.path, "Properties")
        for step in path:
            node, at = self._through(node, at, step)
            node = settled(node)
            if isinstance(node, dict) and step in node:
                node, at = node[step], (*at, step)
            elif isinstance(node, list) and isinstance(step, int):
                index = self._index(node, step)
                if index is None:
                    return default
                node, at = node[index], (*at, index)
            else:
                return default
        return self._scope.template.document.spot(at) or default

    def __iter__(self) -> Iterator[Path]:
        stack: list[tuple[Path, object]] = [((), self._declared.body.get("Properties"))]
        while stack:
            path, node = stack.pop()
            if path:
                yield path
            node = settled(node)
            if isinstance(node, dict) and not _function(node):
                stack.extend(((*path, key), item) for key, item in node.items())
            elif isinstance(node, list):
                stack.extend(((*path, n), item) for n, item in enumerate(node))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _through(self, node: object, at: Path, step: str | int) -> tuple[object, Path]:
        """The node that `step` leads on from, with every Fn::If on the way taken."""
        while _function(node) == "Fn::If" and isinstance(node, dict):
            branches = node["Fn::If"]
            if not isinstance(branches, list) or len(branches) != 3:
                break
            truth = self._truth(branches[0])
            which = 1 if truth else 2
            if truth is None:
                which = 1 if self._has(branches[1], at, step) else 2
            node, at = branches[which], (*at, "Fn::If", which)
        return node, at

    def _truth(self, written: object) -> bool | None:
        return self._scope.conditions.truth(self._scope.condition_name(written))

    def _has(self, node: object, at: Path, step: str | int) -> bool:
        node, _ = self._through(node, at, step)
        if isinstance(node, dict):
            return step in node
        return isinstance(node, list) and isinstance(step, int) and step < len(node)

    def _index(self, items: list[object], step: int) -> int | None:
        """Where in the text the element stands that is number `step` among those left."""
        left = [n for n, item in enumerate(items) if not self._gone(item)]
        return left[step] if 0 <= step < len(left) else None

    def _gone(self, item: object) -> bool:
        while _function(item) == "Fn::If" and isinstance(item, dict):
            branches = item["Fn::If"]
            truth = (
                self._truth(branches[0])
                if isinstance(branches, list) and len(branches) == 3
                else None
            )
            if truth is None:
                return False
            item = branches[1 if truth else 2]
        return item == {"Ref": "AWS::NoValue"}


def _function(node: object) -> str:
    """The name of the function that a node calls, or ""."""
    if isinstance(node, dict) and len(node) == 1:
        (key,) = node
        if key == "Ref" or key.startswith("Fn::"):
            return str(key)
    return ""
