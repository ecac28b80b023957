"""The policy that an `aws_iam_policy_document` makes, a pure function of its arguments.

Source: the provider's page of `aws_iam_policy_document`, read 2026-11-23.
"""

from __future__ import annotations

from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import UNSET, Values
from partywall.sources.terraform.unknowns import WHY

_SIDES: Final = (
    ("actions", "Action"),
    ("not_actions", "NotAction"),
    ("resources", "Resource"),
    ("not_resources", "NotResource"),
)


def document(values: Values) -> object:
    """The policy that the data source's arguments make; None when they do not say enough.

    Statements of another document come first and are not known here; one that overrides could
    take the place of any of these.
    """
    if any(
        values.get(name) not in UNSET for name in ("override_policy_documents", "override_json")
    ):
        return None
    statements = values.get("statement")
    written = [_statement(one) for one in statements] if isinstance(statements, list) else []
    if isinstance(statements, Unknown):
        written = [Unknown(statements.why, statements.refs, many=True)]
    if any(values.get(name) not in UNSET for name in ("source_policy_documents", "source_json")):
        written.insert(0, Unknown("statements of another document", many=True))
    return {"Version": values.get("version") or "2012-10-17", "Statement": written}


def _statement(block: Any) -> object:
    if not isinstance(block, dict):
        return Unknown(WHY, many=True)
    made: Values = {"Effect": block.get("effect") or "Allow"}
    if block.get("sid"):
        made["Sid"] = block["sid"]
    for argument, key in _SIDES:
        if block.get(argument) not in UNSET:
            made[key] = _bare(block[argument])
    for argument, key in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        if block.get(argument) not in UNSET:
            made[key] = _principals(block[argument])
    if block.get("condition") not in UNSET:
        made["Condition"] = _conditions(block["condition"])
    return made


def _bare(value: Any) -> Any:
    """A list that is not known may hold more than the one attribute that its expression names."""
    return Unknown(value.why, value.refs) if isinstance(value, Unknown) else value


def _principals(blocks: Any) -> object:
    if not isinstance(blocks, list):
        return Unknown(WHY)
    found: dict[str, Any] = {}
    for block in blocks:
        kind = block.get("type") if isinstance(block, dict) else None
        if not isinstance(kind, str):
            return Unknown(WHY)
        identifiers = _bare(block.get("identifiers"))
        if kind == "*":
            return "*" if identifiers == ["*"] else Unknown(WHY)
        found[kind] = _both(found.get(kind), identifiers)
    return found


def _conditions(blocks: Any) -> object:
    if not isinstance(blocks, list):
        return Unknown(WHY)
    found: dict[str, dict[str, Any]] = {}
    for block in blocks:
        test = block.get("test") if isinstance(block, dict) else None
        variable = block.get("variable") if isinstance(block, dict) else None
        if not isinstance(test, str) or not isinstance(variable, str):
            return Unknown(WHY)
        tests = found.setdefault(test, {})
        tests[variable] = _both(tests.get(variable), _bare(block.get("values")))
    return found


def _both(old: Any, new: Any) -> Any:
    """The values of two blocks for the same key, together."""
    if old is None:
        return new
    if isinstance(old, list) and isinstance(new, list):
        return old + new
    return Unknown(WHY)
