"""Values of the variables that the configuration marks as sensitive."""

from __future__ import annotations

import msgspec

from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.sources.terraform.secrets import texts_in
from partywall.sources.terraform_plan.document import Plan


def secrets_of(plan: Plan, file: str) -> set[str]:
    """Every text in the value of a sensitive variable, however deep.

    Raises SourceError when one cannot be read: what is not known cannot be kept out of reports.
    """
    found: set[str] = set()
    for name, declared in plan.configuration.root_module.variables.items():
        variable = plan.variables.get(name)
        if declared.sensitive and variable is not None:
            try:
                found |= texts_in(msgspec.json.decode(variable.value))
            except (UnicodeDecodeError, RecursionError):
                what = f"the value of the sensitive variable {name} cannot be read"
                raise SourceError(what, Span(file), "make the plan again") from None
    return found
