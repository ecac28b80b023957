"""Functions that see their arguments as expressions, or the place they stand at.

`try` passes over an argument that fails, and is unknown as a whole when the first one that does
not fail is not wholly known. Where an argument refers to instances that may not be there, whether
it fails is not known.

Source: Terraform documentation, "try", "can", "templatefile", "templatestring", "sensitive", read
2026-11-23; behaviour with unknowns compared with Terraform 1.11.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from msgspec import Struct, structs

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import BOOL, as_text, word_for
from partywall.sources.terraform.values import (
    Failure,
    Lazy,
    is_known,
    unknown_from,
)
from partywall.sources.terraform_hcl import syntax
from partywall.sources.terraform_hcl.elements import typed
from partywall.sources.terraform_hcl.evaluation.groups import Group
from partywall.sources.terraform_hcl.evaluation.run import bounded, veil
from partywall.sources.terraform_hcl.evaluation.surroundings import Here
from partywall.sources.terraform_hcl.functions.files import read_text

ValueOf = Callable[[syntax.Expr, Here], Any]

DEEPEST_TEMPLATE: Final = 32
"""Templates that read templates; Terraform stops at some depth, too."""


def _try(expr: syntax.Call, here: Here, value_of: ValueOf) -> Any:
    if not expr.arguments:
        raise Failure("try takes at least one argument")
    for argument in expr.arguments:
        perhaps = _perhaps_missing(argument, here, value_of)
        try:
            value = value_of(argument, here)
        except Failure:
            if perhaps is not None:
                return unknown_from([perhaps])
            continue
        if perhaps is not None:
            return unknown_from([value, perhaps])
        if is_known(value):
            return value
        sure = isinstance(value, Unknown) and _is_there(argument, here, value_of)
        return value if sure else unknown_from([value])
    raise Failure("no argument of try succeeds")


def _can(expr: syntax.Call, here: Here, value_of: ValueOf) -> Any:
    if len(expr.arguments) != 1:
        raise Failure("can takes 1 argument")
    perhaps = _perhaps_missing(expr.arguments[0], here, value_of)
    try:
        value = value_of(expr.arguments[0], here)
    except Failure:
        value = False
    else:
        value = True if is_known(value) else unknown_from([value])
    hidden = value if perhaps is None else perhaps
    return typed(hidden, BOOL) if isinstance(hidden, Unknown) else value


def _perhaps_missing(expr: syntax.Expr, here: Here, value_of: ValueOf) -> Group | None:
    """Instances that the expression refers to, and of which there may be none."""
    for reference in references_in(expr):
        try:
            found = value_of(_root(reference), here)
        except Failure:
            continue
        if isinstance(found, Group):
            return found
    return None


def _is_there(expr: syntax.Expr, here: Here, value_of: ValueOf) -> bool:
    """Whether it names an attribute of something that surely exists."""
    return type(expr) is syntax.GetAttr and isinstance(value_of(expr.of, here), Lazy)


_ROOTS: Final = (
    syntax.Variable,
    syntax.Local,
    syntax.ModuleOf,
    syntax.ResourceOf,
    syntax.Each,
    syntax.CountIndex,
    syntax.Bound,
)


def references_in(expr: syntax.Expr) -> Iterator[syntax.Expr]:
    """What an expression refers to: names with their attributes and constant indexes.

    Names that it binds itself are left out.
    """
    yield from _references(expr, frozenset())


def _references(expr: syntax.Expr, own: frozenset[str]) -> Iterator[syntax.Expr]:
    if _is_reference(expr):
        root = _root(expr)
        if not (type(root) is syntax.Bound and root.name in own):
            yield expr
        return
    if isinstance(expr, syntax.ForTuple | syntax.ForObject | syntax.TemplateFor):
        own |= {expr.key, expr.value}
    for child in children(expr):
        yield from _references(child, own)


def _is_reference(expr: syntax.Expr) -> bool:
    while True:
        if isinstance(expr, _ROOTS):
            return True
        if type(expr) is syntax.Index and type(expr.key) is not syntax.Constant:
            return False
        if not isinstance(expr, syntax.GetAttr | syntax.Index):
            return False
        expr = expr.of


def _root(expr: syntax.Expr) -> syntax.Expr:
    while isinstance(expr, syntax.GetAttr | syntax.Index):
        expr = expr.of
    return expr


def children(expr: syntax.Expr) -> Iterator[syntax.Expr]:
    """The expressions directly inside an expression."""
    for one in structs.astuple(expr):
        stack = [one]
        while stack:
            part = stack.pop()
            if isinstance(part, syntax.Expr):
                yield part
            elif isinstance(part, tuple):
                stack.extend(reversed(part))


# -- templates


class _Template(Struct, frozen=True):
    """The text of a template, under the name by which its faults are told."""

    text: str
    name: str


def _templatefile(expr: syntax.Call, here: Here, value_of: ValueOf) -> Any:
    path, given = _two(expr, here, value_of)
    if isinstance(path, Unknown):
        return unknown_from([path, given], present=True)
    text = read_text(here.module.scope, as_text(path))
    if isinstance(text, Unknown):
        return text
    return _rendered(_Template(text, as_text(path)), given, here, value_of)


def _templatestring(expr: syntax.Call, here: Here, value_of: ValueOf) -> Any:
    text, given = _two(expr, here, value_of)
    if isinstance(text, Unknown):
        return unknown_from([text, given], present=True)
    return _rendered(_Template(as_text(text), "a template"), given, here, value_of)


def _two(expr: syntax.Call, here: Here, value_of: ValueOf) -> tuple[Any, Any]:
    if len(expr.arguments) != 2 or expr.spread:
        raise Failure(f"{expr.name} takes 2 arguments")
    first, given = (value_of(one, here) for one in expr.arguments)
    if first is None:
        raise Failure(f"argument 1 of {expr.name} must not be null")
    return first, given


def _rendered(template: _Template, given: Any, here: Here, value_of: ValueOf) -> Any:
    from partywall.sources.terraform_hcl.lowering import lower_template

    if isinstance(given, Lazy):
        given = given.whole()
    if isinstance(given, Unknown):
        return unknown_from([given], present=True)
    if not isinstance(given, dict):
        raise Failure(f"the variables must be a map, not {word_for(given)}")
    run = here.module.run
    if run.templates >= DEEPEST_TEMPLATE:
        raise Failure("templates are nested too deeply")
    body = lower_template(template.text, free=True)
    run.templates += 1
    try:
        return bounded(value_of(body, Here(here.module, here.file, None, given)))
    except Failure as failure:
        raise Failure(f"in {template.name}: {failure.message}") from None
    finally:
        run.templates -= 1


# -- what is sensitive


def _sensitive(expr: syntax.Call, here: Here, value_of: ValueOf) -> Any:
    value = _only(expr, here, value_of)
    here.module.run.touched = True
    return veil(value) if here.module.run.veiled else value


def _only(expr: syntax.Call, here: Here, value_of: ValueOf) -> Any:
    if len(expr.arguments) != 1:
        raise Failure(f"{expr.name} takes 1 argument")
    return value_of(expr.arguments[0], here)


def _type(expr: syntax.Call, here: Here, value_of: ValueOf) -> Any:
    raise Failure("type is only there in the console")


SPECIAL: Final[dict[str, Callable[[syntax.Call, Here, ValueOf], Any]]] = {
    "can": _can,
    "sensitive": _sensitive,
    "templatefile": _templatefile,
    "templatestring": _templatestring,
    "try": _try,
    "type": _type,
}
