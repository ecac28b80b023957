"""Templates that stand on their own: files of `templatefile`, strings of `.tf.json`.

Terraform reads them as it reads the text of a heredoc, so a heredoc is put around them.
"""

from __future__ import annotations

from typing import Final

from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.lowering import grammar as g
from partywall.sources.terraform_hcl.lowering.expressions import Expressions
from partywall.sources.terraform_hcl.lowering.templates import template_between
from partywall.sources.terraform_hcl.lowering.text import verbatim
from partywall.sources.terraform_hcl.syntax import Constant, Expr

_NAME: Final = "END_OF_TEMPLATE"


def lower_standalone(
    text: str, at: int = 0, *, free: bool = False, bound: frozenset[str] = frozenset()
) -> Expr:
    """See `lowering.lower_template`; the names in `bound` are bound as well."""
    if "${" not in text and "%{" not in text:
        return Constant(at, verbatim(text.encode().decode("latin-1")))
    name = _NAME
    while name in text:
        name += "_"
    opening = f"x=<<{name}\n".encode()
    body = text.encode()
    data = opening + body + f"\n{name}\n".encode()
    root = g.parse(data)
    if root.has_error:
        raise Failure("this template does not parse", at)
    attribute = root.children[0].children[0]
    heredoc = attribute.children[-1].children[0].children[0]
    lower = Expressions(data, at - len(opening), free=free, bound=bound)
    return template_between(lower, heredoc, len(opening), len(opening) + len(body), lines=True)


def lower_expression(text: str, at: int, bound: frozenset[str]) -> Expr:
    """The expression that a text is, not as a template but bare: a type, say. Raises Failure."""
    opening = b"x = "
    data = opening + text.encode() + b"\n"
    root = g.parse(data)
    nodes = root.children[0].children if root.children else []
    if root.has_error or [x.kind_id for x in nodes] != [g.ATTRIBUTE]:
        raise Failure("an expression is expected here", at)
    return Expressions(data, at - len(opening), bound=bound).expression(nodes[0].children[-1])
