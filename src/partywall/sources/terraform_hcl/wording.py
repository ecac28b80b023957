"""An expression as text again: the same text for the same expression, however it was laid out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from partywall.sources.terraform.types import as_text
from partywall.sources.terraform_hcl import syntax


def words_of(expr: syntax.Expr) -> str:
    """The expression in Terraform's syntax, on one line, fully parenthesised inside."""
    return _WORDS[type(expr)](expr)


def _constant(expr: syntax.Constant) -> str:
    if isinstance(expr.value, str):
        return f'"{expr.value}"'
    return "null" if expr.value is None else str(as_text(expr.value))


def _template(expr: syntax.Template) -> str:
    return f'"{"".join(_part(part) for part in expr.parts)}"'


def _part(part: syntax.Expr) -> str:
    if isinstance(part, syntax.Constant) and isinstance(part.value, str):
        return part.value
    return f"${{{words_of(part)}}}"


def _template_for(expr: syntax.TemplateFor) -> str:
    return f"%{{for {_named(expr)} in {words_of(expr.collection)}}}{_part(expr.body)}%{{endfor}}"


def _for_tuple(expr: syntax.ForTuple) -> str:
    head = f"for {_named(expr)} in {words_of(expr.collection)}"
    return f"[{head} : {words_of(expr.element)}{_condition(expr)}]"


def _for_object(expr: syntax.ForObject) -> str:
    head = f"for {_named(expr)} in {words_of(expr.collection)}"
    element = words_of(expr.element) + "..." * expr.grouped
    return f"{{{head} : {words_of(expr.name)} => {element}{_condition(expr)}}}"


def _named(expr: syntax.ForTuple | syntax.ForObject | syntax.TemplateFor) -> str:
    return f"{expr.key}, {expr.value}" if expr.key else expr.value


def _condition(expr: syntax.ForTuple | syntax.ForObject) -> str:
    return f" if {words_of(expr.condition)}" if expr.condition is not None else ""


def _call(expr: syntax.Call) -> str:
    return f"{expr.name}({_list(expr.arguments)}{'...' * expr.spread})"


def _list(items: tuple[syntax.Expr, ...]) -> str:
    return ", ".join(words_of(item) for item in items)


def _object(expr: syntax.Object) -> str:
    return f"{{{', '.join(f'{words_of(key)} = {words_of(value)}' for key, value in expr.items)}}}"


def _inside(expr: syntax.Expr) -> str:
    compound = isinstance(expr, syntax.Binary | syntax.Conditional)
    return f"({words_of(expr)})" if compound else words_of(expr)


def _conditional(expr: syntax.Conditional) -> str:
    return f"{_inside(expr.test)} ? {_inside(expr.yes)} : {_inside(expr.no)}"


def _splat(expr: syntax.Splat) -> str:
    return f"{_inside(expr.of)}[*]{words_of(expr.each)}"


_WORDS: Final[dict[type[syntax.Expr], Callable[[Any], str]]] = {
    syntax.Ambient: lambda expr: expr.name,
    syntax.Bare: lambda expr: expr.name,
    syntax.Binary: lambda expr: f"{_inside(expr.left)} {expr.operator} {_inside(expr.right)}",
    syntax.Bound: lambda expr: expr.name,
    syntax.Call: _call,
    syntax.Conditional: _conditional,
    syntax.Constant: _constant,
    syntax.CountIndex: lambda expr: "count.index",
    syntax.Each: lambda expr: f"each.{expr.which}",
    syntax.Element: lambda expr: "",
    syntax.ForObject: _for_object,
    syntax.ForTuple: _for_tuple,
    syntax.GetAttr: lambda expr: f"{_inside(expr.of)}.{expr.name}",
    syntax.Index: lambda expr: f"{_inside(expr.of)}[{words_of(expr.key)}]",
    syntax.Local: lambda expr: f"local.{expr.name}",
    syntax.ModuleOf: lambda expr: f"module.{expr.name}",
    syntax.Object: _object,
    syntax.ResourceOf: lambda expr: f"{'data.' * (expr.mode == 'data')}{expr.type}.{expr.name}",
    syntax.SelfOf: lambda expr: "self",
    syntax.Splat: _splat,
    syntax.Template: _template,
    syntax.TemplateFor: _template_for,
    syntax.Tuple: lambda expr: f"[{_list(expr.items)}]",
    syntax.Unary: lambda expr: f"{expr.operator}{_inside(expr.operand)}",
    syntax.Variable: lambda expr: f"var.{expr.name}",
}
