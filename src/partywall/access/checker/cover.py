"""Certificates of comparison, checked by following their trees; no code of the engine.

A tree covers all requests: each inner node splits on whether an element of a statement holds. At
a leaf that is `settled` the elements must say that the one side does not permit or that the other
does. At one that is `impossible` the named elements must clash, which is worked out by `emptiness`.

Source: the rules of evaluation and matching are those of the IAM User Guide, "Policy evaluation
logic" (not re-read) and "IAM JSON policy elements: Condition operators", read 2026-11-23.
"""

from __future__ import annotations

from typing import Any

from partywall.access.checker.emptiness import text_clash
from partywall.access.checker.language import (
    ACTION,
    Rejected,
    listed,
    read_json,
    statements,
    text_of,
)
from partywall.access.checker.values import Test, key_clash

MOST_DEPTH = 400
Ref = tuple[Any, ...]
"""Side, policy, statement, and `action`, `resource` or the number of a condition."""
Element = tuple[str, Any]
"""The field, and what is said of it."""
Path = dict[Element, bool]


def verify_comparison(certificate: Any) -> str:
    """What the certificate proves, in a sentence. Raises Rejected, and why."""
    sides = {side: _side(side, certificate[side]) for side in ("a", "b")}
    if certificate["version"] != 1 or set(certificate) != FORM:
        raise Rejected("this is no certificate of a comparison")
    claims = certificate["claims"]
    if not claims or not isinstance(claims, list):
        raise Rejected("it claims nothing")
    proved = []
    for claim in claims:
        if set(claim) != {"more", "less", "proofs"}:
            raise Rejected("a claim has two sides and proofs")
        more, less = claim["more"], claim["less"]
        if {more, less} != {"a", "b"}:
            raise Rejected("a claim has two sides")
        readings = ("fields", "whole") if _ambiguous(sides) else ("fields",)
        if set(claim["proofs"]) != set(readings):
            raise Rejected(f"the proofs have to be of {' and '.join(readings)}")
        for reading in readings:
            _Walk(sides[more], sides[less], reading).node(claim["proofs"][reading], {}, 0)
        proved.append(f"{more.upper()} permits nothing that {less.upper()} does not")
    return "; ".join(proved)


FORM = {"certificate", "version", "a", "b", "claims"}


class Side:
    """The statements of a side: effect and elements. Elements that say the same are the same."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, list[Element]]] = []
        self.elements: dict[Ref, Element] = {}


def _side(name: str, policies: Any) -> Side:
    side = Side()
    if not isinstance(policies, list):
        raise Rejected("a side is a list of policies")
    for number, policy in enumerate(policies):
        policy = read_json(policy) if isinstance(policy, str) else policy
        for index, (one, variables) in enumerate(statements(policy)):
            refs = list(_elements(side, (name, number, index), one, variables))
            side.statements.append((one["Effect"], [side.elements[ref] for ref in refs]))
    return side


def _elements(side: Side, where: Ref, one: Any, variables: bool) -> Any:
    if {"Principal", "NotPrincipal"} & set(one) or not {"Resource", "NotResource"} & set(one):
        raise Rejected("a statement that is compared has a Resource and no Principal")
    for field in ("action", "resource"):
        negated = field.title() not in one
        patterns = _list(one[f"Not{field.title()}" if negated else field.title()])
        if field == "action":
            if not all(map(ACTION, patterns)):
                raise Rejected("an action is a service, a colon, and a name")
            patterns = ["*" if text == "*:*" else text.lower() for text in patterns]
        varies = variables and field != "action" and any("${" in text for text in patterns)
        value = (tuple(sorted(set(patterns))), negated, varies)
        side.elements[(*where, field)] = (field, value)
        yield (*where, field)
    number = 0
    for operator, keys in (one.get("Condition") or {}).items():
        for key, values in keys.items():
            texts = [text_of(text) for text in listed(values)]
            test = Test.read(operator, tuple(sorted(set(texts))), variables)
            side.elements[(*where, number)] = (key.lower(), test)
            yield (*where, number)
            number += 1


def _list(value: Any) -> list[str]:
    found = listed(value)
    if not found or not all(isinstance(one, str) for one in found):
        raise Rejected("an element holds strings")
    return found


def _ambiguous(sides: dict[str, Side]) -> bool:
    """Whether some pattern of a resource has a wildcard before its last field."""
    return any(
        wild in field
        for side in sides.values()
        for kind, value in side.elements.values()
        if kind == "resource"
        for pattern in value[0]
        for field in pattern.split(":", 5)[:-1]
        for wild in ("*", "?", "${")
    )


class _Walk:
    """One tree against two sides."""

    def __init__(self, more: Side, less: Side, reading: str) -> None:
        self.more, self.less, self.reading = more, less, reading
        self.elements = {**more.elements, **less.elements}

    def node(self, node: Any, path: Path, depth: int) -> None:
        """Nothing, when all leaves below hold. Raises Rejected."""
        if depth > MOST_DEPTH:
            raise Rejected("the tree is too deep")
        if set(node) == {"settled"}:
            if node["settled"] is not True or not self._settled(path):
                raise Rejected(f"not settled after {depth} splits")
        elif set(node) == {"impossible", "because"}:
            because = [self.elements[tuple(ref)] for ref in node["because"]]
            if not self._clash(node["impossible"], [(one, path[one]) for one in because]):
                raise Rejected(f"possible after all: {node['impossible']}")
        elif set(node) == {"split", "true", "false"}:
            one = self.elements[tuple(node["split"])]
            if one in path:
                raise Rejected("a split is on an element of which nothing is assumed yet")
            self.node(node["true"], {**path, one: True}, depth + 1)
            self.node(node["false"], {**path, one: False}, depth + 1)
        else:
            raise Rejected("a node splits, or is settled, or is impossible")

    def _settled(self, path: Path) -> bool:
        def one_holds(side: Side, effect: str) -> bool:
            return any(
                all(path.get(one) is True for one in elements)
                for kind, elements in side.statements
                if kind == effect
            )

        def all_fail(side: Side, effect: str) -> bool:
            return all(
                any(path.get(one) is False for one in elements)
                for kind, elements in side.statements
                if kind == effect
            )

        if one_holds(self.more, "Deny") or all_fail(self.more, "Allow"):
            return True
        return one_holds(self.less, "Allow") and all_fail(self.less, "Deny")

    def _clash(self, field: str, assumed: list[tuple[Element, bool]]) -> bool:
        """Whether elements of one field cannot hold and fail as assumed."""
        if any(kind != field for (kind, _), _ in assumed):
            raise Rejected("elements of another field")
        found = [(value, truth) for (_, value), truth in assumed]
        if field in ("action", "resource"):
            return text_clash(field, found, self.reading == "whole")
        return key_clash(found)
