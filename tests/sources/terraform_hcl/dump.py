"""Lowered trees as short text, fully parenthesised, for tests to compare."""

from __future__ import annotations

import json
from typing import Any

from partywall.sources.terraform_hcl.syntax import (
    Ambient,
    Bare,
    Binary,
    Body,
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
    Template,
    TemplateFor,
    Tuple,
    Unary,
    Variable,
)


def dump(expr: Any) -> str:
    """`$x` is bound, `'x` bare, `@` the element of a splat, `t"…"` a template of parts."""
    match expr:
        case Constant(value=bool() | None | str()):
            return json.dumps(expr.value, ensure_ascii=False)
        case Constant():
            return str(expr.value)
        case Template():
            return f"t<{' '.join(map(dump, expr.parts))}>"
        case TemplateFor():
            return f"t<for {_names(expr)} in {dump(expr.collection)}: {dump(expr.body)}>"
        case Tuple():
            return f"[{', '.join(map(dump, expr.items))}]"
        case Object():
            return f"{{{', '.join(f'{dump(k)}={dump(v)}' for k, v in expr.items)}}}"
        case ForTuple():
            return (
                f"[for {_names(expr)} in {dump(expr.collection)}: {dump(expr.element)}{_if(expr)}]"
            )
        case ForObject():
            element = dump(expr.element) + ("..." if expr.grouped else "")
            pair = f"{dump(expr.name)} => {element}"
            return f"{{for {_names(expr)} in {dump(expr.collection)}: {pair}{_if(expr)}}}"
        case Conditional():
            return f"({dump(expr.test)} ? {dump(expr.yes)} : {dump(expr.no)})"
        case Unary():
            return f"({expr.operator}{dump(expr.operand)})"
        case Binary():
            return f"({dump(expr.left)} {expr.operator} {dump(expr.right)})"
        case Call():
            return f"{expr.name}({', '.join(map(dump, expr.arguments))}{'...' * expr.spread})"
        case GetAttr():
            return f"{dump(expr.of)}.{expr.name}"
        case Index():
            return f"{dump(expr.of)}[{dump(expr.key)}]"
        case Splat():
            return f"{dump(expr.of)}[*]<{dump(expr.each)}>"
    return _name(expr)


def _name(expr: Expr) -> str:
    match expr:
        case Element():
            return "@"
        case Bound():
            return f"${expr.name}"
        case Bare():
            return f"'{expr.name}"
        case Variable():
            return f"var.{expr.name}"
        case Local():
            return f"local.{expr.name}"
        case ModuleOf():
            return f"module.{expr.name}"
        case ResourceOf():
            return f"{expr.mode}:{expr.type}.{expr.name}"
        case Each():
            return f"each.{expr.which}"
        case CountIndex():
            return "count.index"
        case Ambient():
            return expr.name
        case SelfOf():
            return "self"
    raise AssertionError(type(expr))


def _names(expr: Any) -> str:
    return f"{expr.key}, {expr.value}" if expr.key else expr.value


def _if(expr: Any) -> str:
    return f" if {dump(expr.condition)}" if expr.condition else ""


def outline(body: Body) -> list[str]:
    """Every attribute of a body and of the blocks in it, with where it stands among them."""
    found = [f"{name} = {dump(one.value)}" for name, one in body.attributes.items()]
    for block in body.blocks:
        head = " ".join((block.type, *block.labels)) + (" broken" if block.broken else "")
        found += [head, *(f"  {line}" for line in outline(block.body))]
    return found
