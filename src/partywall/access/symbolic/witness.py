"""From cells to one request, and its replay by the procedure that decides requests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from partywall.access.catalogue import find
from partywall.access.conditions import WILD
from partywall.access.context import Context, Values
from partywall.access.decide import decide
from partywall.access.formula import Formula, KeyTest, both, opposite, untold
from partywall.access.language.reading import read_policy_text
from partywall.access.language.records import Policy
from partywall.access.layers.identity import IDENTITY
from partywall.access.layers.layer import Attached, allowed_by
from partywall.access.layers.resource import RESOURCE
from partywall.access.patterns import Tokens, Variable, Wild, parse_pattern
from partywall.access.requester import Kind, Requester, parse_requester
from partywall.access.rules import Rules
from partywall.access.situation import Request, Situation
from partywall.access.spelling import spelled
from partywall.access.symbolic import axioms
from partywall.access.symbolic.elements import RESOURCE as RESOURCE_FIELD
from partywall.access.symbolic.elements import Free, Placed, Problem
from partywall.access.symbolic.principals import FRESH_ACCOUNTS, FRESH_NAME, NUMBER, Standing
from partywall.access.symbolic.resources import has_variable
from partywall.access.symbolic.search import Region
from partywall.kernel.arn import parse_arn

HOME: Final = FRESH_ACCOUNTS[0]
ABROAD: Final = FRESH_ACCOUNTS[1]
EVERYTHING: Final = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
)
NOTHING: Final = '{"Version": "2012-10-17", "Statement": []}'
VARIABLE: Final = "a policy variable whose value decides"
MOST_CHOICES: Final = 64
"""Requests tried for one region."""
ORDINARY: Final = ("aws", "", "us-east-1", HOME)
"""What an ARN's fields are when nothing asks for anything else; the second is the service."""


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


class Judge:
    """What decides a request against one side's policies alone."""

    def __init__(self, policies: Sequence[Policy], by_resource: bool) -> None:
        self.by_resource = by_resource
        self.attached = tuple(
            [Attached(f"policy {index}", Rules(one)) for index, one in enumerate(policies)]
        )

    def permits(self, witness: Witness) -> Formula:
        """When the policies permit the request, by what `access.decide` says of their layer."""
        request = Request(
            witness.requester,
            witness.action,
            witness.resource,
            Context(witness.context),
            witness.resource_account,
        )
        decision = decide(request, self._situation(witness))
        name = RESOURCE if self.by_resource else IDENTITY
        layer = next(one for one in decision.layers if one.name == name)
        allow = layer.allow
        if witness.standing is not None:
            allow = allowed_by(layer.hits, *witness.standing.counts)
        return both(allow, opposite(layer.deny))

    def _situation(self, witness: Witness) -> Situation:
        if not self.by_resource:
            return Situation(identity=self.attached)
        if witness.standing is Standing.BOUNDED:
            return Situation(resource=self.attached, boundary=(_attached(NOTHING),))
        if witness.standing is Standing.SESSION:
            return Situation(resource=self.attached, session=())
        if witness.standing is Standing.ALONE:
            return Situation(resource=self.attached)
        return Situation(resource=self.attached, identity=(_attached(EVERYTHING),))


def _attached(text: str) -> Attached:
    return Attached("beside", Rules(read_policy_text(text)))


class Trial(Struct, frozen=True):
    """What came of trying the requests of a region: one that shows the difference, or why not."""

    witness: Witness | None
    reasons: tuple[str, ...] = ()


def try_region(problem: Problem, region: Region, more: Judge, less: Judge) -> Trial:
    """Replay requests of a region until one shows the difference."""
    reasons: dict[str, None] = {}
    for witness in islice(_requests(problem, region), MOST_CHOICES):
        against = _contradicted(witness, problem.by_resource)
        if against:
            reasons[f"only requests show it that AWS's documents rule out: {against}"] = None
            continue
        if shows(witness, more, less):
            return Trial(_readable(witness, more, less))
        for judge in (more, less):
            reasons.update(dict.fromkeys(untold(judge.permits(witness))))
    if not reasons:
        reasons.update(dict.fromkeys(_left_free(problem)))
    if not reasons:
        reasons["no request could be made of what the policies leave open"] = None
    return Trial(None, tuple(reasons))


def shows(witness: Witness, more: Judge, less: Judge) -> bool:
    """Whether one side surely permits the request and the other surely does not."""
    return more.permits(witness) is True and less.permits(witness) is False


def _left_free(problem: Problem) -> Iterator[str]:
    """What no request could settle, though every one of them was decided."""
    for element in problem.elements:
        varies = isinstance(element, KeyTest) and element.variables
        if isinstance(element, Placed):
            varies = any(map(has_variable, element.patterns))
        if isinstance(element, Free):
            yield element.why
        elif varies:
            yield VARIABLE


def _requests(problem: Problem, region: Region) -> Iterator[Witness]:
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


def _contradicted(witness: Witness, by_resource: bool) -> str:
    """What AWS documents that rules the request out, or nothing."""
    found = axioms.contradicted(witness.context)
    if found:
        return found
    one, told = witness.requester, witness.context
    principal = told.get("aws:principalarn")
    if not by_resource:
        return ""
    for key, value in _following(one).items():
        if key in told and told[key] != value and (value is None or told[key] is None):
            return f"{key} follows from the principal"
    if principal is not None and not _is_arn_of(principal.texts[0], one):
        return "aws:PrincipalArn follows from the principal"
    account = told.get("aws:principalaccount")
    if account is not None and account.texts[0] != one.account:
        return "aws:PrincipalAccount is the principal's account"
    return ""


def _following(one: Requester) -> dict[str, Values | None]:
    """Keys that are absent, or present, because of who asks."""
    there = Values(("",))
    found: dict[str, Values | None] = dict.fromkeys(
        ("aws:principalarn", "aws:principalaccount"), there if one.is_identity else None
    )
    found["aws:username"] = there if one.kind is Kind.USER else None
    if not one.is_identity:
        found |= dict.fromkeys(("aws:principalorgid", "aws:principalorgpaths"))
    return found


def _is_arn_of(text: str, one: Requester) -> bool:
    """Whether aws:PrincipalArn of this requester can be this; a session's role may have a path."""
    if one.kind in (Kind.SESSION, Kind.ROLE):
        arn = parse_arn(text)
        return (
            arn is not None
            and arn.account == one.account
            and arn.resource.startswith("role/")
            and arn.name == one.role
        )
    if one.kind is Kind.FEDERATED_USER:
        return text == one.arn
    return text == one.arn


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


def _readable(witness: Witness, more: Judge, less: Judge) -> Witness:
    """The same with ordinary fields in its ARN, as far as that still shows the difference."""
    fields = witness.resource.split(":", 5)
    if len(fields) < 6:
        return witness
    ordinary = [ORDINARY[0], witness.action.partition(":")[0], *ORDINARY[2:]]
    for place, value in enumerate(ordinary, 1):
        if fields[place] in ("", value):
            continue
        changed = [*fields[:place], value, *fields[place + 1 :]]
        other = replace(witness, resource=":".join(changed))
        if shows(other, more, less):
            witness, fields = other, changed
    return witness
