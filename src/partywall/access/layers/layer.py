"""What one layer contributes: when it allows, when it denies, and the statements that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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
    hits = tuple(_plain_hits(policies, query))
    return Layer(name, allowed_by(hits), denied_by(hits), hits)


def _plain_hits(policies: Sequence[Attached], query: Query) -> Iterator[Hit]:
    for attached in policies:
        rules = attached.rules
        if rules.flaw is not None:
            yield Hit(attached.name, "", "Unknown", rules.flaw)
        for rule, covered in rules.speaking_of(query.action):
            when = rule.applies(query)
            if when is not False:
                met = _unless_foreign(rule, both(covered, when))
                yield Hit(attached.name, rule.statement.label, effect_of(rule), met)


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


def named_hits(
    policies: Iterable[Attached], query: Query, refused: bool = False
) -> tuple[Hit, ...]:
    """The statements of policies with principals that name the requester and apply.

    A statement without a Principal names nobody; where AWS would have `refused` it, nobody
    knows whom it names.
    """
    hits: list[Hit] = []
    for attached in policies:
        rules = attached.rules
        if rules.flaw is not None:
            hits.append(Hit(attached.name, "", "Unknown", rules.flaw, How.EVERYONE))
        for rule, covered in rules.speaking_of(query.action):
            naming = rule.names(query)
            if refused and rule.statement.principals is None:
                naming = ((How.EVERYONE, Untold(f"{rule.statement.label}: no Principal")),)
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
