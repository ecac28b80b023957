"""The request of a certificate, and what each statement of its policies says of it.

Source: IAM User Guide, "Grammar of the IAM JSON policy language", read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from partywall.access.checker.conditions import OPEN, fits, is_unknown, meets
from partywall.access.checker.emptiness import is_region
from partywall.access.checker.language import (
    ACTION,
    Rejected,
    listed,
    read_json,
    statements,
    text_of,
)
from partywall.access.checker.principals import TYPES, Naming, Who, facts, naming, read_who
from partywall.access.checker.services import named_in
from partywall.access.checker.worlds import Claim, World, settled, surely

REQUEST = {"principal", "action", "resource", "resource_account", "context", "identity_policies",
           "group_policies", "permissions_boundary", "session_policies", "resource_policy", "scps",
           "rcps", "vpc_endpoint_policies", "kms_grants", "bucket", "id"}  # fmt: skip
TYPED = {dict: ("context", "bucket"), str: ("resource_account",),
         list: ("identity_policies", "group_policies", "permissions_boundary", "session_policies",
                "scps", "rcps", "vpc_endpoint_policies", "kms_grants")}  # fmt: skip
RESOURCE = re.compile(r"\*|[^*?]+|arn:([^:*?]*:){4}.+", re.DOTALL)
"""`*`, a resource, or a region: a pattern with wildcards in the last field of an ARN."""
BY_RESOURCE = ("iam:", "kms:")
"""Services with rules that hang on the last field of an ARN."""
WITH_PRINCIPALS = ("resource_policy", "rcps", "vpc_endpoint_policies")


class Asked:
    """The request, taken apart. `unseen` are the places of policies of which nothing is known."""

    def __init__(self, request: dict[str, Any], missing: str) -> None:
        if set(request) - REQUEST or missing not in ("absent", "unknown"):
            raise Rejected("the request has fields that are not known")
        if not re.fullmatch(r"[^:*?]+:[^*?]+", request["action"]):
            raise Rejected("the request is not for one action")
        if not RESOURCE.fullmatch(request["resource"]):
            raise Rejected("the request is neither for one resource nor for what one ARN names")
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
        if is_region(self.resource) and self.action.startswith(BY_RESOURCE):
            raise Rejected("rules of the service may treat some of the resources apart")
        field = (self.resource.split(":", 5) + [""] * 5)[4]
        named = field if self.resource.startswith("arn:") and re.fullmatch(r"\d{12}", field) else ""
        self.owner: str = request.get("resource_account") or named
        self.foreign = bool(self.owner) and self.owner != self.who.account
        self.is_identity = self.who.kind in TYPES
        self.rest = OPEN if missing == "unknown" else None
        self.context = self._context(request.get("context") or {})
        self.policies = list(self._policies())
        self.unseen = [place for place, one in self.policies if is_unknown(one)]

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

    def _policies(self) -> Iterator[tuple[str, Any]]:
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
    if not is_unknown(found):
        statements(found)
    return found


class Statement:
    """What one statement says of the request, element by element."""

    def __init__(self, place: str, index: int, one: Any, variables: bool, asked: Asked) -> None:
        self.place, self.index, self.one, self.variables = place, index, one, variables
        principals = {"Principal", "NotPrincipal"} & set(one)
        owned = place.startswith(WITH_PRINCIPALS)
        if not owned and (principals or not {"Resource", "NotResource"} & set(one)):
            raise Rejected(f"{place}: such a policy has a Resource and no Principal")
        if place.startswith(WITH_PRINCIPALS[1:]) and not principals:
            raise Rejected(f"{place}: such a policy has principals")
        bounded = bool(asked.request.get("permissions_boundary"))
        self.ways: Naming = {"": [surely]}
        if owned:
            self.ways = naming(one, asked.who, bounded, asked.key)
        claims = dict(self._elements(asked))
        self.parts = {name: settled(claim) for name, claim in claims.items()}
        """Whether each element holds; None when that is open."""
        self._open = {name: claims[name] for name, part in self.parts.items() if part is None}

    def _elements(self, asked: Asked) -> Iterator[tuple[str, Claim]]:
        yield "principal", named_in(self.ways)
        yield "action", self._patterns("Action", asked)
        if "Resource" in self.one or "NotResource" in self.one:
            yield "resource", self._patterns("Resource", asked)
        for operator, keys in self.one.get("Condition", {}).items():
            for key, values in keys.items():
                if values == []:
                    raise Rejected(f"{self.place}: {operator} {key} has no value")
                where = f"{self.place}[{self.index}]"
                yield (
                    f"{operator} {key}",
                    meets(operator, key, listed(values), self.variables, where, asked.key),
                )

    def _patterns(self, name: str, asked: Asked) -> Claim:
        """When one of the patterns of an element matches, or (`Not…`) none of them."""
        element = name if name in self.one else f"Not{name}"
        patterns = listed(self.one[element])
        if not patterns:
            raise Rejected(f"{self.place}: {element} is empty")
        where = f"{self.place}[{self.index}].{element}"
        if name == "Resource":
            found = [
                fits(one, asked.resource, self.variables, where, asked.key) for one in patterns
            ]
        else:
            found = [_covers(one, asked.action, where) for one in patterns]
        negated = element != name

        def holds(world: World) -> bool:
            return any(one(world) for one in found) is not negated

        return holds

    def when(self, world: World) -> bool:
        """Whether its elements hold, but for that which names the requester."""
        if any(part is False for name, part in self.parts.items() if name != "principal"):
            return False
        return all(claim(world) for name, claim in self._open.items() if name != "principal")

    def applies(self, world: World) -> bool:
        """Whether all its elements hold."""
        named = self.parts["principal"]
        return named is not False and self.when(world) and named_in(self.ways)(world)

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
        if applies is not False and self.place.startswith(WITH_PRINCIPALS):
            found["names"] = sorted(self.ways)
        return found


def _covers(pattern: Any, action: str, where: str) -> Claim:
    """When a pattern of an action matches one in lower case."""
    if is_unknown(pattern):
        lowered = {key: text.lower() for key, text in pattern.items()}
        return fits(lowered, action, False, where, lambda key: None)
    if not ACTION(pattern):
        raise Rejected(f"{where}: an action that is none")
    covered = fnmatchcase(action, pattern.lower())
    return lambda _: covered


def read_statements(asked: Asked) -> Iterator[Statement]:
    """The statements of all policies of which something is known, in their order."""
    for place, policy in asked.policies:
        if place not in asked.unseen:
            for index, (one, variables) in enumerate(statements(policy)):
                yield Statement(place, index, one, variables, asked)
