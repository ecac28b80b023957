"""The differences that are as they should be, each with its reason. Everything else is a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from partywall.sources.terraform_hcl.values import is_known
from sources.terraform_hcl.differential.comparison import Difference
from sources.terraform_hcl.differential.programs import Program


def _looks_inside_json(found: Difference, program: Program) -> bool:
    """We keep the known parts of JSON text in which something is unknown, and `jsondecode` gives
    them back; to Terraform the whole text is unknown."""
    ours = found.value
    inside = isinstance(ours, list | dict) and not is_known(ours)
    return found.what == "we know more" and inside and "jsondecode(jsonencode(" in _text(program)


REASONS: Final[tuple[Callable[[Difference, Program], bool], ...]] = (_looks_inside_json,)


def _text(program: Program) -> str:
    return "\n".join(item.text for item in program.items)


def unexplained(found: Iterable[Difference], program: Program) -> Iterator[Difference]:
    """The differences that no reason explains."""
    for one in found:
        if not any(explains(one, program) for explains in REASONS):
            yield one
