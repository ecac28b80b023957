"""What an expression refers to, as addresses of resource instances.

`configuration` lists the references of each expression, once for all instances of its module.
They are followed through variables into the calling module and through outputs into the called
one. Values of `locals` are not in a plan: what goes through one leads nowhere, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
from msgspec import Raw, Struct

from partywall.sources.terraform.address import key_of, module_steps, tokens, within
from partywall.sources.terraform.unknowns import NAMED
from partywall.sources.terraform_plan.document import (
    NOTHING,
    ConfigModule,
    ConfigResource,
    ModuleCall,
    ResourceChange,
)

_decode = msgspec.json.Decoder().decode

MANY: Final = 64
"""With more candidates than this, none is named: the reference may be to any resource."""


OURS: Final = ("aws_", "awscc_")
"""What the types of AWS's providers begin with. A value from another provider (`random_id`) may
be any text, so it leads nowhere."""


class Found(Struct, frozen=True, gc=False):
    """Where an expression's value may come from.

    `opaque`: also from somewhere the plan does not show. `attribute` is set when the expression
    names one attribute of one resource and nothing else, a variable of a module between them or
    not. `direct`: and it surely is that attribute's value, or a text made of it.
    """

    refs: tuple[str, ...] = ()
    opaque: bool = False
    attribute: str = ""
    direct: bool = False

    @property
    def settled(self) -> bool:
        """Whether nothing that the expression names can be unknown in a plan."""
        return not self.refs and not self.opaque


NOWHERE: Final = Found()
OPAQUE: Final = Found(opaque=True)


class Scope(Struct, eq=False):
    """One module instance: its address and key, how it is written, and where it is called."""

    address: str
    key: str
    module: ConfigModule
    parent: Scope | None = None
    call: ModuleCall | None = None
    resources: dict[str, ConfigResource] | None = None

    def resource(self, name: str) -> ConfigResource | None:
        """The block of a resource, by `type.name` (`data.type.name` for data sources)."""
        if self.resources is None:
            self.resources = {one.address: one for one in self.module.resources}
        return self.resources.get(name)


class Place(Struct, frozen=True, gc=False):
    """Where an expression stands: its module instance, its own key, what it iterates over."""

    scope: Scope
    key: str = ""
    for_each: Raw = NOTHING


class References:
    """All of a plan's instances, so that references to them can be resolved."""

    def __init__(self, root: ConfigModule, changes: Iterable[ResourceChange]) -> None:
        self._scopes: dict[str, Scope | None] = {"": Scope("", "", root)}
        self._instances: dict[str, list[tuple[str, str]]] = {}
        self._modules: dict[str, dict[str, str]] = {}
        self.deferred: dict[str, ResourceChange] = {}
        self._memo: dict[tuple[str, str, str], Found] = {}
        self._expressions: dict[int, dict[str, Any]] = {}
        self._passed: dict[tuple[str, str, str], tuple[str, str] | None] = {}
        seen: set[str] = set()
        for one in changes:
            if one.mode == "data":
                self.deferred[one.address] = one
            if one.index is not None:
                block = f"{one.type}.{one.name}"
                block = f"data.{block}" if one.mode == "data" else block
                base = within(one.module_address, block)
                self._instances.setdefault(base, []).append((key_of(one.index), one.address))
            if one.module_address and one.module_address not in seen:
                seen.add(one.module_address)
                self._note_module(one.module_address)

    def _note_module(self, address: str) -> None:
        above = ""
        for name, key in module_steps(address):
            here = within(above, f"module.{name}")
            self._modules.setdefault(here, {})[key] = above = here + key

    def scope(self, address: str) -> Scope | None:
        """The module instance at an address; None when the configuration does not have it."""
        try:
            return self._scopes[address]
        except KeyError:
            found = self._scopes[address] = self._find_scope(address)
            return found

    def _find_scope(self, address: str) -> Scope | None:
        scope: Scope | None = self._scopes[""]
        for name, key in module_steps(address):
            if scope is None:
                return None
            here = within(scope.address, f"module.{name}{key}")
            if here not in self._scopes:
                call = scope.module.module_calls.get(name)
                written = call.module if call is not None else None
                self._scopes[here] = (
                    Scope(here, key, written, scope, call) if written is not None else None
                )
            scope = self._scopes[here]
        return scope

    def outputs(self) -> Iterator[tuple[str, Found]]:
        """The outputs of the root module, and where their values may come from."""
        root = self._scopes[""]
        assert root is not None
        for name, output in root.module.outputs.items():
            yield name, self.of(_decode(output.expression), Place(root))

    # -- expressions

    def expressions(self, holder: ConfigResource | ModuleCall, again: bool) -> dict[str, Any]:
        """The expressions of a block, by argument; kept when they will be asked for `again`."""
        found = self._expressions.get(id(holder)) if again else None
        if found is None:
            decoded = _decode(holder.expressions)
            found = decoded if isinstance(decoded, dict) else {}
            if again:
                self._expressions[id(holder)] = found
        return found

    def plain(self, expression: Any, scope: Scope) -> tuple[str, str] | None:
        """Address and attribute when the expression names one attribute of a single resource.

        The commonest expression by far; anything else is for `of`.
        """
        references = expression.get("references") if type(expression) is dict else None
        if type(references) is not list or len(references) != 2:
            return None
        one, whole = references
        if type(one) is not str or one.count(".") != 2 or not one.startswith(f"{whole}."):
            return None
        if not whole.startswith(OURS) or "[" in one:
            return None
        address = f"{scope.address}.{whole}" if scope.address else whole
        if address in self._instances:
            return None
        attribute = one[len(whole) + 1 :]
        return self._passed_on(scope, whole, attribute) or (address, attribute)

    def _passed_on(self, scope: Scope, block: str, attribute: str) -> tuple[str, str] | None:
        """What an attribute is set to, when that is one attribute of another resource.

        `aws_iam_instance_profile.p.role` is the role's name, whoever passes it on.
        """
        if attribute in NAMED:
            return None
        memo = (scope.address, block, attribute)
        if memo not in self._passed:
            self._passed[memo] = None
            written = scope.resource(block)
            if written is not None:
                expression = self.expressions(written, True).get(attribute)
                self._passed[memo] = self.plain(expression, scope)
        return self._passed[memo]

    def of(self, expression: object, place: Place) -> Found:
        """Where the value of an expression (or of a whole block of them) may come from."""
        references = expression.get("references") if type(expression) is dict else None
        if type(references) is list and len(references) == 1 and type(references[0]) is str:
            found = self._head(references[0], place, False)  # half of all: a variable's value
            return NOWHERE if found.settled else found
        heads = _heads(_references(expression))
        by_key = "each.key" in heads or "count.index" in heads
        parts = [
            found
            for head in heads
            if head not in ("each.key", "count.index")
            and not (found := self._head(head, place, by_key)).settled
        ]
        if not parts:
            return NOWHERE
        named = len(heads) - ("each.key" in heads) - ("count.index" in heads)
        return parts[0] if named == 1 else _together(parts, named > len(parts))

    def _head(self, head: str, place: Place, by_key: bool) -> Found:
        parts = tokens(head) if "[" in head else tuple(head.split("."))
        if len(parts) < 2:
            return OPAQUE
        kind, scope = parts[0], place.scope
        if kind == "each":
            return self._each_value(place) if parts[1] == "value" else NOWHERE
        if kind in ("count", "path", "terraform", "self"):
            return NOWHERE
        if kind == "local":
            return OPAQUE
        if kind == "var":
            return self._variable(scope, parts[1])
        if kind == "module":
            return self._module(scope, parts, place.key if by_key else "")
        if kind == "data":
            return self._data(scope, parts, place.key if by_key else "")
        if not kind.startswith(OURS):
            return OPAQUE
        base = within(scope.address, f"{kind}.{parts[1]}")
        return self._resource(base, parts[2:], place.key if by_key else "")

    def _each_value(self, place: Place) -> Found:
        """What `for_each` iterates over; over another resource, its instance of the same key."""
        expression = _decode(place.for_each)
        heads = _heads(_references(expression))
        if len(heads) == 1 and _is_whole(heads[0]):
            return self._head(heads[0], place, True)
        return self.of(expression, Place(place.scope))

    def _variable(self, scope: Scope, name: str) -> Found:
        """What the calling module passes; a root variable's value is always known in a plan."""
        if scope.parent is None or scope.call is None:
            return NOWHERE
        memo = (scope.address, "var", name)
        found = self._memo.get(memo)
        if found is None:
            self._memo[memo] = OPAQUE
            expression = self.expressions(scope.call, True).get(name)
            place = Place(scope.parent, scope.key, scope.call.for_each_expression)
            found = self.of(expression, place)
            self._memo[memo] = found = NOWHERE if found.settled else found
        return found

    def _module(self, scope: Scope, parts: tuple[str, ...], own_key: str) -> Found:
        base = within(scope.address, f"module.{parts[1]}")
        rest = parts[2:]
        children = self._modules.get(base) or {"": base}
        if rest and rest[0].startswith("["):
            chosen, rest = [base + rest[0]], rest[1:]
        elif own_key and own_key in children:
            chosen = [children[own_key]]
        else:
            chosen = list(children.values())
        found = []
        for address in chosen:
            child = self.scope(address)
            if child is None:
                return OPAQUE
            names = [rest[0]] if rest else list(child.module.outputs)
            found += [self._output(child, name) for name in names]
        return found[0] if len(found) == 1 else _together(found, False)

    def _output(self, scope: Scope, name: str) -> Found:
        memo = (scope.address, "output", name)
        found = self._memo.get(memo)
        if found is None:
            self._memo[memo] = OPAQUE
            output = scope.module.outputs.get(name)
            expression = _decode(output.expression) if output is not None else None
            self._memo[memo] = found = self.of(expression, Place(scope))
        return found

    def _data(self, scope: Scope, parts: tuple[str, ...], own_key: str) -> Found:
        """A data source; one that was read for the plan has known values only."""
        base = within(scope.address, ".".join(parts[:3]))
        found = self._resource(base, parts[3:], own_key)
        refs = tuple(ref for ref in found.refs if ref in self.deferred)
        return Found(refs, found.opaque, found.attribute) if refs or found.opaque else NOWHERE

    def _resource(self, base: str, rest: tuple[str, ...], own_key: str) -> Found:
        if rest and rest[0].startswith("["):
            attribute = rest[1] if len(rest) > 1 else ""
            return Found((base + rest[0],), False, attribute, bool(attribute))
        instances = self._instances.get(base)
        if instances is None:
            attribute = rest[0] if rest else ""
            return Found((base,), False, attribute, bool(attribute))
        for key, address in instances:
            if key == own_key:
                return Found((address,), direct=True)
        if len(instances) > MANY:
            return OPAQUE
        return Found(tuple(address for _, address in instances))


def _together(parts: list[Found], others: bool) -> Found:
    """What several references lead to; `others` says that the expression names more than those.

    What names attributes of one resource, and nothing else, is one of them or made of them.
    """
    refs = tuple(dict.fromkeys(ref for part in parts for ref in part.refs))
    opaque = any(part.opaque for part in parts) or len(refs) > MANY
    plain = all(part.direct for part in parts if not part.settled)
    direct = not others and len(refs) == 1 and plain
    return Found((), True) if opaque else Found(refs, direct=direct)


def _references(expression: object) -> list[str]:
    """Every reference in an expression, or in all the expressions of a block."""
    found: list[str] = []
    stack = [expression]
    while stack:
        one = stack.pop()
        if isinstance(one, list):
            stack.extend(reversed(one))
        elif isinstance(one, dict):
            references = one.get("references")
            if isinstance(references, list):
                found += [ref for ref in references if isinstance(ref, str)]
            elif "constant_value" not in one:
                stack.extend(reversed(one.values()))
    return found


def _heads(references: list[str]) -> list[str]:
    """The references without their own prefixes, which the plan lists after each of them."""
    heads: list[str] = []
    last = ""
    for one in references:
        if len(one) < len(last) and last.startswith(one) and last[len(one)] in ".[":
            if _is_whole(one):
                last = ""
            continue
        last = "" if _is_whole(one) else one
        heads.append(one)
    return heads


def _is_whole(reference: str) -> bool:
    """Whether it names a resource (or variable, or module) as a whole, the last of its prefixes."""
    return "[" not in reference and reference.count(".") <= (reference[:5] == "data.") + 1
