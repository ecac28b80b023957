"""Type constraints as they are written: `list(object({ a = optional(string, "x") }))`.

Source: Terraform documentation, "Type Constraints", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from partywall.sources.terraform.type_model import (
    ANY,
    PRIMITIVES,
    Collection,
    Field,
    ObjectType,
    Type,
    tuple_of,
)
from partywall.sources.terraform.types import convert
from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl import syntax

Evaluate = Callable[[syntax.Expr], Any]

_OLD: Final = {"list": Collection("list", ANY), "map": Collection("map", ANY)}
"""What a variable could be before Terraform had types; the elements were of any one type."""


def parse_type(expr: syntax.Expr, evaluate: Evaluate) -> Type:
    """The type that an expression writes; `evaluate` works out the defaults of attributes.

    The old forms `"string"`, `list` and `map` are understood as well. Raises Failure for
    anything else, and for a default that is not of its type.
    """
    if isinstance(expr, syntax.Constant | syntax.Bare) and _name(expr) in _OLD:
        return _OLD[_name(expr)]
    if isinstance(expr, syntax.Constant) and _name(expr) in PRIMITIVES:
        return PRIMITIVES[_name(expr)]
    return _parsed(expr, evaluate)


def _name(expr: syntax.Constant | syntax.Bare) -> str:
    if isinstance(expr, syntax.Bare):
        return expr.name
    return expr.value if isinstance(expr.value, str) else ""


def _parsed(expr: syntax.Expr, evaluate: Evaluate) -> Type:
    if isinstance(expr, syntax.Bare) and expr.name in PRIMITIVES:
        return PRIMITIVES[expr.name]
    if not isinstance(expr, syntax.Call) or len(expr.arguments) != 1 or expr.spread:
        raise Failure("this is no type", expr.at)
    inner = expr.arguments[0]
    if expr.name in ("list", "set", "map"):
        return Collection(expr.name, _parsed(inner, evaluate))
    if expr.name == "tuple" and isinstance(inner, syntax.Tuple):
        return tuple_of(_parsed(one, evaluate) for one in inner.items)
    if expr.name == "object" and isinstance(inner, syntax.Object):
        return ObjectType("object", dict(_field(*item, evaluate) for item in inner.items))
    raise Failure("this is no type", expr.at)


def _field(key: syntax.Expr, written: syntax.Expr, evaluate: Evaluate) -> tuple[str, Field]:
    """An attribute of an object type, which may be optional and have a default."""
    if not isinstance(key, syntax.Constant) or not isinstance(key.value, str):
        raise Failure("an attribute of a type needs a plain name", key.at)
    if not isinstance(written, syntax.Call) or written.name != "optional":
        return key.value, Field(_parsed(written, evaluate))
    if not 1 <= len(written.arguments) <= 2:
        raise Failure("optional takes a type, and at most one default", written.at)
    kind = _parsed(written.arguments[0], evaluate)
    default = evaluate(written.arguments[1]) if len(written.arguments) == 2 else None
    return key.value, Field(kind, True, convert(default, kind))
