"""The value of an expression. Nothing is worked out before it is asked for.

Raises Failure where Terraform would refuse the expression; whoever asked for a named value turns
that into an unknown (`ModuleInstance`), `try` and `can` into an answer (`special`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import as_bool, as_text, word_for
from partywall.sources.terraform.values import (
    Failure,
    Lazy,
    SetValue,
    partial_text,
    unknown_from,
)
from partywall.sources.terraform_hcl import syntax
from partywall.sources.terraform_hcl.evaluation.groups import Group
from partywall.sources.terraform_hcl.evaluation.special import SPECIAL
from partywall.sources.terraform_hcl.evaluation.surroundings import Here
from partywall.sources.terraform_hcl.functions import call
from partywall.sources.terraform_hcl.operators import (
    binary,
    conditional,
    get_attr,
    index_of,
    inverted,
    negated,
    splat,
)


def value_of(expr: syntax.Expr, here: Here) -> Any:
    """The value of an expression at a place. Raises Failure, with the place of the fault in it."""
    return _EVALUATE[type(expr)](expr, here)


def _constant(expr: syntax.Constant, here: Here) -> Any:
    return expr.value


def _template(expr: syntax.Template, here: Here) -> Any:
    return partial_text([_piece(part, here) for part in expr.parts])


def _piece(part: syntax.Expr, here: Here) -> Any:
    value = part.value if type(part) is syntax.Constant else value_of(part, here)
    if type(value) is str:
        return value
    if value is None:
        raise Failure("null cannot be part of a text", part.at)
    return _placed(as_text, part, value)


def _template_for(expr: syntax.TemplateFor, here: Here) -> Any:
    collection = value_of(expr.collection, here)
    if isinstance(collection, Unknown):
        return unknown_from([collection], present=True)
    names: dict[str, Any] = {}
    inner = here.with_names(names)
    bound = inner.names
    texts = []
    for key, value in _entries(collection, expr.collection, here):
        _bind(bound, expr.key, key, expr.value, value)
        texts.append(_piece(expr.body, inner))
    return partial_text(texts)


def _tuple(expr: syntax.Tuple, here: Here) -> Any:
    return [
        item.value if type(item) is syntax.Constant else value_of(item, here) for item in expr.items
    ]


def _object(expr: syntax.Object, here: Here) -> Any:
    made: dict[str, Any] = {}
    for name, item in expr.items:
        key = name.value if type(name) is syntax.Constant else value_of(name, here)
        if type(key) is not str:
            key = _key(key, name)
            if isinstance(key, Unknown):
                return unknown_from([key], present=True)
        made[key] = item.value if type(item) is syntax.Constant else value_of(item, here)
    return made


def _key(value: Any, expr: syntax.Expr) -> Any:
    if value is None:
        raise Failure("a key must not be null", expr.at)
    return _placed(as_text, expr, value)


def _for_tuple(expr: syntax.ForTuple, here: Here) -> Any:
    collection = value_of(expr.collection, here)
    if isinstance(collection, Unknown):
        return unknown_from([collection])
    made = []
    for inner in _turns(expr, collection, here):
        chosen = _chosen(expr.condition, inner)
        if isinstance(chosen, Unknown):
            return unknown_from([chosen])
        if chosen:
            made.append(value_of(expr.element, inner))
    return made


def _for_object(expr: syntax.ForObject, here: Here) -> Any:
    collection = value_of(expr.collection, here)
    if isinstance(collection, Unknown):
        return unknown_from([collection])
    made: dict[str, Any] = {}
    for inner in _turns(expr, collection, here):
        chosen = _chosen(expr.condition, inner)
        if isinstance(chosen, Unknown):
            return unknown_from([chosen])
        if not chosen:
            continue
        key = _key(value_of(expr.name, inner), expr.name)
        if isinstance(key, Unknown):
            return unknown_from([key])
        value = value_of(expr.element, inner)
        if expr.grouped:
            made.setdefault(key, []).append(value)
        elif key in made:
            raise Failure("two elements of this object have the same key", expr.name.at)
        else:
            made[key] = value
    return made


def _turns(expr: syntax.ForTuple | syntax.ForObject, collection: Any, here: Here) -> Iterator[Here]:
    """The place of each turn: always the same one, with its names bound anew."""
    inner = here.with_names({})
    bound = inner.names = dict(inner.names)
    for key, value in _entries(collection, expr.collection, here):
        _bind(bound, expr.key, key, expr.value, value)
        yield inner


def _bind(bound: Any, key_name: str, key: Any, value_name: str, value: Any) -> None:
    if key_name:
        bound[key_name] = key
    bound[value_name] = value


def _chosen(condition: syntax.Expr | None, here: Here) -> Any:
    if condition is None:
        return True
    value = value_of(condition, here)
    if value is None:
        raise Failure("the condition must not be null", condition.at)
    return _placed(as_bool, condition, value)


def _entries(collection: Any, expr: syntax.Expr, here: Here) -> Iterable[tuple[Any, Any]]:
    """Keys and values in the order in which Terraform goes through them."""
    if isinstance(collection, Lazy):
        collection = collection.whole()
    if isinstance(collection, dict):
        entries: Iterable[tuple[Any, Any]] = sorted(collection.items())
    elif isinstance(collection, SetValue):
        entries = [(one, one) for one in collection]
    elif isinstance(collection, list):
        entries = list(enumerate(collection))
    else:
        raise Failure(f"this must be a collection, not {word_for(collection)}", expr.at)
    here.module.run.step(len(collection))
    return entries


def _conditional(expr: syntax.Conditional, here: Here) -> Any:
    test = value_of(expr.test, here)
    if test is None:
        raise Failure("the condition must not be null", expr.test.at)
    if type(test) is not bool:
        test = _placed(as_bool, expr.test, test)
    yes, no = _arm(expr.yes, here), _arm(expr.no, here)
    if test is True and no is None:
        return yes
    try:
        return conditional(test, yes, no)
    except Failure as failure:
        raise _at(failure, expr) from None


def _arm(expr: syntax.Expr, here: Here) -> Any:
    """The value of an arm, or the Failure that it ends in."""
    try:
        return value_of(expr, here)
    except Failure as failure:
        return failure


def _unary(expr: syntax.Unary, here: Here) -> Any:
    operand = value_of(expr.operand, here)
    try:
        return inverted(operand) if expr.operator == "!" else negated(operand)
    except Failure as failure:
        raise _at(failure, expr) from None


def _binary(expr: syntax.Binary, here: Here) -> Any:
    left, right = value_of(expr.left, here), value_of(expr.right, here)
    try:
        return binary(expr.operator, left, right)
    except Failure as failure:
        raise _at(failure, expr) from None


def _call(expr: syntax.Call, here: Here) -> Any:
    special = SPECIAL.get(expr.name)
    try:
        if special is not None:
            return special(expr, here, value_of)
        given = [
            one.value if type(one) is syntax.Constant else value_of(one, here)
            for one in expr.arguments
        ]
        if expr.spread:
            last = given.pop()
            if isinstance(last, Unknown):
                return unknown_from([*given, last])
            if not isinstance(last, list):
                raise Failure(f"only a list can be spread, not {word_for(last)}")
            given += last
        found = call(expr.name, given, here.module.scope)
        if isinstance(found, list | dict):
            here.module.run.step(len(found))
        return found
    except Failure as failure:
        raise _at(failure, expr) from None


def _get_attr(expr: syntax.GetAttr, here: Here) -> Any:
    of = value_of(expr.of, here)
    if type(of) is dict and expr.name in of:
        return of[expr.name]
    try:
        return get_attr(of, expr.name)
    except Failure as failure:
        raise _at(failure, expr) from None


def _index(expr: syntax.Index, here: Here) -> Any:
    of, key = value_of(expr.of, here), value_of(expr.key, here)
    try:
        return of.member(key) if isinstance(of, Group) else index_of(of, key)
    except Failure as failure:
        raise _at(failure, expr) from None


def _splat(expr: syntax.Splat, here: Here) -> Any:
    of = value_of(expr.of, here)
    if isinstance(of, list):
        here.module.run.step(len(of))
    inner = Here(here.module, here.file, here.repetition, here.names)

    def each(element: Any) -> Any:
        inner.element = element
        return value_of(expr.each, inner)

    return splat(of, each)


def _bound(expr: syntax.Bound, here: Here) -> Any:
    if expr.name not in here.names:
        raise Failure(f"{expr.name} is not declared", expr.at)
    return here.names[expr.name]


def _bare(expr: syntax.Bare, here: Here) -> Any:
    if expr.name in here.names:
        return here.names[expr.name]
    raise Failure(f"{expr.name} is not declared", expr.at)


def _self(expr: syntax.SelfOf, here: Here) -> Any:
    raise Failure("self is only there in provisioners and conditions", expr.at)


def _variable(expr: syntax.Variable, here: Here) -> Any:
    try:
        return here.module.variable(expr.name)
    except Failure as failure:
        raise _at(failure, expr) from None


def _local(expr: syntax.Local, here: Here) -> Any:
    try:
        return here.module.local(expr.name)
    except Failure as failure:
        raise _at(failure, expr) from None


def _module(expr: syntax.ModuleOf, here: Here) -> Any:
    try:
        return here.module.call(expr.name)
    except Failure as failure:
        raise _at(failure, expr) from None


def _resource(expr: syntax.ResourceOf, here: Here) -> Any:
    try:
        return here.module.resource(expr.mode, expr.type, expr.name)
    except Failure as failure:
        raise _at(failure, expr) from None


def _each(expr: syntax.Each, here: Here) -> Any:
    try:
        return here.each(expr.which)
    except Failure as failure:
        raise _at(failure, expr) from None


def _count_index(expr: syntax.CountIndex, here: Here) -> Any:
    try:
        return here.index()
    except Failure as failure:
        raise _at(failure, expr) from None


def _ambient(expr: syntax.Ambient, here: Here) -> Any:
    try:
        return here.module.ambient(expr.name)
    except Failure as failure:
        raise _at(failure, expr) from None


def _element(expr: syntax.Element, here: Here) -> Any:
    return here.element


def _placed(convert: Callable[[Any], Any], expr: syntax.Expr, value: Any) -> Any:
    try:
        return convert(value)
    except Failure as failure:
        raise _at(failure, expr) from None


def _at(failure: Failure, expr: syntax.Expr) -> Failure:
    if failure.at < 0:
        failure.at = expr.at
    return failure


_EVALUATE: Final[dict[type[syntax.Expr], Callable[[Any, Here], Any]]] = {
    syntax.Constant: _constant,
    syntax.Template: _template,
    syntax.TemplateFor: _template_for,
    syntax.Tuple: _tuple,
    syntax.Object: _object,
    syntax.ForTuple: _for_tuple,
    syntax.ForObject: _for_object,
    syntax.Conditional: _conditional,
    syntax.Unary: _unary,
    syntax.Binary: _binary,
    syntax.Call: _call,
    syntax.GetAttr: _get_attr,
    syntax.Index: _index,
    syntax.Splat: _splat,
    syntax.Element: _element,
    syntax.Bound: _bound,
    syntax.Bare: _bare,
    syntax.SelfOf: _self,
    syntax.Variable: _variable,
    syntax.Local: _local,
    syntax.ModuleOf: _module,
    syntax.ResourceOf: _resource,
    syntax.Each: _each,
    syntax.CountIndex: _count_index,
    syntax.Ambient: _ambient,
}
