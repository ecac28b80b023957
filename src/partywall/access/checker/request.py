"""The request of a certificate, and what each statement of its policies says of it.

Source: IAM User Guide, "Grammar of the IAM JSON policy language", read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from partywall.access.checker.formulas import Formula, Rejected, both, either, opposite, settled
from partywall.access.checker.matching import (
    MANY,
    ONE,
    OPEN,
    Keys,
    arn,
    fields_of,
    glob,
    meets,
    read_pattern,
)
from partywall.access.checker.principals import TYPES, Who, facts, naming, read_who
from partywall.access.checker.reading import read_json

REQUEST = {"principal", "action", "resource", "resource_account", "context", "identity_policies",
           "group_policies", "permissions_boundary", "session_policies", "resource_policy", "scps",
           "rcps", "vpc_endpoint_policies", "kms_grants", "bucket", "id"}  # fmt: skip
ELEMENTS = {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource",
            "NotResource", "Condition"}  # fmt: skip
TYPED = {dict: ("context", "bucket"), str: ("resource_account",),
         list: ("identity_policies", "group_policies", "permissions_boundary", "session_policies",
                "scps", "rcps", "vpc_endpoint_policies", "kms_grants")}  # fmt: skip
ACTION = re.compile(r"\*|\*:\*|[A-Za-z0-9-]+:[A-Za-z0-9_*?-]+")
WITH_PRINCIPALS = ("resource_policy", "rcps", "vpc_endpoint_policies")


def listed(element: Any) -> list[Any]:
    """A list, also of one that stands alone."""
    return element if isinstance(element, list) else [element]


def text_of(one: Any) -> str:
    """A value as IAM compares it."""
    if isinstance(one, bool):
        return str(one).lower()
    if isinstance(one, str | int | float):
        return str(one)
    raise Rejected("a value is neither text nor number")


class Asked:
    """The request, taken apart."""

    def __init__(self, request: dict[str, Any], missing: str) -> None:
        if set(request) - REQUEST or missing not in ("absent", "unknown"):
            raise Rejected("the request has fields that are not known")
        if not re.fullmatch(r"[^:*?]+:[^*?]+", request["action"]):
            raise Rejected("the request is not for one action")
        if not re.fullmatch(r"\*|[^*?]+", request["resource"], re.DOTALL):
            raise Rejected("the request is not for one resource")
        if not all(
            isinstance(request.get(field, kind()), kind)
            for kind, fields in TYPED.items()
            for field in fields
        ):
            raise Rejected("a field of the request is of another kind")
        self.request = request
        self.who: Who = read_who(request["principal"])
        self.action: str = request["action"].lower()
        self.resource: str = request["resource"]
        field = (self.resource.split(":", 5) + [""] * 5)[4]
        named = field if self.resource.startswith("arn:") and re.fullmatch(r"\d{12}", field) else ""
        self.owner: str = request.get("resource_account") or named
        self.foreign = bool(self.owner) and self.owner != self.who.account
        self.is_identity = self.who.kind in TYPES
        self.rest = OPEN if missing == "unknown" else None
        self.context = self._context(request.get("context") or {})

    def _context(self, given: dict[str, Any]) -> dict[str, Any]:
        found = facts(self.who)
        if self.rest is OPEN and self.who.kind == "session":
            del found["aws:principalarn"]
        if len({key.lower() for key in given}) < len(given):
            raise Rejected("two context keys differ only in their case")
        if self.owner or self.who.account:
            found["aws:resourceaccount"] = self.owner or self.who.account
        for key, one in given.items():
            if isinstance(one, dict):
                if set(one) != {"unknown"}:
                    raise Rejected(f"what {key} holds is no value")
                found[key.lower()] = OPEN
            elif isinstance(one, list):
                found[key.lower()] = [text_of(part) for part in one]
            else:
                found[key.lower()] = None if one is None else text_of(one)
        return found

    def key(self, name: str) -> Any:
        """What a key in lower case holds."""
        return self.context.get(name, self.rest)

    def policies(self) -> Iterator[tuple[str, Any]]:
        """Every policy of the request by its place in it."""
        for field in ("identity_policies", "group_policies", "permissions_boundary",
                      "session_policies", "vpc_endpoint_policies"):  # fmt: skip
            for index, one in enumerate(self.request.get(field) or ()):
                yield f"{field}[{index}]", _document(one)
        if self.request.get("resource_policy") is not None:
            yield "resource_policy", _document(self.request["resource_policy"])
        for field in ("scps", "rcps"):
            for depth, level in enumerate(self.request.get(field) or ()):
                for index, one in enumerate(level):
                    yield f"{field}[{depth}][{index}]", _document(one)


def _document(policy: Any) -> Any:
    found = read_json(policy) if isinstance(policy, str) else policy
    if not isinstance(found, dict) or set(found) - {"Version", "Id", "Statement"}:
        raise Rejected("a policy is not of the grammar")
    if found.get("Version", "2008-10-17") not in ("2008-10-17", "2012-10-17"):
        raise Rejected("there is no such version of the policy language")
    return found


class Statement:
    """What one statement says of the request, element by element."""

    def __init__(self, place: str, index: int, one: Any, version: str, asked: Asked) -> None:
        self.place, self.index, self.one = place, index, one
        self.variables = version == "2012-10-17"
        if (
            not isinstance(one, dict)
            or set(one) - ELEMENTS
            or ("Action" in one) == ("NotAction" in one)
        ):
            raise Rejected(f"{place}: a statement is not of the grammar")
        if one.get("Effect") not in ("Allow", "Deny"):
            raise Rejected(f"{place}: an effect is Allow or Deny")
        owned = place.startswith(WITH_PRINCIPALS)
        has_principal, has_resource = "Principal" in one, "Resource" in one or "NotResource" in one
        if not owned and (has_principal or "NotPrincipal" in one or not has_resource):
            raise Rejected(f"{place}: such a policy has a Resource and no Principal")
        bounded = bool(asked.request.get("permissions_boundary"))
        if place.startswith(WITH_PRINCIPALS[1:]) and not {"Principal", "NotPrincipal"} & set(one):
            raise Rejected(f"{place}: such a policy has principals")
        if {"Resource", "NotResource"} <= set(one):
            raise Rejected(f"{place}: a statement has Resource or NotResource, not both")
        self.ways = naming(one, asked.who, bounded, asked.key) if owned else {"": True}
        self.parts: dict[str, Formula] = {"principal": either(*self.ways.values())}
        self.parts["action"] = self._action(asked.action)
        self.parts["resource"] = self._resource(asked.resource, asked.key) if has_resource else True
        for operator, keys in one.get("Condition", {}).items():
            for key, values in keys.items():
                texts = [text_of(value) for value in listed(values)]
                if not texts:
                    raise Rejected(f"{place}: {operator} {key} has no value")
                met = meets(operator, key, texts, self.variables, asked.key)
                self.parts[f"{operator} {key}"] = met
        self.when = both(*[part for name, part in self.parts.items() if name != "principal"])
        self.applies = both(self.parts["principal"], self.when)

    def _action(self, action: str) -> bool:
        patterns = listed(self.one.get("Action", self.one.get("NotAction")))
        if not patterns or not all(ACTION.fullmatch(one) for one in patterns):
            raise Rejected(f"{self.place}: an action that is none")
        covered = any(
            glob(read_pattern(one.lower(), True, False, lambda key: None), action)
            for one in patterns
        )
        return covered != ("NotAction" in self.one)

    def _resource(self, resource: str, keys: Keys) -> Formula:
        negated = "NotResource" in self.one
        patterns = listed(self.one["NotResource" if negated else "Resource"])
        if not patterns or not all(isinstance(one, str) for one in patterns):
            raise Rejected(f"{self.place}: a resource is text")
        found: Formula = either(*[self._fits(one, resource, keys, negated) for one in patterns])
        return opposite(found) if negated else found

    def _fits(self, text: str, resource: str, keys: Keys, negated: bool) -> Formula:
        pattern = read_pattern(text, True, self.variables, keys)
        if pattern is None:
            return ("open", ("not told", text)) if negated else False
        if pattern is OPEN:
            wide = re.sub(r"\$\{[^}]*\}", "*", re.sub(r"\$\{[*?$]\}", "?", text))
            reach = glob(read_pattern(wide, True, False, keys), resource)
            return ("open", ("fits", text, resource)) if reach else False
        if not glob(pattern, resource):
            return False
        before = [one for field in fields_of(pattern)[:-1] for one in field]
        plain = MANY not in before and ONE not in before
        return True if plain or arn(pattern, resource) else ("open", ("beyond", self.place, text))

    @property
    def is_everywhere(self) -> bool:
        """Whether it says the same of every resource."""
        negated, plain = self.one.get("NotResource"), self.one.get("Resource", "*")
        return "*" in listed(plain if negated is None else negated)

    def claim(self) -> dict[str, Any]:
        """What a certificate has to say of it, but for which element fails."""
        applies = settled(self.applies)
        found: dict[str, Any] = {"place": self.place, "index": self.index}
        found |= {"sid": self.one.get("Sid", ""), "effect": self.one["Effect"]}
        found["applies"] = "open" if applies is None else applies
        if applies is not False and self.ways != {"": True}:
            found["names"] = sorted(self.ways)
        return found


def read_statements(place: str, policy: Any, asked: Asked) -> Iterator[Statement]:
    """The statements of a policy, in its order."""
    version = policy.get("Version", "2008-10-17")
    for index, one in enumerate(listed(policy["Statement"])):
        yield Statement(place, index, one, version, asked)
