"""Amazon EventBridge: the lists in an ECS target.

Source: CloudFormation's reference of AWS::Events::Rule EcsParameters, read 2026-11-23.
"""

from __future__ import annotations

from typing import Any, Final

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import Values
from partywall.sources.mapping.shapes.blocks import block, blocks, pick

_LISTS: Final[tuple[tuple[str, str, dict[str, str]], ...]] = (
    (
        "capacity_provider_strategy",
        "CapacityProviderStrategy",
        {"base": "Base", "capacity_provider": "CapacityProvider", "weight": "Weight"},
    ),
    ("ordered_placement_strategy", "PlacementStrategies", {"field": "Field", "type": "Type"}),
    (
        "placement_constraint",
        "PlacementConstraints",
        {"expression": "Expression", "type": "Type"},
    ),
)


def event_target(values: Values, properties: Properties, _address: str) -> None:
    """Where and by which capacity the tasks of an ECS target run."""
    ecs = block(values.get("ecs_target"))
    targets: Any = properties.get("Targets")
    if not isinstance(ecs, dict) or not targets:
        return
    parameters = targets[0].get("EcsParameters")
    if not isinstance(parameters, dict):
        return
    for argument, target, names in _LISTS:
        found = blocks(ecs.get(argument))
        if found:
            parameters[target] = [
                one if isinstance(one, Unknown) else pick(one, names) for one in found
            ]
