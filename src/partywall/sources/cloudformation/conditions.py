"""Conditions, decided as far as the known parameters decide them.

A condition that is not decided depends on a few parameters. `worlds.py` asks here what every
condition becomes when those parameters take this or that value (an `Assumption`), so that
conditions which depend on the same parameter stay correlated.

Source: CloudFormation Template Reference, "Condition functions" (not re-read).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation.resolver import Resolver
from partywall.sources.cloudformation.text import beginning, ending, spelled

if TYPE_CHECKING:
    from partywall.sources.cloudformation.scope import Scope


class Assumption(Struct):
    """Values that parameters are assumed to have.

    `other` are parameters assumed to equal none of the given texts. `forced` says how
    comparisons that stay open come out, by their text; `unforced` collects those met that
    nothing decided.
    """

    values: dict[str, object] = field(default_factory=dict)
    other: dict[str, frozenset[str]] = field(default_factory=dict)
    forced: dict[str, bool] = field(default_factory=dict)
    unforced: dict[str, None] = field(default_factory=dict)


NOTHING: Final = Assumption()


class Conditions:
    """The Conditions section of one stack."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._known: dict[str, bool | None] = {}
        self._visiting: set[str] = set()

    def truth(self, name: str, assume: Assumption = NOTHING) -> bool | None:
        """Whether a condition holds; None when that is not decided."""
        if assume is not NOTHING:
            return self._evaluate(name, assume)
        if name not in self._known:
            self._known[name] = self._evaluate(name, assume)
        return self._known[name]

    def forget(self) -> None:
        """Decide again: the section was rewritten by a transform."""
        self._known.clear()

    def _evaluate(self, name: str, assume: Assumption) -> bool | None:
        declared = self._scope.template.conditions
        if name not in declared:
            self._remark(f"condition {name} is not defined", "define it under Conditions")
            return None
        if name in self._visiting:
            self._remark(f"condition {name} depends on itself", "break the circle")
            return None
        self._visiting.add(name)
        try:
            return self._decide(declared[name], assume)
        finally:
            self._visiting.discard(name)

    def _decide(self, node: object, assume: Assumption) -> bool | None:
        if isinstance(node, dict) and len(node) == 1:
            ((key, argument),) = node.items()
            if key == "Condition":
                return self.truth(self._scope.condition_name(argument), assume)
            if key in ("Fn::And", "Fn::Or", "Fn::Not") and isinstance(argument, list):
                return _joined(key, [self._decide(one, assume) for one in argument])
            if key == "Fn::Equals" and isinstance(argument, list) and len(argument) == 2:
                return self._equals(argument, assume)
        elif isinstance(node, bool):
            return node
        elif isinstance(node, str) and node in ("true", "false"):
            return node == "true"
        self._remark("a condition that is not And, Or, Not, Equals or Condition", "")
        return None

    def _equals(self, operands: list[object], assume: Assumption) -> bool | None:
        resolver = Resolver(self._scope, assume=assume)
        left, right = (resolver.value(one) for one in operands)
        answer = equal(left, right)
        if answer is not None or assume is NOTHING:
            return answer
        for node, value in ((operands[0], right), (operands[1], left)):
            name = reference(node)
            if name in assume.other and isinstance(value, str) and value in assume.other[name]:
                return False
        key = json.dumps(operands, sort_keys=True, default=str)
        if key not in assume.forced:
            assume.unforced[key] = None
            return None
        return assume.forced[key]

    # -- what a condition depends on

    def comparisons(self, name: str) -> Iterator[list[object]]:
        """The operands of every Equals that a condition, or one that it uses, consists of."""
        seen: set[str] = set()
        stack: list[object] = [{"Condition": name}]
        while stack:
            node = stack.pop()
            if isinstance(node, list):
                stack.extend(node)
            elif isinstance(node, dict):
                for key, argument in node.items():
                    if key == "Fn::Equals" and isinstance(argument, list):
                        yield argument
                        stack.extend(argument)
                    elif key in ("Condition", "Fn::If"):
                        used = argument[0] if isinstance(argument, list) and argument else argument
                        other = self._scope.condition_name(used)
                        if other not in seen:
                            seen.add(other)
                            stack.append(self._scope.template.conditions.get(other))
                        stack.append(argument)
                    else:
                        stack.append(argument)

    def _remark(self, message: str, hint: str) -> None:
        where = self._scope.template.place(("Conditions",))
        self._scope.remarks.make("warning", message, where, hint)


def reference(node: object) -> str:
    """The name in `{"Ref": name}`, or ""."""
    if isinstance(node, dict) and len(node) == 1:
        name = node.get("Ref")
        if isinstance(name, str):
            return name
    return ""


def _joined(key: str, truths: list[bool | None]) -> bool | None:
    if key == "Fn::Not":
        return None if len(truths) != 1 or truths[0] is None else not truths[0]
    settling = key == "Fn::Or"
    if settling in truths:
        return settling
    return None if None in truths else not settling


def equal(left: object, right: object) -> bool | None:
    """Whether two values are the same text; None when that is not known."""
    if isinstance(right, Unknown):
        left, right = right, left
    if not isinstance(left, Unknown):
        return _text(left) == _text(right) if _known(left) and _known(right) else None
    if isinstance(right, Unknown):
        ours, theirs = set(map(_text, left.among)), set(map(_text, right.among))
        return False if ours and theirs and not ours & theirs else None
    if not _known(right):
        return None
    text = _text(right)
    if left.among:
        choices = set(map(_text, left.among))
        if text not in choices:
            return False
        return True if len(choices) == 1 else None
    fits = text.startswith(beginning(left)) and text.endswith(ending(left))
    return None if fits else False


def _known(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_known, value.values()))
    if isinstance(value, list):
        return all(map(_known, value))
    return not isinstance(value, Unknown)


def _text(value: object) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, default=str)
    return spelled(value)
