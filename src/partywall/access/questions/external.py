"""Who from outside the account is let in by a policy of a resource, and what would stop the rest.

Every principal that an Allow names and that is not of the account: other accounts, identity
providers, services, everybody. For each, a request that the statement speaks of is decided. Then
it is decided again with the keys absent that should bind it: what is still allowed does not hang
on them. A service acts for whoever asks it to (the confused deputy), a vendor for all its
customers, an identity provider for all its users.

Source: IAM User Guide, "The confused deputy problem", "Access to AWS accounts owned by third
parties", "Create a role for OpenID Connect federation" (not re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from partywall.access.catalogue import actions
from partywall.access.context import Context, Found
from partywall.access.decision import Outcome
from partywall.access.layers.layer import Attached
from partywall.access.questions.outsiders import Outsider, can_ask, may_be_own, named_by
from partywall.access.requester import Kind, Requester
from partywall.access.rules import Rule
from partywall.access.world.answers import Answer
from partywall.access.world.principals import CONTEXT
from partywall.access.world.targets import Target
from partywall.access.world.unfollowed import Unfollowed
from partywall.access.world.world import World
from partywall.estate.views.iam.role import CONFUSABLE
from partywall.kernel.arn import parse_arn

SOURCES: Final = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths")
OF_KEYS: Final = (
    *SOURCES, "kms:calleraccount", "kms:encryptioncontext:aws:logs:arn", "kms:viaservice"
)  # fmt: skip
"""What binds a service's use of a key. Source: AWS KMS Developer Guide, "AWS KMS condition keys",
and Amazon CloudWatch Logs User Guide, "Encrypt log data using AWS KMS" (not re-read)."""

ROLE, KEY = "AWS::IAM::Role", "AWS::KMS::Key"


class Way(Struct, frozen=True):
    """A way in from outside. `missing` are the conditions without which it is allowed as well,
    `not_known` those without which it may be.

    `perhaps_own`: which account the input is of is not known, so it may be the one that is let in.
    """

    address: str
    resource: str
    policy: str
    statement: str
    who: Outsider
    action: str
    answer: Answer
    missing: tuple[str, ...] = ()
    not_known: tuple[str, ...] = ()
    perhaps_own: bool = False


def external(world: World) -> tuple[Way, ...]:
    """Every way in from outside, resource by resource."""
    found = [one for target in world.targets.guarded() for one in _ways(world, target)]
    return tuple(sorted(found, key=lambda one: (one.address, one.who.name, one.statement)))


def not_followed(world: World) -> tuple[Unfollowed, ...]:
    """The policies that may let somebody from outside in, and that nobody here decides.

    They are about something that is not followed, or what they say is not known.
    """
    found = [one for one in world.unfollowed if _names_an_outsider(world, one.held.attached)]
    for target in world.targets.guarded():
        for held in world.held_by(target):
            flaw = held.attached.rules.flaw
            if flaw is not None and target.resource is not None:
                found.append(
                    Unfollowed(target.resource.address, target.resource.type, held, flaw.why)
                )
    return tuple(sorted(found, key=lambda one: (one.address, one.why)))


def _names_an_outsider(world: World, attached: Attached) -> bool:
    """Whether some statement may allow whom the account does not have."""
    return attached.rules.flaw is not None or any(
        not (who.requester.is_identity and world.is_own(who.requester))
        for rule in attached.rules.rules
        if rule.statement.effect != "Deny"
        for who in named_by(rule.statement)
    )


def _ways(world: World, target: Target) -> Iterator[Way]:
    assert target.resource is not None
    for attached in world.guards(target):
        for rule in attached.rules.rules:
            if rule.statement.effect == "Deny":
                continue
            for who in named_by(rule.statement):
                inside = who.requester.is_identity and world.is_own(who.requester)
                way = None if inside else _way(world, target, attached, rule, who)
                if way is not None:
                    yield way


def _way(world: World, target: Target, attached: Attached, rule: Rule, who: Outsider) -> Way | None:
    action = _sample(rule, target)
    if not action or not can_ask(who.requester, action):
        return None
    whole = world.targets.asked_about(target, action, (rule.statement,))[-1]
    answer = world.ask(who.requester, action, whole, who.context)
    if answer.is_denied:
        return None
    assert target.resource is not None
    unbound = list(_unbound(world, whole, who, action))
    perhaps_own = may_be_own(who.requester, world.home.account)
    return Way(
        target.resource.address, whole.text, attached.name, rule.statement.label, who, action,
        answer, tuple([name for name, sure in unbound if sure]),
        tuple([name for name, sure in unbound if not sure]), perhaps_own,
    )  # fmt: skip


def _sample(rule: Rule, target: Target) -> str:
    """An action that the statement speaks of, or may: one it names, or the first of the service."""
    named = rule.statement.actions
    if not named.negated:
        for text in named.texts:
            if isinstance(text, str) and "*" not in text and "?" not in text:
                return text
    service = target.text.split(":", 3)[2]
    service = "sts" if service == "iam" else service
    perhaps = ""
    for action in actions(service).values():
        name = f"{service}:{action.name}"
        covered = rule.actions.cover(name.lower())
        if covered is True:
            return name
        if covered is not False and action.resource_types:
            perhaps = perhaps or name
    return perhaps


def _unbound(
    world: World, target: Target, who: Outsider, action: str
) -> Iterator[tuple[str, bool]]:
    """The conditions that the way in does not hang on, though it should, and whether surely."""
    for keys, name in _bindings(who.requester, target):
        absent: dict[str, Found] = dict.fromkeys(keys)
        context = Context({**{key: who.context.get(key) for key in who.context}, **absent}, CONTEXT)
        answer = world.ask(who.requester, action, target, context)
        if not answer.is_denied:
            yield name, answer.outcome is not Outcome.UNKNOWN


def _bindings(requester: Requester, target: Target) -> Iterator[tuple[tuple[str, ...], str]]:
    """What should bind such a requester there: the keys, and how to call them."""
    is_role = target.resource is not None and target.resource.type == ROLE
    if requester.kind is Kind.SERVICE:
        if not is_role or requester.arn in CONFUSABLE:
            is_key = target.resource is not None and target.resource.type == KEY
            yield OF_KEYS if is_key else SOURCES, "aws:SourceArn or aws:SourceAccount"
    elif requester.kind is Kind.PROVIDER:
        arn = parse_arn(requester.arn)
        if arn is not None and arn.resource.startswith("saml-provider/"):
            yield ("saml:aud",), "SAML:aud"
            return
        host = arn.resource.partition("/")[2].lower() if arn is not None else requester.arn.lower()
        yield (f"{host}:aud",), f"{host}:aud"
        yield (f"{host}:sub",), f"{host}:sub"
    elif requester.is_identity and is_role:
        keys = ("sts:externalid", "aws:principalorgid", "aws:principalorgpaths")
        yield keys, "sts:ExternalId or aws:PrincipalOrgID"
