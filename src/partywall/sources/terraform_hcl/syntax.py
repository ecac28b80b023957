"""Terraform's language as a small typed tree: what the evaluator works on.

Native syntax and `.tf.json` are lowered into the same tree, so nothing after this knows which one
was written. Names are resolved as far as the text alone allows: `var.x`, a resource, and the
variable of a `for` are different nodes, whatever they are called.

Source: Terraform documentation, "Expressions", and the HCL native syntax specification, both read
2026-11-23.
"""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct, field

from partywall.kernel.span import Span


class SourceFile(Struct, eq=False):
    """A file as it is shown to people, and where its lines begin (byte offsets)."""

    name: str
    line_starts: list[int]

    def span(self, at: int) -> Span:
        """The place of a byte offset; columns count bytes, from 1."""
        line = bisect_right(self.line_starts, at)
        return Span(self.name, line, at - self.line_starts[line - 1] + 1)


class Expr(Struct, frozen=True, eq=False, gc=False):
    """An expression. `at` is the byte offset at which it begins.

    Trees hold no cycles, so Python's cycle collector need not know of their nodes.
    """

    at: int


class Constant(Expr, frozen=True, eq=False):
    """A number, a boolean, null, or text without interpolation."""

    value: int | Decimal | bool | str | None


class Template(Expr, frozen=True, eq=False):
    """Parts joined as text. A template that is one interpolation is that expression instead.

    `%{if}` is a `Conditional` of templates, `%{for}` a `TemplateFor`; strip markers and the
    indentation of heredocs have been taken out of the literal parts.
    """

    parts: tuple[Expr, ...]


class TemplateFor(Expr, frozen=True, eq=False):
    """`%{ for key, value in collection }body%{ endfor }`: the bodies, joined as text."""

    key: str
    value: str
    collection: Expr
    body: Expr


class Tuple(Expr, frozen=True, eq=False):
    """`[a, b]`."""

    items: tuple[Expr, ...]


class Object(Expr, frozen=True, eq=False):
    """`{ a = 1, (b) = 2 }`; a bare key is a `Constant`."""

    items: tuple[tuple[Expr, Expr], ...]


class ForTuple(Expr, frozen=True, eq=False):
    """`[for key, value in collection : element if condition]`; `key` is "" when not named."""

    key: str
    value: str
    collection: Expr
    element: Expr
    condition: Expr | None


class ForObject(Expr, frozen=True, eq=False):
    """`{for key, value in collection : name => element... if condition}`."""

    key: str
    value: str
    collection: Expr
    name: Expr
    element: Expr
    condition: Expr | None
    grouped: bool


class Conditional(Expr, frozen=True, eq=False):
    """`test ? yes : no`, right-associative."""

    test: Expr
    yes: Expr
    no: Expr


class Unary(Expr, frozen=True, eq=False):
    """`-operand` or `!operand`."""

    operator: Literal["-", "!"]
    operand: Expr


class Binary(Expr, frozen=True, eq=False):
    """`left operator right`: `+ - * / % == != < <= > >= && ||`."""

    operator: str
    left: Expr
    right: Expr


class Call(Expr, frozen=True, eq=False):
    """`name(arguments)`, the last one spread when `spread` (`...`).

    A function of a provider has its whole name: `provider::aws::arn_parse`; `core::max` is `max`.
    """

    name: str
    arguments: tuple[Expr, ...]
    spread: bool = False


class GetAttr(Expr, frozen=True, eq=False):
    """`of.name`."""

    of: Expr
    name: str


class Index(Expr, frozen=True, eq=False):
    """`of[key]`; the old form `of.0` as well."""

    of: Expr
    key: Expr


class Splat(Expr, frozen=True, eq=False):
    """`of[*].name…` or `of.*.name…`: `each` for every element, which it sees as `Element`.

    What follows `.*` up to the first index is in `each`; what follows `[*]` is, to the end.
    """

    of: Expr
    each: Expr


class Element(Expr, frozen=True, eq=False):
    """The element that the innermost `Splat` around is at."""


class Bound(Expr, frozen=True, eq=False):
    """A name that a `for`, a `%{for}` or a `dynamic` block around has bound."""

    name: str


class Variable(Expr, frozen=True, eq=False):
    """`var.name`."""

    name: str


class Local(Expr, frozen=True, eq=False):
    """`local.name`."""

    name: str


class ModuleOf(Expr, frozen=True, eq=False):
    """`module.name`."""

    name: str


class ResourceOf(Expr, frozen=True, eq=False):
    """`type.name`, all its instances; `mode` is `managed`, `data` or `ephemeral`."""

    type: str
    name: str
    mode: str = "managed"


class Each(Expr, frozen=True, eq=False):
    """`each.key` or `each.value`."""

    which: str


class CountIndex(Expr, frozen=True, eq=False):
    """`count.index`."""


class Ambient(Expr, frozen=True, eq=False):
    """`path.module`, `path.root`, `path.cwd`, `terraform.workspace`, `terraform.applying`."""

    name: str


class SelfOf(Expr, frozen=True, eq=False):
    """`self`, in provisioners and postconditions."""


class Bare(Expr, frozen=True, eq=False):
    """A name alone: a keyword of a type constraint (`string`), otherwise a mistake."""

    name: str


class Attribute(Struct, frozen=True, eq=False, gc=False):
    """`name = value`; `file` is where it stands when an override file has brought it here."""

    name: str
    value: Expr
    at: int
    file: SourceFile | None = None


class Block(Struct, frozen=True, eq=False, gc=False):
    """`type "label" … { body }`; `end` is the byte offset behind its last brace."""

    type: str
    labels: tuple[str, ...]
    body: Body
    at: int
    end: int

    @property
    def broken(self) -> bool:
        """Whether some of it could not be read, so that what it lacks is not known to be absent."""
        return self.body.broken


class Body(Struct, eq=False):
    """What stands in braces, or in a whole file: attributes by name, blocks in order.

    In `.tf.json` the blocks inside a resource look like attributes, and are lowered as such: only
    the provider's schema can tell. A `broken` one holds what could be read, and there was more.
    """

    file: SourceFile
    attributes: dict[str, Attribute] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    broken: bool = False

    def first(self, kind: str) -> Block | None:
        """The first block of a type."""
        return next((one for one in self.blocks if one.type == kind), None)


class Fault(Struct, frozen=True):
    """Something in a file that is not understood: what, and where."""

    message: str
    where: Span


NOWHERE: Final = -1
"""The offset of what nobody wrote."""
