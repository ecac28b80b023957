"""What one layer contributes: when it allows, when it denies, and the statements that say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from partywall.access.conditions import compile_test
from partywall.access.context import Values
from partywall.access.formula import Formula, KeyTest, Untold, both, either
from partywall.access.naming import How
from partywall.access.rules import Query, Rule, Rules


class Attached(Struct, frozen=True):
    """A policy where it is attached, by the name it has there."""

    name: str
    rules: Rules


Policies = tuple[Attached, ...]


class Hit(Struct, frozen=True):
    """A statement that applies, or may: `when` says under which circumstances.

    `how` is the way in which it names the requester, for statements with principals.
    """

    policy: str
    statement: str
    effect: str
    when: Formula
    how: How | None = None


class Layer(Struct, frozen=True):
    """What a layer says of a request. `note` explains what no statement says."""

    name: str
    allow: Formula
    deny: Formula
    hits: tuple[Hit, ...] = ()
    note: str = ""


def silent(name: str, note: str) -> Layer:
    """A layer that says nothing about this request: it lets everything pass."""
    return Layer(name, True, False, (), note)


def read_layer(name: str, policies: Sequence[Attached], query: Query) -> Layer:
    """What policies without principals say: those of identities, boundaries, sessions, SCPs."""
    hits: list[Hit] = []
    allow: Formula = False
    deny: Formula = False
    for attached in policies:
        rules = attached.rules
        if rules.flaw is not None:
            hits.append(Hit(attached.name, "", "Unknown", rules.flaw))
            allow, deny = either(allow, rules.flaw), either(deny, rules.flaw)
        for rule, covered in rules.speaking_of(query.action):
            when = rule.applies(query)
            if when is False:
                continue
            when = _unless_foreign(rule, both(covered, when))
            hit = Hit(attached.name, rule.statement.label, effect_of(rule), when)
            hits.append(hit)
            if hit.effect != "Deny":
                allow = True if when is True and hit.effect == "Allow" else either(allow, when)
            if hit.effect != "Allow":
                deny = True if when is True and hit.effect == "Deny" else either(deny, when)
    return Layer(name, allow, deny, tuple(hits))


def _unless_foreign(rule: Rule, when: Formula) -> Formula:
    """A policy of this kind has no Principal, and has a Resource; AWS refuses any other."""
    statement = rule.statement
    if statement.principals is not None:
        return both(when, Untold(f"{statement.label}: a Principal where none can be"))
    if statement.resources is None:
        return both(when, Untold(f"{statement.label}: no Resource"))
    return when


def effect_of(rule: Rule) -> str:
    """Allow, Deny, or Unknown, which may be either."""
    effect = rule.statement.effect
    return effect if isinstance(effect, str) else "Unknown"


def named_hits(policies: Iterable[Attached], query: Query) -> tuple[Hit, ...]:
    """The statements of policies with principals that name the requester and apply."""
    hits: list[Hit] = []
    for attached in policies:
        rules = attached.rules
        if rules.flaw is not None:
            hits.append(Hit(attached.name, "", "Unknown", rules.flaw, How.EVERYONE))
        for rule, covered in rules.speaking_of(query.action):
            naming = rule.names(query)
            if not naming:
                continue
            when = rule.applies(query)
            if when is False:
                continue
            for how, named in naming:
                met = both(covered, when, resolved(named, query))
                if met is not False:
                    label = rule.statement.label
                    hits.append(Hit(attached.name, label, effect_of(rule), met, how))
    return tuple(hits)


def resolved(named: Formula, query: Query) -> Formula:
    """A naming that hangs on the name of a session, answered where the context tells it."""
    if isinstance(named, KeyTest) and isinstance(query.context.get(named.key), Values):
        return compile_test(named)(query.context)
    return named


def allowed_by(hits: Iterable[Hit], *hows: How) -> Formula:
    """When one of the hits allows; only hits that name the requester in one of `hows`, if any."""
    return either(
        *[hit.when for hit in hits if hit.effect != "Deny" and (not hows or hit.how in hows)]
    )


def denied_by(hits: Iterable[Hit]) -> Formula:
    """When one of the hits denies."""
    return either(*[hit.when for hit in hits if hit.effect != "Allow"])
