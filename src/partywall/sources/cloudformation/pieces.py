"""The pieces of a joined text whose parts are not known: Fn::Split undoes Fn::Join.

A nested stack hands its subnets on as one text, `!Join [",", [!Ref A, !Ref B]]`. Nobody knows the
text before it is deployed, but which pieces it will have is known, for an id has no comma.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from partywall.estate.estate import CARRIERS
from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation.text import Secret, spelled

if TYPE_CHECKING:
    from partywall.sources.cloudformation.resolver import Resolver
    from partywall.sources.cloudformation.scope import Scope

FOREIGN: Final = frozenset(",|;")
"""What no id, name or ARN that AWS gives out contains.

Source: the CloudFormation Template Reference, "Return values" of the types whose ids are handed
on: subnets, groups, VPCs, keys, roles, buckets, topics, queues (not re-read).
"""


def pieces(resolver: Resolver, node: object, delimiter: str) -> list[object] | None:
    """What a split of the text at `node` gives; None when it cannot be said."""
    if not isinstance(node, dict) or len(node) != 1:
        return None
    ((key, argument),) = node.items()
    if key == "Fn::GetAtt":
        return _of_output(resolver, argument, delimiter)
    if key != "Fn::Join" or not isinstance(argument, list) or len(argument) != 2:
        return None
    items = resolver.value(argument[1]) if argument[0] == delimiter else None
    if not isinstance(items, list) or not items:
        return None
    found: list[object] = []
    for item in items:
        if isinstance(item, Unknown):
            if not _whole(resolver.scope, item, delimiter):
                return None
            found.append(item)
        elif isinstance(item, str | int | float):
            secret = isinstance(item, Secret)
            found += [Secret(one) if secret else one for one in spelled(item).split(delimiter)]
        else:
            return None
    return found


def _of_output(resolver: Resolver, argument: object, delimiter: str) -> list[object] | None:
    """The pieces of what a nested stack hands on, as that stack writes it."""
    if isinstance(argument, str):
        argument = argument.split(".", 1)
    if not isinstance(argument, list) or not all(isinstance(one, str) for one in argument):
        return None
    name, path = str(argument[0]), ".".join(map(str, argument[1:]))
    if not path.startswith("Outputs.") or not resolver.scope.is_stack(name):
        return None
    stack = resolver.scope.stack(name)
    if isinstance(stack, Unknown):
        return None
    declared = stack.template.outputs.get(path.removeprefix("Outputs."))
    if not isinstance(declared, dict):
        return None
    return pieces(resolver.of(stack), declared.get("Value"), delimiter)


def _whole(scope: Scope, part: Unknown, delimiter: str) -> bool:
    """Whether the part is surely one piece: an id that AWS gives out, or known alternatives."""
    if part.many:
        return False
    if part.among:
        return all(delimiter not in spelled(one) for one in part.among)
    if delimiter not in FOREIGN or len(part.refs) != 1:
        return False
    own = scope.template.resources.get(part.refs[0].removeprefix(scope.prefix))
    kind = own.body.get("Type") if own is not None else None
    given = isinstance(kind, str) and kind.startswith("AWS::") and kind not in CARRIERS
    made = isinstance(kind, str) and kind.startswith("AWS::CloudFormation::")
    return given and not made and part.attribute.endswith(("Ref", "Arn", "Id"))
