"""A `*.tf.json` file: the same blocks and attributes, written as JSON.

What an object means depends on where it stands. Terraform knows the arguments and blocks that are
its own; which of a resource's objects are nested blocks only the provider's schema can tell, so
those are attributes here. Strings are templates, except where Terraform wants a bare expression (a
type, a provider) or the plain text (the default of a variable).

Source: Terraform documentation, "JSON Configuration Syntax", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.lowering.files import empty_body, readable
from partywall.sources.terraform_hcl.lowering.positioned_json import Json, Member, load
from partywall.sources.terraform_hcl.lowering.standalone import (
    lower_expression,
    lower_standalone,
)
from partywall.sources.terraform_hcl.syntax import (
    Attribute,
    Block,
    Body,
    Constant,
    Expr,
    Fault,
    Object,
    Tuple,
)

_COMMENT: Final = "//"

_Bound = frozenset[str]
_Members = tuple[Member, ...]
_ToExpr = Callable[[Json, _Bound], Expr]

_TOP: Final = {
    "resource": 2,
    "data": 2,
    "ephemeral": 2,
    "module": 1,
    "variable": 1,
    "output": 1,
    "provider": 1,
    "check": 1,
}
"""How many labels a block has, where it has any."""

_RESOURCE: Final = {"lifecycle": 0, "connection": 0, "provisioner": 1, "dynamic": 1}
_NESTED: Final[dict[str, dict[str, int]]] = {
    "resource": _RESOURCE,
    "data": _RESOURCE,
    "ephemeral": _RESOURCE,
    "lifecycle": {"precondition": 0, "postcondition": 0},
    "provisioner": {"connection": 0},
    "dynamic": {"content": 0},
    "content": {"dynamic": 1},
    "provider": {"dynamic": 1},
    "variable": {"validation": 0},
    "output": {"precondition": 0},
    "terraform": {"required_providers": 0, "backend": 1, "cloud": 0, "provider_meta": 1},
}
"""The blocks in a block that are Terraform's own, each with its number of labels."""


def lower_json_file(data: bytes, name: str) -> tuple[Body, list[Fault]]:
    """See `lowering.lower_json`."""
    body = empty_body(data, name)
    try:
        document = load(readable(data))
    except Failure as failure:
        body.broken = True
        return body, [Fault(failure.message, body.file.span(failure.at))]
    lowering = _Json(body)
    lowering.top(document)
    return body, lowering.faults


class _Json:
    """The lowering of one file."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.faults: list[Fault] = []

    def top(self, document: Json) -> None:
        """Fill the body of the file."""
        for member in self._objects(document, self.body):
            if member.name != _COMMENT:
                self._blocks(self.body, member, _TOP.get(member.name, 0), frozenset(), "")

    def _fault(self, body: Body, failure: Failure) -> None:
        body.broken = True
        self.faults.append(Fault(failure.message, body.file.span(failure.at)))

    def _objects(self, value: Json, body: Body) -> Iterator[Member]:
        """The members of an object, or of all objects in a list; null has none."""
        for one in value.value if isinstance(value.value, list) else [value]:
            if isinstance(one.value, tuple):
                yield from one.value
            elif one.value is not None:
                self._fault(body, Failure("an object is expected here", one.at))

    def _blocks(
        self, body: Body, member: Member, labels: int, bound: _Bound, iterator: str
    ) -> None:
        """The blocks of a type: an object for each label, at the end an object or a list of them.

        Each is whole on its own, so a fault in one leaves the others as they are.
        """
        found: list[tuple[tuple[str, ...], int, Json]] = [((), member.at, member.value)]
        for _ in range(labels):
            found = [
                ((*names, inner.name), inner.at, inner.value)
                for names, _, value in found
                for inner in self._objects(value, body)
                if inner.name != _COMMENT
            ]
        for names, at, value in found:
            for one in value.value if isinstance(value.value, list) else [value]:
                if isinstance(one.value, tuple):
                    block = Block(member.name, names, Body(body.file), at, one.end)
                    self._block(body, block, one.value, bound, iterator)
                elif one.value is not None:
                    self._fault(body, Failure("an object is expected here", one.at))

    def _block(
        self, body: Body, block: Block, members: _Members, bound: _Bound, iterator: str
    ) -> None:
        """Fill a block and put it into a body; `iterator` is that of a `dynamic` around it."""
        own = _iterator(block, members) if block.type == "dynamic" else ""
        if block.type == "content" and iterator:
            bound |= {iterator}
        nested = _NESTED.get(block.type, {})
        for member in members:
            if member.name in nested:
                self._blocks(block.body, member, nested[member.name], bound, own)
            elif member.name != _COMMENT:
                inner = bound | {own} if own and member.name == "labels" else bound
                self._attribute(block, member, inner)
        body.blocks.append(block)
        body.broken |= block.broken

    def _attribute(self, block: Block, member: Member, bound: _Bound) -> None:
        body = block.body
        if member.name in body.attributes:
            self._fault(body, Failure(f'"{member.name}" is set twice here', member.at))
            return
        lower = _SPECIAL.get((block.type, member.name), _expression)
        try:
            value = lower(member.value, bound)
        except Failure as failure:
            self._fault(body, failure)
            return
        body.attributes[member.name] = Attribute(member.name, value, member.at)


def _iterator(block: Block, members: _Members) -> str:
    """The name that a `dynamic` block binds in its content."""
    for member in members:
        if member.name == "iterator" and isinstance(member.value.value, str):
            return member.value.value
    return block.labels[0] if block.labels else ""


# -- values


def _value(of_text: Callable[[str, int, _Bound], Expr], json: Json, bound: _Bound) -> Expr:
    """A value as an expression, its strings made by `of_text`."""
    value = json.value
    if isinstance(value, str):
        return of_text(value, json.at + 1, bound)
    if isinstance(value, list):
        return Tuple(json.at, tuple([_value(of_text, one, bound) for one in value]))
    if isinstance(value, tuple):
        of_name = _template if of_text is _bare else of_text
        pairs = [
            (of_name(one.name, one.at + 1, bound), _value(of_text, one.value, bound))
            for one in value
        ]
        return Object(json.at, tuple(pairs))
    return Constant(json.at, value)


def _template(text: str, at: int, bound: _Bound) -> Expr:
    return lower_standalone(text, at, bound=bound)


def _plain(text: str, at: int, bound: _Bound) -> Expr:
    return Constant(at, text)


def _bare(text: str, at: int, bound: _Bound) -> Expr:
    return lower_expression(text, at, bound)


_expression: Final[_ToExpr] = partial(_value, _template)
_SPECIAL: Final[dict[tuple[str, str], _ToExpr]] = {
    ("variable", "type"): partial(_value, _bare),
    ("variable", "default"): partial(_value, _plain),
    ("module", "source"): partial(_value, _plain),
    ("module", "providers"): partial(_value, _bare),
    ("resource", "provider"): partial(_value, _bare),
    ("data", "provider"): partial(_value, _bare),
    ("ephemeral", "provider"): partial(_value, _bare),
    ("dynamic", "iterator"): partial(_value, _bare),
}
"""Arguments of which the strings are no templates: bare expressions, or just text."""
