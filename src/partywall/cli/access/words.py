"""Answers in words: a short sentence first, then the proof, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from partywall.access.decision import Decision, Outcome, as_json
from partywall.access.layers.layer import Layer
from partywall.access.questions.outsiders import name_of
from partywall.access.world.answers import Answer
from partywall.access.world.unfollowed import Unfollowed

SHORT: Final = {
    Outcome.ALLOW: "Yes",
    Outcome.CONDITIONAL: "Only if",
    Outcome.UNKNOWN: "Not known",
    Outcome.IMPLICIT_DENY: "No",
    Outcome.EXPLICIT_DENY: "No, denied",
}
INDENT: Final = "  "
AS_FAR: Final = ", as far as is known"


def counted(many: int, one: str, more: str) -> str:
    """How many there are of what: `1 resource is`, `2 resources are`."""
    return f"{many} {one if many == 1 else more}"


def told_value(value: Any) -> str:
    """A value of a request's context, as it is told after the key."""
    if value is None:
        return "absent"
    return f"= {', '.join(value) if isinstance(value, list) else value}"


def sentence(answer: Answer) -> str:
    """The answer in one sentence."""
    what = f"{name_of(answer.requester)} {answer.action} on {answer.resource}"
    return f"{SHORT[answer.outcome]}: {what}: {answer.because}"


def replayed(answers: Sequence[Answer]) -> Iterator[str]:
    """What became of each yes when it was decided again from its policies, written out."""
    from partywall.access.questions.proofs import replay

    yes = [one for one in answers if one.outcome is Outcome.ALLOW]
    failed = [(one, why) for one in yes if (why := replay(one))]
    if len(yes) > len(failed):
        count = f"{len(yes) - len(failed)} of {len(yes)} sure answers, " if len(answers) > 1 else ""
        yield f"{INDENT}replayed: {count}decided again from the policies written out: ALLOW"
    for one, why in failed:
        yield f"{INDENT}not replayed: {name_of(one.requester)} on {one.resource}: {why}"


def shown(answer: Answer) -> Iterator[str]:
    """A request that is allowed, for an answer that is so under conditions."""
    from partywall.access.questions.proofs import example

    found = example(answer)
    if found is not None:
        told = ", ".join(f"{key} {_value(value)}" for key, value in found["context"].items())
        yield f"{INDENT}for example {found['resource']}, with {told}: decided so, it is ALLOW"


def _value(value: Any) -> str:
    if value is None:
        return "absent"
    return f"= {' and '.join(value) if isinstance(value, list) else value}"


def proof(answer: Answer) -> Iterator[str]:
    """What each layer said, for each kind of resource."""
    for witness, decision in answer.found:
        if len(answer.found) > 1:
            yield f"{INDENT}for {witness}: {decision.outcome.value}: {decision.because}"
        yield from _layers(decision)
    if answer.supposed is not None:
        told = f"{answer.supposed.outcome.value}: {answer.supposed.because}"
        yield f"{INDENT}without that policy: {told}"
    for one in answer.assumed:
        yield f"{INDENT}assumed: {one}"


def _layers(decision: Decision) -> Iterator[str]:
    for layer in decision.layers:
        for hit in layer.hits:
            when = "" if hit.when is True else f", if {hit.when}"
            named = f" {hit.statement}" if hit.statement else ""
            yield f"{INDENT}{layer.name}: {hit.effect} by {hit.policy}{named}{when}"


def every_layer(answer: Answer) -> Iterator[str]:
    """Each layer in turn, also those that let everything pass."""
    for witness, decision in answer.found:
        if len(answer.found) > 1:
            yield f"{INDENT}for {witness}: {decision.outcome.value}"
        blocking = dict(decision.blocks)
        for layer in decision.layers:
            state = _state(layer, blocking.get(layer.name, ""))
            note = f" ({layer.note})" if layer.note and layer.name not in blocking else ""
            yield f"{INDENT}{layer.name}: {state}{note}"
            for hit in layer.hits:
                when = "" if hit.when is True else f", if {hit.when}"
                yield f"{INDENT * 2}{hit.effect} by {hit.policy} {hit.statement}".rstrip() + when


def _state(layer: Layer, why: str) -> str:
    """What a layer does to the request; `why` it blocks, if it does."""
    if why:
        return f"blocks: {why}"
    if layer.deny is not False:
        return f"denies if {layer.deny}"
    if layer.allow is True:
        return "lets it through"
    if layer.allow is False:
        return "allows nothing here, and need not"
    return f"lets it through if {layer.allow}"


def not_followed_text(found: tuple[Unfollowed, ...]) -> list[str]:
    """A line for each policy that is not followed."""
    return [f"{INDENT}not known: what {one.address} ({one.kind}) opens: {one.why}" for one in found]


def not_followed_json(found: tuple[Unfollowed, ...]) -> list[dict[str, str]]:
    """The policies that are not followed, as plain JSON values."""
    return [{"address": one.address, "type": one.kind, "reason": one.why} for one in found]


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain JSON values, keys in a fixed order."""
    from partywall.access.questions.proofs import example, replay

    found: dict[str, Any] = {
        "principal": answer.requester.arn,
        "action": answer.action,
        "resource": answer.resource,
        "decision": answer.outcome.value,
        "because": answer.because,
    }
    if answer.reasons:
        found["not_known"] = list(answer.reasons)
    if answer.supposed is not None:
        found["without_that_policy"] = as_json(answer.supposed)
    if answer.outcome is Outcome.ALLOW:
        why = replay(answer)
        found["replayed"] = not why
        if why:
            found["not_replayed"] = why
    shown_by = example(answer)
    if shown_by is not None:
        found["example"] = shown_by
    found["decisions"] = [{"resource": text, **as_json(one)} for text, one in answer.found]
    found["assumed"] = list(answer.assumed)
    return found
