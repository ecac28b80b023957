"""Values of the variables that the configuration marks as sensitive."""

from __future__ import annotations

import msgspec

from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.sources.terraform_plan.document import Plan

SHORTEST = 4
"""Shorter texts turn up everywhere by chance, and say little."""


def secrets_of(plan: Plan, file: str) -> set[str]:
    """Every text in the value of a sensitive variable, however deep.

    Raises SourceError when one cannot be read: what is not known cannot be kept out of reports.
    """
    found: set[str] = set()
    for name, declared in plan.configuration.root_module.variables.items():
        variable = plan.variables.get(name)
        if declared.sensitive and variable is not None:
            try:
                _collect(msgspec.json.decode(variable.value), found)
            except (UnicodeDecodeError, RecursionError):
                what = f"the value of the sensitive variable {name} cannot be read"
                raise SourceError(what, Span(file), "make the plan again") from None
    return found


def _collect(value: object, found: set[str]) -> None:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, str) and len(one) >= SHORTEST:
            found.add(one)
        elif isinstance(one, dict):
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
