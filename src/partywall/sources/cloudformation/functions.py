"""The intrinsic functions, one a function: from the resolver and the argument to the value."""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation.blend import NO_VALUE, blend
from partywall.sources.cloudformation.pieces import pieces
from partywall.sources.cloudformation.text import (
    Secret,
    joined,
    looked_up,
    refs_in,
    spelled,
    unsettled,
)

if TYPE_CHECKING:
    from partywall.sources.cloudformation.resolver import Resolver

_PLACEHOLDER: Final = re.compile(r"\$\{(!?)([^}]*)\}")
MAX_SUBNETS: Final = 256
"""Fn::Cidr makes no more blocks than this.

Source: CloudFormation Template Reference, "Fn::Cidr" (not re-read).
"""


def ref(resolver: Resolver, argument: object) -> object:
    """Ref: a parameter's value, or what identifies a resource."""
    name = argument if isinstance(argument, str) else resolver.value(argument)
    return resolver.ref(name) if isinstance(name, str) else resolver.malformed("Ref", name)


def get_att(resolver: Resolver, argument: object) -> object:
    """Fn::GetAtt, as `Name.Attribute` or as a list of both."""
    if isinstance(argument, str):
        name, dot, attribute = argument.partition(".")
        return resolver.attribute(name, attribute) if dot else resolver.malformed("Fn::GetAtt")
    if not isinstance(argument, list) or len(argument) < 2:
        return resolver.malformed("Fn::GetAtt")
    parts = [resolver.value(one) for one in argument]
    if isinstance(parts[0], str) and all(isinstance(part, str) for part in parts):
        return resolver.attribute(parts[0], ".".join(map(str, parts[1:])))
    return resolver.malformed("Fn::GetAtt", parts)


def sub(resolver: Resolver, argument: object) -> object:
    """Fn::Sub: a text with `${Name}`, `${Name.Attribute}` and `${!Literal}` filled in."""
    template, names = argument, {}
    if isinstance(argument, list) and len(argument) == 2 and isinstance(argument[1], dict):
        template, names = argument
    if not isinstance(template, str):
        return resolver.malformed("Fn::Sub", template)
    parts: list[object] = []
    at = 0
    for match in _PLACEHOLDER.finditer(template):
        parts.append(template[at : match.start()])
        at = match.end()
        name = match[2].strip()
        if match[1]:
            parts.append("${" + match[2] + "}")
        elif name in names:
            parts.append(resolver.text(names[name]))
        elif "." in name:
            parts.append(resolver.as_text(get_att(resolver, name)))
        else:
            parts.append(resolver.as_text(resolver.ref(name)))
    parts.append(template[at:])
    return _read_later(joined(parts))


def join(resolver: Resolver, argument: object) -> object:
    """Fn::Join: the texts of a list with a delimiter between them."""
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[0], str):
        return resolver.malformed("Fn::Join", argument)
    delimiter, items = argument[0], resolver.value(argument[1])
    if isinstance(items, Unknown):
        return unsettled(items)
    if not isinstance(items, list):
        return resolver.malformed("Fn::Join", items)
    parts: list[object] = []
    for n, item in enumerate(items):
        if isinstance(item, Unknown) and item.many:
            return unsettled(item, item.why)
        if n:
            parts.append(delimiter)
        parts.append(resolver.as_text(item))
    return _read_later(joined(parts))


def _read_later(made: object) -> object:
    return looked_up(made) if isinstance(made, str) and "{{resolve:" in made else made


def select(resolver: Resolver, argument: object) -> object:
    """Fn::Select: one element of a list."""
    if not isinstance(argument, list) or len(argument) != 2:
        return resolver.malformed("Fn::Select", argument)
    index = resolver.value(argument[0])
    number = int(spelled(index)) if spelled(index).isdecimal() else None
    if isinstance(argument[1], dict) and "Fn::GetAZs" in argument[1] and number is not None:
        return _zone(resolver, argument[1]["Fn::GetAZs"], number)
    items = resolver.value(argument[1])
    if isinstance(items, Unknown):
        return unsettled(items)
    if not isinstance(items, list) or (number is None and not isinstance(index, Unknown)):
        return resolver.malformed("Fn::Select", items)
    if number is None:
        return (
            blend(list(items), "chosen at deployment")
            if items
            else resolver.malformed("Fn::Select")
        )
    for item in items[: number + 1]:
        if isinstance(item, Unknown) and item.many:
            return unsettled(item)
    if number >= len(items):
        return resolver.malformed("Fn::Select", items)
    return items[number]


def _zone(resolver: Resolver, region: object, number: int) -> Unknown:
    name = resolver.value(region) or resolver.scope.base_value("AWS::Region")
    prefix = name if isinstance(name, str) else ""
    return Unknown(f"Availability Zone {number} of the Region", prefix=prefix, present=True)


def get_azs(_resolver: Resolver, _argument: object) -> object:
    """Fn::GetAZs: which zones a Region has for an account is only known there."""
    return Unknown("the Availability Zones of the Region", present=True)


def split(resolver: Resolver, argument: object) -> object:
    """Fn::Split: the pieces of a text."""
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[0], str):
        return resolver.malformed("Fn::Split", argument)
    delimiter, text = argument[0], resolver.text(argument[1])
    if isinstance(text, Unknown):
        found = pieces(resolver, argument[1], delimiter) if text.refs and delimiter else None
        return unsettled(text) if found is None else found
    if not isinstance(text, str) or not delimiter:
        return resolver.malformed("Fn::Split", text)
    secret = isinstance(text, Secret)
    return [Secret(piece) if secret else piece for piece in text.split(delimiter)]


def when(resolver: Resolver, argument: object) -> object:
    """Fn::If: one of two values; what both share when the condition is not decided."""
    if not isinstance(argument, list) or len(argument) != 3:
        return resolver.malformed("Fn::If", argument)
    written, yes, no = argument
    if not isinstance(written, str | bool):
        return resolver.malformed("Fn::If", argument)
    name = resolver.scope.condition_name(written)
    truth = resolver.truth(name)
    if truth is None:
        resolver.branched.add(name)
        return blend([resolver.value(yes), resolver.value(no)], f"depends on condition {name}")
    return resolver.value(yes if truth else no)


def find_in_map(resolver: Resolver, argument: object) -> object:
    """Fn::FindInMap; with a key that is not known, every value it may find."""
    if not isinstance(argument, list) or len(argument) not in (3, 4):
        return resolver.malformed("Fn::FindInMap", argument)
    keys = [resolver.value(one) for one in argument[:3]]
    options = argument[3] if len(argument) == 4 and isinstance(argument[3], dict) else {}
    found: list[object] = [resolver.scope.template.mappings]
    for key in keys:
        found = [value for table in found for value in _entries(table, key)]
    values = [resolver.value(one) for one in found]
    open_keys = [key for key in keys if isinstance(key, Unknown)]
    if "DefaultValue" in options and (open_keys or not values):
        values.append(resolver.value(options["DefaultValue"]))
    if values:
        return blend(values, open_keys[0].why if open_keys else "")
    names = ", ".join(str(key) for key in keys)
    if not open_keys:
        resolver.remark(f"no mapping has an entry for {names}", "add it, or a DefaultValue")
    return Unknown(f"no entry of a mapping for {names}", refs_in(keys))


def _entries(table: object, key: object) -> list[object]:
    if not isinstance(table, dict):
        return []
    if not isinstance(key, Unknown):
        return [table[spelled(key)]] if spelled(key) in table else []
    if key.among:
        return [table[spelled(one)] for one in key.among if spelled(one) in table]
    return [value for name, value in table.items() if name.startswith(key.prefix)]


def import_value(resolver: Resolver, argument: object) -> object:
    """Fn::ImportValue: what another stack exports."""
    name = resolver.text(argument)
    what = f" {name}" if isinstance(name, str) and not isinstance(name, Secret) else ""
    return Unknown(f"imported from another stack's export{what}", present=True)


def encode(resolver: Resolver, argument: object) -> object:
    """Fn::Base64 of a text."""
    text = resolver.text(argument)
    if not isinstance(text, str):
        return unsettled(text) if isinstance(text, Unknown) else resolver.malformed("Fn::Base64")
    encoded = base64.b64encode(text.encode()).decode()
    return Secret(encoded) if isinstance(text, Secret) else encoded


def cidr(resolver: Resolver, argument: object) -> object:
    """Fn::Cidr: `count` blocks, each with `bits` host bits, from the beginning of a block."""
    if not isinstance(argument, list) or len(argument) not in (2, 3):
        return resolver.malformed("Fn::Cidr", argument)
    block, count, *rest = (resolver.value(one) for one in argument)
    bits = rest[0] if rest else 8
    open_parts = [part for part in (block, count, bits) if isinstance(part, Unknown)]
    if open_parts:
        whole = unsettled(open_parts[0])
        many = spelled(count)
        if many.isdecimal() and 0 < int(many) <= MAX_SUBNETS:
            return [whole] * int(many)
        return whole
    try:
        network = ipaddress.ip_network(spelled(block), strict=False)
        length = network.max_prefixlen - int(spelled(bits))
        blocks = islice(network.subnets(new_prefix=length), min(int(spelled(count)), MAX_SUBNETS))
        return [str(one) for one in blocks]
    except ValueError:
        return resolver.malformed("Fn::Cidr")


def length(resolver: Resolver, argument: object) -> object:
    """Fn::Length of a list."""
    items = resolver.value(argument)
    if isinstance(items, Unknown):
        return unsettled(items)
    if not isinstance(items, list):
        return resolver.malformed("Fn::Length", items)
    many = [item for item in items if isinstance(item, Unknown) and item.many]
    return unsettled(many[0]) if many else len(items)


def to_json(resolver: Resolver, argument: object) -> object:
    """Fn::ToJsonString, when all of the value is known; its keys are sorted."""
    value = resolver.value(argument)
    if value is NO_VALUE:
        return resolver.malformed("Fn::ToJsonString")
    if _any(value, Unknown):
        return Unknown("holds values assigned at deployment", refs_in(value), present=True)
    text = json.dumps(value, separators=(",", ":"), sort_keys=True)
    return Secret(text) if _any(value, Secret) else text


def _any(value: object, kind: type) -> bool:
    if isinstance(value, dict):
        return any(_any(item, kind) for item in value.values())
    if isinstance(value, list):
        return any(_any(item, kind) for item in value)
    return isinstance(value, kind)


def transform(resolver: Resolver, argument: object) -> object:
    """Fn::Transform: a macro, or a file included at deployment; neither can be seen."""
    name = argument.get("Name") if isinstance(argument, dict) else None
    what = name if isinstance(name, str) else "a macro"
    resolver.remark(
        f"{what} makes a part of this at deployment",
        "what it makes is not known here; check the processed template (aws cloudformation "
        "get-template --template-stage Processed)",
    )
    return Unknown(f"made at deployment by {what}")


def get_stack_output(_resolver: Resolver, _argument: object) -> object:
    """Fn::GetStackOutput: an output of a stack elsewhere."""
    return Unknown("an output of another stack", present=True)


Function = Callable[["Resolver", object], object]

FUNCTIONS: Final[dict[str, Function]] = {
    "Ref": ref,
    "Fn::Base64": encode,
    "Fn::Cidr": cidr,
    "Fn::FindInMap": find_in_map,
    "Fn::GetAZs": get_azs,
    "Fn::GetAtt": get_att,
    "Fn::GetStackOutput": get_stack_output,
    "Fn::If": when,
    "Fn::ImportValue": import_value,
    "Fn::Join": join,
    "Fn::Length": length,
    "Fn::Select": select,
    "Fn::Split": split,
    "Fn::Sub": sub,
    "Fn::ToJsonString": to_json,
    "Fn::Transform": transform,
}
