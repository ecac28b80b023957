"""From the bytes of a file, or the text of a template, to the tree of `syntax`.

tree-sitter and its grammar are imported when the first file is lowered, not before.
"""

from __future__ import annotations

from partywall.sources.terraform_hcl.syntax import Body, Expr, Fault


def lower(data: bytes, name: str) -> tuple[Body, list[Fault]]:
    """The body of a `*.tf` file that people know as `name`, and what in it is not understood.

    Never raises: what still parses is kept, and what surrounds a fault is `broken`.
    """
    from partywall.sources.terraform_hcl.lowering.native import lower_native

    return lower_native(data, name)


def lower_json(data: bytes, name: str) -> tuple[Body, list[Fault]]:
    """The body of a `*.tf.json` file, and what in it is not understood. Never raises."""
    from partywall.sources.terraform_hcl.lowering.json_syntax import lower_json_file

    return lower_json_file(data, name)


def lower_template(text: str, at: int = 0, *, free: bool = False) -> Expr:
    """The template in a text that stands on its own: of `templatefile`, or a string of JSON.

    `at` is the byte offset at which the text begins. With `free` every name is one that the caller
    of the template binds (`Bound`), so `var` and `local` mean nothing special. Raises Failure.
    """
    from partywall.sources.terraform_hcl.lowering.standalone import lower_standalone

    return lower_standalone(text, at, free=free)
