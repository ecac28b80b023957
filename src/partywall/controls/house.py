"""House rules: simple thresholds that users write in TOML, made into controls.

```toml
[[rule]]
id = "acme-queue-keeps-a-day"
title = "Messages are kept for a day or longer."
type = "AWS::SQS::Queue"
layer = "data"
at = "MessageRetentionPeriod"
at_least = 86400
default = 345600
```

Whatever needs more than a threshold is a control, in Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import msgspec
from msgspec import UNSET, Struct, UnsetType

from partywall.controls.control import Control, Weight
from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.kernel.errors import ConfigError
from partywall.kernel.truth import Truth, every, no
from partywall.kernel.verdict import Verdict, proved, refuted
from partywall.line.layer import BY_ID

TESTS: Final = ("equals", "one_of", "at_least", "at_most", "matches", "set")


class HouseRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as written. Exactly one of the tests (`equals` … `set`) must be there.

    `at` is a path of property names, joined by dots; `Name[]` means every element of a list.
    `default` stands for the value when the property is absent.
    """

    id: str
    title: str
    type: str
    at: str
    layer: str = "application"
    weight: str = "medium"
    why: str = ""
    fix: str = ""
    default: object = None
    equals: object = UNSET
    one_of: list[object] | UnsetType = UNSET
    at_least: float | UnsetType = UNSET
    at_most: float | UnsetType = UNSET
    matches: str | UnsetType = UNSET
    set: bool | UnsetType = UNSET


def compile_rule(rule: HouseRule) -> Control:
    """The control that a house rule is. Raises ConfigError naming the rule and what is wrong."""
    if rule.layer not in BY_ID:
        raise ConfigError(f"rule {rule.id}: no layer {rule.layer!r}; one of {', '.join(BY_ID)}")
    if rule.weight.upper() not in Weight.__members__:
        words = ", ".join(weight.word for weight in Weight)
        raise ConfigError(f"rule {rule.id}: no weight {rule.weight!r}; one of {words}")
    if not re.fullmatch(r"\w+::\w+::\w+", rule.type):
        raise ConfigError(f"rule {rule.id}: {rule.type!r} is no CloudFormation resource type")
    test = _test(rule)
    steps = [step for step in rule.at.split(".") if step]

    def holds(node: Node) -> Truth:
        return test(node.either(rule.default))

    def judge(view: View) -> Verdict:
        nodes = _reach(view, steps)
        breaker, met = every(nodes, holds)
        if no(met):
            return refuted(breaker, rule.title)
        return proved(*nodes) if list.__len__(nodes) else proved(view.at(steps[0].rstrip("[]")))

    kind = type("HouseView", (View,), {"types": (rule.type,)})
    docstring = f"{rule.title}\n\n{rule.why}\n\nFix: {rule.fix or rule.title}\n"
    return Control(
        judge,
        id=rule.id,
        view=kind,
        layer=BY_ID[rule.layer],
        weight=Weight[rule.weight.upper()],
        docstring=docstring,
    )


def _reach(view: View, steps: list[str]) -> Nodes[Node]:
    """The nodes that a path leads to; several where it goes through `[]`."""
    nodes: Nodes[Node] = Nodes([view])
    for step in steps:
        below = [node.at(step.removesuffix("[]")) for node in nodes]
        if step.endswith("[]"):
            nodes = Nodes([item for node in below for item in node.items()])
        else:
            nodes = Nodes(below)
    return nodes


def _test(rule: HouseRule) -> Callable[[Node], Truth]:
    given = [name for name in TESTS if getattr(rule, name) is not UNSET]
    if len(given) != 1:
        raise ConfigError(f"rule {rule.id}: needs exactly one of {', '.join(TESTS)}")
    if rule.matches is not UNSET:
        try:
            re.compile(rule.matches)
        except re.error as error:
            raise ConfigError(f"rule {rule.id}: bad pattern: {error}") from error
        pattern = rule.matches
        return lambda node: node.matches(pattern)
    if rule.one_of is not UNSET:
        wanted = tuple(rule.one_of)
        return lambda node: node.equals(*wanted)
    if rule.at_least is not UNSET:
        least = rule.at_least
        return lambda node: node.at_least(least)
    if rule.at_most is not UNSET:
        most = rule.at_most
        return lambda node: node.at_most(most)
    if rule.set is not UNSET:
        expected = rule.set
        return lambda node: node.is_set if expected else no(node.is_set)
    value = rule.equals
    return lambda node: node.equals(value)


def parse_rules(data: object) -> list[HouseRule]:
    """House rules from parsed TOML. Raises ConfigError saying which field is wrong."""
    try:
        return msgspec.convert(data, list[HouseRule])
    except msgspec.ValidationError as error:
        raise ConfigError(f"house rules: {error}") from error
