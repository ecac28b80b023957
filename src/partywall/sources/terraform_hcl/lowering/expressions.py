"""Expressions: from the nodes of the syntax tree to those of `syntax`.

Names are resolved here, as far as the text alone allows: what a `for`, a `%{for}` or a `dynamic`
block around has bound hides whatever else has that name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, Literal, cast

from tree_sitter import Node

from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.lowering import grammar as g
from partywall.sources.terraform_hcl.lowering.files import MAX_DEPTH
from partywall.sources.terraform_hcl.lowering.templates import lower_template_node
from partywall.sources.terraform_hcl.lowering.text import decoded, number_of, quoted
from partywall.sources.terraform_hcl.syntax import (
    Ambient,
    Bare,
    Binary,
    Bound,
    Call,
    Conditional,
    Constant,
    CountIndex,
    Each,
    Element,
    Expr,
    ForObject,
    ForTuple,
    GetAttr,
    Index,
    Local,
    ModuleOf,
    Object,
    ResourceOf,
    SelfOf,
    Splat,
    Tuple,
    Unary,
    Variable,
)

_NOTHING: Final[frozenset[str]] = frozenset()
_KEYWORDS: Final = {"true": True, "false": False, "null": None}
_SIMPLE: Final = re.compile(
    r'"(?P<text>[^"\\$%\n]*)"|(?P<digits>[0-9]{1,15})|(?P<keyword>true|false|null)'
    r"|(?P<names>(?!(?:true|false|null)\b)[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){0,9})"
)
"""The shapes of most expressions. Their text tells everything, so the nodes below are not made."""


class Expressions:
    """Lowers the expressions of one text.

    `base` is added to every offset. With `free` every name is bound by someone else.
    """

    def __init__(
        self, data: bytes, base: int = 0, *, free: bool = False, bound: frozenset[str] = _NOTHING
    ) -> None:
        self.text = data.decode("latin-1")
        self.base = base
        self.free = free
        self.bound = bound
        self.depth = 0

    def word(self, node: Node) -> str:
        """The text of a name."""
        return decoded(self.text[node.start_byte : node.end_byte])

    def deeper(self, node: Node) -> None:
        """Count one more level of nesting. Raises Failure when there are too many."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Failure(f"nested deeper than {MAX_DEPTH} levels", self.base + node.start_byte)

    # -- dispatch

    def expression(self, node: Node) -> Expr:
        """An `expression` node, lowered. Raises Failure where it is not Terraform's language."""
        start = node.start_byte
        simple = _SIMPLE.fullmatch(self.text, start, node.end_byte)
        if simple is not None:
            return self._simple(simple, self.base + start)
        children = node.children
        if len(children) == 1:
            return self.one(children[0])
        return self.chain(children)

    def _simple(self, found: re.Match[str], at: int) -> Expr:
        kind, word = found.lastgroup, found[found.lastindex or 0]
        if kind == "text":
            return Constant(at, decoded(word))
        if kind == "digits":
            return Constant(at, int(word))
        if kind == "keyword":
            return Constant(at, _KEYWORDS[word])
        names = word.split(".")
        of, taken = self._rooted(at, names)
        for name in names[taken:]:
            of = GetAttr(at, of, name)
        return of

    def one(self, node: Node) -> Expr:
        """Any other kind of node that is an expression, lowered."""
        self.deeper(node)
        found = _LOWERED.get(node.kind_id, Expressions._unexpected)(self, node)
        self.depth -= 1
        return found

    def chain(self, nodes: list[Node]) -> Expr:
        """A term and the steps behind it: `.name`, `[key]`, `[*]`."""
        nodes = [node for node in nodes if node.kind_id != g.COMMENT]
        first = nodes[0]
        if len(nodes) > MAX_DEPTH:
            raise Failure(f"more than {MAX_DEPTH} steps", self.base + first.start_byte)
        if first.kind_id == g.VARIABLE:
            return self._reference(nodes)
        if first.kind_id == g.PARENTHESIS:
            self.deeper(first)
            found = self.expression(nodes[1])
            self.depth -= 1
            return self._steps(found, nodes, 3)
        return self._steps(self.one(first), nodes, 1)

    def _unexpected(self, node: Node) -> Expr:
        raise Failure("an expression is expected here", self.base + node.start_byte)

    # -- terms

    def _literal(self, node: Node) -> Expr:
        start = node.start_byte
        raw = self.text[start : node.end_byte]
        at = self.base + start
        if raw[0] == '"':
            return Constant(at, quoted(raw[1:-1], at + 1))
        if raw in _KEYWORDS:
            return Constant(at, _KEYWORDS[raw])
        return Constant(at, number_of(raw, at))

    def _template(self, node: Node) -> Expr:
        return lower_template_node(self, node.children[0])

    def _collection(self, node: Node) -> Expr:
        inner = node.children[0]
        at = self.base + inner.start_byte
        if inner.kind_id == g.TUPLE:
            items = [self.expression(x) for x in inner.children if x.kind_id == g.EXPRESSION]
            return Tuple(at, tuple(items))
        pairs = [self._pair(x) for x in inner.children if x.kind_id == g.OBJECT_ELEMENT]
        return Object(at, tuple(pairs))

    def _pair(self, node: Node) -> tuple[Expr, Expr]:
        key, *_, value = _expressions(node)
        return self._key(key), self.expression(value)

    def _key(self, node: Node) -> Expr:
        """A key of an object: a bare word stands for itself, `true` and `null` as well."""
        start = node.start_byte
        word = decoded(self.text[start : node.end_byte])
        if word.replace("-", "_").isidentifier():
            return Constant(self.base + start, word)
        return self.expression(node)

    def _call(self, node: Node) -> Expr:
        children = node.children
        name = self.word(children[0]).removeprefix("core::")
        at = self.base + node.start_byte
        arguments = next((x for x in children if x.kind_id == g.ARGUMENTS), None)
        if arguments is None:
            return Call(at, name, ())
        parts = arguments.children
        values = tuple([self.expression(x) for x in parts if x.kind_id == g.EXPRESSION])
        return Call(at, name, values, any(x.kind_id == g.ELLIPSIS for x in parts))

    def _for(self, node: Node) -> Expr:
        inner = node.children[0]
        at = self.base + inner.start_byte
        _, intro, *rest = [x for x in inner.children if x.kind_id != g.COMMENT]
        key, value, collection = self.names_of_for(intro)
        outer = self.bound
        self.bound |= {key, value}
        parts = [self.expression(x) for x in rest if x.kind_id == g.EXPRESSION]
        test = next((x for x in rest if x.kind_id == g.FOR_CONDITION), None)
        condition = None if test is None else self.expression(_expressions(test)[0])
        self.bound = outer
        if inner.kind_id == g.FOR_TUPLE:
            return ForTuple(at, key, value, collection, parts[0], condition)
        grouped = any(x.kind_id == g.ELLIPSIS for x in rest)
        return ForObject(at, key, value, collection, parts[0], parts[1], condition, grouped)

    def names_of_for(self, intro: Node) -> tuple[str, str, Expr]:
        """Key, value and collection of `for key, value in collection`; the key may be ""."""
        children = intro.children
        names = [self.word(x) for x in children if x.kind_id == g.IDENTIFIER]
        collection = self.expression(_expressions(intro)[0])
        return names[0] if len(names) > 1 else "", names[-1], collection

    # -- operators

    def _operation(self, node: Node) -> Expr:
        inner = node.children[0]
        at = self.base + inner.start_byte
        children = inner.children
        if inner.kind_id == g.UNARY:
            sign = cast(Literal["-", "!"], self.text[inner.start_byte])
            return Unary(at, sign, self._operand(children[1:]))
        middle = next(i for i, x in enumerate(children) if x.kind_id in g.OPERATORS)
        left, right = self._operand(children[:middle]), self._operand(children[middle + 1 :])
        return Binary(at, g.OPERATORS[children[middle].kind_id], left, right)

    def _operand(self, nodes: list[Node]) -> Expr:
        return self.one(nodes[0]) if len(nodes) == 1 else self.chain(nodes)

    def _conditional(self, node: Node) -> Expr:
        """`test ? yes : no`; the grammar has chains of them associate to the left, so turn them.

        What it takes for the test of the outer one is a conditional without parentheses, whose
        `no` is the test of what follows.
        """
        turned: list[tuple[Node, Node]] = []
        while True:
            test, yes, no = _expressions(node)
            turned.append((yes, no))
            inner = [x for x in test.children if x.kind_id != g.COMMENT]
            if len(inner) != 1 or inner[0].kind_id != g.CONDITIONAL:
                break
            node = inner[0]
        if len(turned) > MAX_DEPTH:
            raise Failure(f"nested deeper than {MAX_DEPTH} levels", self.base + node.start_byte)
        tests = [test, *(no for _, no in reversed(turned))]
        found = self.expression(tests.pop())
        for yes, _ in turned:
            test = tests.pop()
            at = self.base + test.start_byte
            found = Conditional(at, self.expression(test), self.expression(yes), found)
        return found

    # -- names and steps

    def _variable(self, node: Node) -> Expr:
        return self._reference([node])

    def _reference(self, nodes: list[Node]) -> Expr:
        """A name and the steps behind it: as many of them as belong to the name make one node."""
        names = [self.word(nodes[0])]
        for node in nodes[1 : 1 + _MOST_NAMES]:
            if node.kind_id != g.GET_ATTR:
                break
            names.append(self._name(node))
        of, taken = self._rooted(self.base + nodes[0].start_byte, names)
        return self._steps(of, nodes, taken)

    def _rooted(self, at: int, names: list[str]) -> tuple[Expr, int]:
        """What a name and those behind it lead to first, and how many of them that takes."""
        root = names[0]
        if self.free or root in self.bound:
            return Bound(at, root), 1
        needed, make = _ROOTS.get(root, _RESOURCE)
        if len(names) <= needed:
            return Bare(at, root), 1
        return make(at, root, *names[1 : 1 + needed]), 1 + needed

    def _name(self, node: Node) -> str:
        """The name in `.name`; there may be white space or a comment between the two."""
        start = node.start_byte + 1
        if self.text[start] in " \t\r\n/#":
            return self.word(node.children[-1])
        return decoded(self.text[start : node.end_byte])

    def _steps(self, of: Expr, nodes: list[Node], i: int) -> Expr:
        """`of` with the steps from the i-th node on."""
        at = of.at
        for after, node in enumerate(nodes[i:], i + 1):
            if node.kind_id == g.GET_ATTR:
                of = GetAttr(at, of, self._name(node))
            elif node.kind_id == g.INDEX:
                of = Index(at, of, self._index(node))
            elif node.kind_id == g.SPLAT:
                return self._splat(of, node, nodes[after:])
            else:
                raise Failure("an operator is expected here", self.base + node.start_byte)
        return of

    def _index(self, node: Node) -> Expr:
        inner = node.children[0]
        if inner.kind_id == g.LEGACY_INDEX:
            start = inner.start_byte + 1
            word = self.text[start : inner.end_byte].strip()
            return Constant(self.base + start, number_of(word, self.base + start))
        return self.expression(_expressions(inner)[0])

    def _splat(self, of: Expr, node: Node, behind: list[Node]) -> Expr:
        """`[*]` takes all that follows, `.*` the names that follow directly."""
        inner = node.children[0]
        at = self.base + node.start_byte
        steps = [x for x in inner.children[1:] if x.kind_id != g.COMMENT] + behind
        if inner.kind_id == g.FULL_SPLAT:
            return Splat(of.at, of, self._steps(Element(at), steps, 0))
        end = next((i for i, x in enumerate(steps) if not self._is_name(x)), len(steps))
        return self._steps(Splat(of.at, of, self._steps(Element(at), steps[:end], 0)), steps, end)

    def _is_name(self, node: Node) -> bool:
        return node.kind_id == g.GET_ATTR or (
            node.kind_id == g.INDEX and node.children[0].kind_id == g.LEGACY_INDEX
        )


def _expressions(node: Node) -> list[Node]:
    return [child for child in node.children if child.kind_id == g.EXPRESSION]


_LOWERED: Final[dict[int, Callable[[Expressions, Node], Expr]]] = {
    g.LITERAL: Expressions._literal,
    g.TEMPLATE: Expressions._template,
    g.COLLECTION: Expressions._collection,
    g.CALL: Expressions._call,
    g.FOR: Expressions._for,
    g.OPERATION: Expressions._operation,
    g.CONDITIONAL: Expressions._conditional,
    g.VARIABLE: Expressions._variable,
}

_Maker = Callable[..., Expr]
_MOST_NAMES: Final = 2
"""Behind the first one, of those that make one node with it: `data.type.name`."""

_RESOURCE: Final[tuple[int, _Maker]] = (1, ResourceOf)
_ROOTS: Final[dict[str, tuple[int, _Maker]]] = {
    "var": (1, lambda at, _, name: Variable(at, name)),
    "local": (1, lambda at, _, name: Local(at, name)),
    "module": (1, lambda at, _, name: ModuleOf(at, name)),
    "resource": (2, lambda at, _, kind, name: ResourceOf(at, kind, name)),
    "data": (2, lambda at, mode, kind, name: ResourceOf(at, kind, name, mode)),
    "ephemeral": (2, lambda at, mode, kind, name: ResourceOf(at, kind, name, mode)),
    "path": (1, lambda at, root, name: Ambient(at, f"{root}.{name}")),
    "terraform": (1, lambda at, root, name: Ambient(at, f"{root}.{name}")),
    "each": (1, lambda at, _, name: Each(at, name)),
    "count": (1, lambda at, _, name: _count(at, name)),
    "self": (0, lambda at, _: SelfOf(at)),
}


def _count(at: int, name: str) -> Any:
    return CountIndex(at) if name == "index" else GetAttr(at, Bare(at, "count"), name)
