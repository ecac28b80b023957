"""The answer to a request: the outcome, what it depends on, and what every layer contributed."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final

from msgspec import Struct

from partywall.access.formula import Every, Expression, Fits, Formula, KeyTest, Not, Some, Untold
from partywall.access.layers.layer import Hit, Layer
from partywall.access.spelling import spelled


class Outcome(Enum):
    """What a decision can be."""

    ALLOW = "ALLOW"
    IMPLICIT_DENY = "IMPLICIT_DENY"
    EXPLICIT_DENY = "EXPLICIT_DENY"
    CONDITIONAL = "CONDITIONAL"
    UNKNOWN = "UNKNOWN"


DENIALS: Final = (Outcome.IMPLICIT_DENY, Outcome.EXPLICIT_DENY)


class Decision(Struct, frozen=True):
    """The outcome of one request.

    `allow_if` is when it is allowed, `deny_if` when something denies it explicitly; both are
    plain booleans when nothing is left open. `blocks` names the layers that keep it from being
    allowed, each with the reason. `unmodelled` names what is not modelled and could matter.
    """

    outcome: Outcome
    allow_if: Formula
    deny_if: Formula
    layers: tuple[Layer, ...]
    blocks: tuple[tuple[str, str], ...] = ()
    unmodelled: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def because(self) -> str:
        """The reason in one sentence."""
        if self.outcome is Outcome.ALLOW:
            return f"allowed by {_sources(self.layers)}"
        if self.outcome is Outcome.CONDITIONAL:
            return f"ALLOW if {self.allow_if}, otherwise denied"
        if self.outcome is Outcome.UNKNOWN:
            return f"not modelled or not told: {'; '.join(self.unmodelled)}"
        return "; ".join(f"{name}: {why}" for name, why in self.blocks)


def _sources(layers: tuple[Layer, ...]) -> str:
    """The statements that grant, as `policy/Sid`, or what grants without one."""
    named = [
        f"{layer.name} ({', '.join(dict.fromkeys(label(hit) for hit in grants))})"
        if grants
        else f"{layer.name}: {layer.note}"
        for layer in layers
        if layer.name in GRANTING and layer.allow is not False
        for grants in [[hit for hit in layer.hits if hit.effect == "Allow"]]
    ]
    return " and ".join(named)


GRANTING: Final = (
    "identity policies", "resource policy", "key grants", "bucket and object ACLs", "service rules"
)  # fmt: skip


def label(hit: Hit) -> str:
    """A statement by policy and Sid."""
    return f"{hit.policy}/{hit.statement}" if hit.statement else hit.policy


def as_json(decision: Decision) -> dict[str, Any]:
    """The decision as plain JSON values, keys in a fixed order."""
    found: dict[str, Any] = {"decision": decision.outcome.value, "because": decision.because}
    if not isinstance(decision.allow_if, bool):
        found["allow_if"] = str(decision.allow_if)
        found["formula"] = tree(decision.allow_if)
    if not isinstance(decision.deny_if, bool):
        found["explicit_deny_if"] = str(decision.deny_if)
    if decision.blocks:
        found["blocked_by"] = [{"layer": name, "why": why} for name, why in decision.blocks]
    if decision.unmodelled:
        found["not_modelled"] = list(decision.unmodelled)
    if decision.assumed:
        found["assumed"] = list(decision.assumed)
    found["layers"] = [layer_json(layer) for layer in decision.layers]
    return found


def layer_json(layer: Layer) -> dict[str, Any]:
    """A layer as plain JSON values."""
    found: dict[str, Any] = {
        "layer": layer.name, "allows": tree(layer.allow), "denies": tree(layer.deny)
    }  # fmt: skip
    if layer.hits:
        found["statements"] = [hit_json(hit) for hit in layer.hits]
    if layer.note:
        found["note"] = layer.note
    return found


def hit_json(hit: Hit) -> dict[str, Any]:
    """A statement that applies, or may."""
    found: dict[str, Any] = {"policy": hit.policy, "sid": hit.statement, "effect": hit.effect}
    if hit.how is not None:
        found["names"] = hit.how.value
    if hit.when is not True:
        found["when"] = str(hit.when)
    return found


def tree(formula: Formula) -> Any:
    """A formula as nested JSON: a boolean, a test, or `not`, `all`, `any` of them."""
    if isinstance(formula, bool):
        return formula
    return _tree(formula)


def _tree(formula: Expression) -> dict[str, Any]:
    if isinstance(formula, Every):
        return {"all": [_tree(one) for one in formula.parts]}
    if isinstance(formula, Some):
        return {"any": [_tree(one) for one in formula.parts]}
    if isinstance(formula, Not):
        return {"not": _tree(formula.one)}
    if isinstance(formula, Untold):
        return {"not_modelled": formula.why}
    if isinstance(formula, Fits):
        return {"pattern": formula.pattern, "matches": formula.resource}
    return _test_tree(formula)


def _test_tree(test: KeyTest) -> dict[str, Any]:
    operator = test.operator
    name = operator.comparison.value
    if operator.quantifier:
        name = f"{operator.quantifier}:{name}"
    found: dict[str, Any] = {"key": spelled(test.key), "operator": name}
    if operator.negated:
        found["negated"] = True
    found["values"] = list(test.values)
    return found
