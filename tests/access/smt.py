"""The comparison as a formula for cvc5: strings, numbers and booleans, with no code of ours.

Requests are those of the engine's universe: actions `service:name`, resources that are `*` or an
ARN of six fields, keys absent or of their type, `aws:TagKeys` a set of at most three values. That
is enough for every formula here, as none asks for more than three values to differ.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import cvc5
from cvc5 import Kind, Term

SLOTS = 3
MANY = ("aws:tagkeys",)


class Model:
    """The variables of one request, and what says whether a policy permits it."""

    def __init__(self, limit: int) -> None:
        self.terms = cvc5.TermManager()
        self.solver = cvc5.Solver(self.terms)
        self.solver.setOption("strings-exp", "true")
        self.solver.setOption("tlimit-per", str(limit))
        self.solver.setLogic("ALL")
        self.text, self.truth = self.terms.getStringSort(), self.terms.getBooleanSort()
        self.service, self.name = self._const("service", self.text), self._const("name", self.text)
        self.parts = [self._const(f"field {n}", self.text) for n in range(6)]
        self.star = self._const("the resource is *", self.truth)
        self.keys: dict[str, tuple[Term, list[Term]]] = {}
        self.size = self._const("size", self.terms.getIntegerSort())
        lower = self._chars("az", "09", "--")
        self.inside = self._chars(" 9", ";~")
        self.solver.assertFormula(self._in(self.service, self._plus(lower)))
        self.solver.assertFormula(self._in(self.name, self._plus(self._or(lower, "_"))))
        self.solver.assertFormula(self._is(self.parts[0], "arn"))
        for place in (1, 2, 3, 4):
            some = self._plus(self.inside) if place < 3 else self._star(self.inside)
            self.solver.assertFormula(self._in(self.parts[place], some))
        self.solver.assertFormula(self._not(self._is(self.parts[5], "")))
        one, most = self.terms.mkInteger(1), self.terms.mkInteger(SLOTS)
        self.solver.assertFormula(self._of(Kind.GEQ, self.size, one))
        self.solver.assertFormula(self._of(Kind.LEQ, self.size, most))

    def _const(self, name: str, sort: Any) -> Term:
        return self.terms.mkConst(sort, name)

    def _of(self, kind: Kind, *terms: Term) -> Term:
        return self.terms.mkTerm(kind, *terms)

    def _all(self, terms: Sequence[Term]) -> Term:
        terms = [self.terms.mkTrue(), self.terms.mkTrue(), *terms]
        return self._of(Kind.AND, *terms)

    def _any(self, terms: Sequence[Term]) -> Term:
        terms = [self.terms.mkFalse(), self.terms.mkFalse(), *terms]
        return self._of(Kind.OR, *terms)

    def _not(self, term: Term) -> Term:
        return self._of(Kind.NOT, term)

    def _word(self, text: str) -> Term:
        return self._of(Kind.STRING_TO_REGEXP, self.terms.mkString(text))

    def _is(self, term: Term, text: str) -> Term:
        return self._of(Kind.EQUAL, term, self.terms.mkString(text))

    def _in(self, term: Term, expression: Term) -> Term:
        return self._of(Kind.STRING_IN_REGEXP, term, expression)

    def _cat(self, parts: Sequence[Term]) -> Term:
        if not parts:
            return self._word("")
        return parts[0] if len(parts) == 1 else self._of(Kind.REGEXP_CONCAT, *parts)

    def _star(self, term: Term) -> Term:
        return self._of(Kind.REGEXP_STAR, term)

    def _plus(self, term: Term) -> Term:
        return self._of(Kind.REGEXP_PLUS, term)

    def _or(self, term: Term, char: str) -> Term:
        return self._of(Kind.REGEXP_UNION, term, self._word(char))

    def _chars(self, *ranges: str) -> Term:
        terms = [
            self._of(Kind.REGEXP_RANGE, self.terms.mkString(a), self.terms.mkString(b))
            for a, b in ranges
        ]
        return self._of(Kind.REGEXP_UNION, *terms)

    def _glob(self, pattern: str, any_char: Term | None = None, fold: bool = False) -> Term:
        dot = any_char or self._of(Kind.REGEXP_ALLCHAR)
        parts = []
        for char in pattern:
            if char == "*":
                parts.append(self._of(Kind.REGEXP_STAR, dot))
            elif char == "?":
                parts.append(dot)
            elif fold and char.lower() != char.upper():
                both = self._word(char.lower()), self._word(char.upper())
                parts.append(self._of(Kind.REGEXP_UNION, *both))
            else:
                parts.append(self._word(char))
        return self._cat(parts)

    def _fields(self, pattern: str) -> Term:
        """Wildcards stay in their field, save in the last."""
        *fields, last = pattern.split(":", 5)
        parts = []
        for field in fields:
            parts += [self._glob(field, self.inside), self._word(":")]
        return self._cat([*parts, self._glob(last)])

    def _matched(self, term: Term, pattern: str) -> Term:
        if pattern == "*":
            return self.terms.mkTrue()
        if "*" not in pattern and "?" not in pattern:
            return self._is(term, pattern)
        return self._in(term, self._glob(pattern))

    def _named(self, pattern: str) -> Term:
        if pattern == "*":
            return self.terms.mkTrue()
        service, _, name = pattern.lower().partition(":")
        return self._all([self._is(self.service, service), self._matched(self.name, name)])

    def _placed(self, pattern: str) -> Term:
        """A pattern of six fields, or everything; `*` is the only resource that is no ARN."""
        if pattern == "*":
            return self.terms.mkTrue()
        fields = pattern.split(":", 5)
        assert len(fields) == 6
        met = [self._matched(*one) for one in zip(self.parts, fields, strict=True)]
        return self._all([self._not(self.star), *met])

    def permits(self, document: dict[str, Any]) -> Term:
        effects: dict[str, list[Term]] = {"Allow": [], "Deny": []}
        for one in document["Statement"]:
            effects[one["Effect"]].append(self._applies(one))
        return self._all([self._any(effects["Allow"]), self._not(self._any(effects["Deny"]))])

    def _applies(self, one: dict[str, Any]) -> Term:
        named = self._element(one, "Action", self._named)
        placed = self._element(one, "Resource", self._placed)
        tests = [
            self._test(operator, key.lower(), values)
            for operator, keys in one.get("Condition", {}).items()
            for key, values in keys.items()
        ]
        return self._all([named, placed, *tests])

    def _element(self, one: dict[str, Any], name: str, meets: Any) -> Term:
        patterns = one.get(name, one.get(f"Not{name}"))
        patterns = [patterns] if isinstance(patterns, str) else patterns
        found = self._any([meets(pattern) for pattern in patterns])
        return found if name in one else self._not(found)

    def _key(self, key: str, base: str) -> tuple[Term, list[Term]]:
        """Whether the key is there, and its values."""
        if key not in self.keys:
            there = self._const(f"has {key}", self.truth)
            if base.startswith(("Numeric", "Date")):
                values = [self._const(key, self.terms.getRealSort())]
            elif base == "IpAddress":
                values = [self._const(key, self.terms.getIntegerSort())]
                low, high = self.terms.mkInteger(0), self.terms.mkInteger(str(2**32 + 2**128))
                self.solver.assertFormula(self._of(Kind.GEQ, values[0], low))
                self.solver.assertFormula(self._of(Kind.LT, values[0], high))
            else:
                count = SLOTS if key in MANY else 1
                values = [self._const(f"{key} {n}", self.text) for n in range(count)]
            if base == "Bool":
                both = [self._is(values[0], "true"), self._is(values[0], "false")]
                self.solver.assertFormula(self._any(both))
            self.keys[key] = there, values
        return self.keys[key]

    def _test(self, operator: str, key: str, values: list[str]) -> Term:
        quantifier, _, name = operator.rpartition(":")
        base, optional = name.removesuffix("IfExists"), name.endswith("IfExists")
        negated, base = "Not" in base, base.replace("Not", "")
        there, found = self._key(key, base)
        if base == "Null":
            return self._not(there) if values == ["true"] else there
        answers = []
        for one in found:
            matched = self._any([self._compared(base, value, one) for value in values])
            answers.append(self._not(matched) if negated else matched)
        if key not in MANY:
            met, missing = answers[0], negated
        else:
            slots = [
                self._of(Kind.GT, self.size, self.terms.mkInteger(place)) for place in range(SLOTS)
            ]
            every = quantifier == "ForAllValues"
            met = (self._all if every else self._any)(
                [
                    self._any([self._not(used), one]) if every else self._all([used, one])
                    for used, one in zip(slots, answers, strict=True)
                ]
            )
            empty = self._all([self._is(found[0], ""), self._not(slots[1])])
            met = self._any([empty, met]) if every else self._all([self._not(empty), met])
            missing = every
        missing = missing or optional
        return self._any([self._all([there, met]), self._all(
            [self._not(there), self.terms.mkBoolean(missing)])])  # fmt: skip

    def _compared(self, base: str, value: str, one: Term) -> Term:
        if base == "StringLike":
            return self._in(one, self._glob(value))
        if base == "ArnLike":
            return self._in(one, self._fields(value))
        if base == "StringEqualsIgnoreCase":
            return self._in(one, self._glob(value, fold=True))
        if base == "IpAddress":
            block = ipaddress.ip_network(value)
            shift = 0 if block.version == 4 else 2**32
            first = self.terms.mkInteger(str(int(block.network_address) + shift))
            last = self.terms.mkInteger(str(int(block.broadcast_address) + shift))
            return self._all([self._of(Kind.GEQ, one, first), self._of(Kind.LEQ, one, last)])
        if base.startswith(("Numeric", "Date")):
            number = value
            if base.startswith("Date"):
                number = str(int(datetime.fromisoformat(value).timestamp()))
            kinds = {"LessThan": Kind.LT, "LessThanEquals": Kind.LEQ, "GreaterThan": Kind.GT,
                     "GreaterThanEquals": Kind.GEQ, "Equals": Kind.EQUAL}  # fmt: skip
            kind = kinds[base.removeprefix("Numeric").removeprefix("Date")]
            return self._of(kind, one, self.terms.mkReal(number))
        return self._is(one, value)


def beyond(a: dict[str, Any], b: dict[str, Any], limit: int = 10_000) -> str:
    """Whether A permits what B does not, by cvc5: yes, no, or unknown after `limit` ms."""
    model = Model(limit)
    model.solver.assertFormula(model.permits(a))
    model.solver.assertFormula(model._not(model.permits(b)))
    found = model.solver.checkSat()
    return "yes" if found.isSat() else "no" if found.isUnsat() else "unknown"
