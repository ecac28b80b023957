"""From cells to requests: the requests of a region, in the form in which they are decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product
from typing import Any, Final

from msgspec import Struct

from partywall.access.catalogue import find
from partywall.access.conditions import WILD
from partywall.access.context import Values
from partywall.access.formula import KeyTest
from partywall.access.patterns import Tokens, Variable, Wild, parse_pattern
from partywall.access.requester import Kind, Requester, parse_requester
from partywall.access.spelling import spelled
from partywall.access.symbolic.elements import RESOURCE as RESOURCE_FIELD
from partywall.access.symbolic.elements import Placed, Problem
from partywall.access.symbolic.filling import filled_in
from partywall.access.symbolic.places import has_variable
from partywall.access.symbolic.principals import FRESH_ACCOUNTS, FRESH_NAME, NUMBER, Standing
from partywall.access.symbolic.search import Region
from partywall.kernel.arn import parse_arn

HOME: Final = FRESH_ACCOUNTS[0]
ABROAD: Final = FRESH_ACCOUNTS[1]
EVERYTHING: Final = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
)
NOTHING: Final = '{"Version": "2012-10-17", "Statement": []}'
MOST_CHOICES: Final = 64
"""Requests tried for one region."""


class Witness(Struct, frozen=True):
    """A request that one side permits and the other does not."""

    requester: Requester
    action: str
    resource: str
    context: dict[str, Values | None]
    resource_account: str = ""
    standing: Standing | None = None

    def as_json(self) -> dict[str, Any]:
        """The request in the form of `access decide`; of the policies only what stands beside."""
        one = self.requester
        principal: Any = one.arn
        if one.kind is Kind.CANONICAL:
            principal = {"CanonicalUser": one.arn}
        elif one.issuer:
            principal = {"AWS": one.arn, "issuer": one.issuer}
        found: dict[str, Any] = {
            "principal": principal, "action": self.action, "resource": self.resource
        }  # fmt: skip
        if self.resource_account:
            found["resource_account"] = self.resource_account
        found["context"] = {
            spelled(key): _plain(value) for key, value in sorted(self.context.items())
        }
        if self.standing is Standing.IDENTITY and one.is_identity:
            found["identity_policies"] = [EVERYTHING]
        if self.standing is Standing.SESSION:
            found["session_policies"] = []
        if self.standing is Standing.BOUNDED:
            found["permissions_boundary"] = [NOTHING]
        return found


def _plain(value: Values | None) -> Any:
    if value is None:
        return None
    return list(value.texts) if value.many else value.texts[0]


def requests_of(problem: Problem, region: Region) -> Iterator[Witness]:
    """The requests of a region, the first cell of every field first."""
    fields = list(region.domains)
    for chosen in product(*region.domains.values()):
        cells = dict(zip(fields, chosen, strict=True))
        told: dict[str, Values | None] = {}
        holds = region.holds
        for field, cell in cells.items():
            holds |= cell.holds
            if not isinstance(cell.value, str) and not field.startswith("free "):
                told[field] = cell.value
        place = cells[RESOURCE_FIELD].value if RESOURCE_FIELD in cells else None
        resource = place if isinstance(place, str) else _any_resource(region)
        for more in _variables(problem, holds, resource, told):
            yield _witness(region, resource, {**told, **more})
        for filled, more in filled_in(problem, holds, resource, told):
            yield _witness(region, filled, {**told, **more})


def _any_resource(region: Region) -> str:
    """No statement looks at the resource: a trust policy's role, or what the action is about."""
    shapes = region.action.shapes
    if shapes == ():
        return "*"
    return f"arn:aws:{region.action.name.partition(':')[0]}::{HOME}:any"


def _witness(region: Region, resource: str, told: dict[str, Values | None]) -> Witness:
    arn = parse_arn(resource)
    owner = arn.account if arn is not None and NUMBER(arn.account) else ""
    named = told.get("aws:resourceaccount")
    owner = named.texts[0] if named is not None else owner
    name = find(region.action.name)
    service = region.action.name.partition(":")[0]
    action = f"{service}:{name.name}" if name is not None else region.action.name
    if region.principal is None:
        requester = _requester(told, owner)
        return Witness(requester, action, resource, told, owner)
    requester, standing = region.principal.requester, region.principal.standing
    if requester.is_identity:
        foreign = ABROAD if requester.account != ABROAD else HOME
        owner = foreign if standing is Standing.IDENTITY else requester.account
    return Witness(requester, action, resource, told, owner, standing)


def _requester(told: Mapping[str, Values | None], owner: str) -> Requester:
    """The principal that the context tells of, or some user of the resource's account."""
    named = told.get("aws:principalarn")
    if named is not None:
        try:
            found = parse_requester(named.texts[0])
        except ValueError:
            found = None
        if found is not None and found.kind in (Kind.USER, Kind.ROLE):
            return found
    account = told.get("aws:principalaccount")
    number = account.texts[0] if account is not None else owner
    number = number if NUMBER(number) else HOME
    user = told.get("aws:username")
    if "aws:username" in told and user is None:
        return parse_requester(f"arn:aws:iam::{number}:role/{FRESH_NAME}")
    name = user.texts[0] if user is not None else FRESH_NAME
    return parse_requester(f"arn:aws:iam::{number}:user/{name or FRESH_NAME}")


def _variables(
    problem: Problem, holds: int, resource: str, told: Mapping[str, Values | None]
) -> Iterator[dict[str, Values | None]]:
    """Values for the keys that only variables use, such as would make what holds match."""
    wanted: dict[str, dict[str, None]] = {}
    for index, element in enumerate(problem.elements):
        taken = bool(holds >> index & 1)
        for tokens, text in _moving(element, resource, told):
            for key, value in _captured(tokens, text, taken):
                if key not in told:
                    wanted.setdefault(key, {})
                    if value:
                        wanted[key][value] = None
    if not wanted:
        yield {}
        return
    choices: list[list[Values | None]] = [
        [*(Values((one,)) for one in values), Values((FRESH_NAME,)), None]
        for values in wanted.values()
    ]
    for chosen in islice(product(*choices), MOST_CHOICES):
        yield dict(zip(wanted, chosen, strict=True))


def _moving(
    element: object, resource: str, told: Mapping[str, Values | None]
) -> Iterator[tuple[Tokens, str]]:
    """The patterns with variables of an element, and the text that they are compared with."""
    if isinstance(element, Placed):
        for tokens in element.patterns:
            if has_variable(tokens):
                yield tokens, resource
    elif isinstance(element, KeyTest) and element.variables:
        found = told.get(element.key)
        for value in element.values:
            tokens = parse_pattern(value, element.operator.comparison in WILD, True)
            if has_variable(tokens):
                yield tokens, found.texts[0] if found is not None and found.texts else ""


def _captured(tokens: Tokens, text: str, taken: bool) -> Iterable[tuple[str, str]]:
    """What each variable has to be for the pattern to match; nothing when it should not."""
    keys = [one.key for one in tokens if isinstance(one, Variable)]
    if taken:
        parts = []
        for one in tokens:
            if isinstance(one, Variable):
                parts.append("(.+?)")
            else:
                plain = re.escape(one) if isinstance(one, str) else one.value
                parts.append({"*": ".*?", "?": "."}[plain] if isinstance(one, Wild) else plain)
        match = re.fullmatch("".join(parts), text, re.DOTALL)
        if match:
            return zip(keys, match.groups(), strict=True)
    return ((key, "") for key in keys)
