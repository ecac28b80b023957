"""A control's examples, read into views: YAML in CloudFormation's schema with a few tags.

An example is the properties of one resource of the control's (first) type. Where companions
matter it is a whole template instead: a mapping `Resources`, in which `Example` is judged.
`!Unknown why` is a value that the input does not tell; `!Ref X` and `!GetAtt X.Arn` refer to a
resource of the example, as a reader would leave them. `Origin: live` beside `Type` says that
the resource was read from an account.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml
from msgspec import Struct

from partywall.assess.answers import Answers
from partywall.controls.control import Control
from partywall.estate.estate import Estate
from partywall.estate.resource import Guard, Origin, Properties, Resource, Variant
from partywall.kernel.unknown import Unknown
from partywall.kernel.verdict import Verdict

JUDGED = "Example"
TODAY = date(2026, 11, 23)
"""The day on which examples are judged; facts with dates would rot otherwise."""

AFTER_APPLY = "known after apply"


class Described(Struct):
    """One resource of an example, before it is built."""

    type: str
    properties: Properties
    guard: Guard = ()
    partial: Unknown | None = None
    origin: Origin = "cloudformation"
    covers: frozenset[str] | None = None
    variants: tuple[Variant, ...] = ()


Case = dict[str, Described]
"""The resources of an example by name; the one called `Example` is judged."""


class ExampleLoader(yaml.SafeLoader):
    """YAML as CloudFormation reads it: a date is a text."""


ExampleLoader.yaml_implicit_resolvers = {
    first: [one for one in resolvers if one[0] != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def ref(address: str, attribute: str = "Ref") -> Unknown:
    """A reference to a resource that has no id yet."""
    return Unknown(AFTER_APPLY, (address,), attribute=attribute, present=True)


def _unknown(_loader: ExampleLoader, node: yaml.ScalarNode) -> Unknown:
    return Unknown(str(node.value))


def _ref(_loader: ExampleLoader, node: yaml.ScalarNode) -> Unknown:
    return ref(*str(node.value).split(".", 1))


ExampleLoader.add_constructor("!Unknown", _unknown)
ExampleLoader.add_constructor("!Ref", _ref)
ExampleLoader.add_constructor("!GetAtt", _ref)


def read_case(control: Control, text: str) -> Case:
    """The resources that an example describes."""
    return as_case(control, yaml.load(text, ExampleLoader) or {})


def as_case(control: Control, described: dict[str, Any]) -> Case:
    """The same from properties, or from a mapping with `Resources`."""
    if set(described) != {"Resources"}:
        return {JUDGED: Described(control.types[0], described)}
    return {
        name: Described(
            one["Type"], one.get("Properties") or {}, origin=one.get("Origin", "cloudformation")
        )
        for name, one in described["Resources"].items()
    }


def judge(control: Control, case: Case, today: date | None = TODAY) -> Verdict:
    """The control's verdict on the case's `Example`, in the estate of them all."""
    estate = estate_of(case)
    view = control.view.of(estate.by_address[JUDGED], estate)
    return control.judge(view, Answers(estate, today))


def estate_of(case: Case) -> Estate:
    """The resources of a case, built."""
    return Estate(
        Resource(
            type=one.type,
            address=name,
            properties=one.properties,
            guard=one.guard,
            partial=one.partial,
            origin=one.origin,
            covers=one.covers,
            variants=one.variants,
        )
        for name, one in case.items()
    )
