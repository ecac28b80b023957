"""Policy documents whose data source Terraform could not read yet.

`aws_iam_policy_document` is a pure function of its statements. When one resource name in it is
not known, its whole JSON is not, but the plan still holds the statements: who may do what is
known, and only on what is not.

Source: the provider's page of `aws_iam_policy_document`, read 2026-11-23.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import UNSET, Values
from partywall.sources.terraform_plan.address import key_of
from partywall.sources.terraform_plan.references import Place, References
from partywall.sources.terraform_plan.values import WHY, Context, complete

_decode = msgspec.json.Decoder().decode

_SIDES: Final = (
    ("actions", "Action"),
    ("not_actions", "NotAction"),
    ("resources", "Resource"),
    ("not_resources", "NotResource"),
)


class Policies:
    """Documents by the address of their data source, each worked out once."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._known: dict[str, object] = {}

    def of(self, address: str) -> object:
        """The document with an `Unknown` for each value not known.

        None when it is no policy, or when something in it is sensitive.
        """
        if address not in self._known:
            self._known[address] = None
            self._known[address] = self._find(address)
        return self._known[address]

    def _find(self, address: str) -> object:
        change = self._references.deferred.get(address)
        if change is None or change.type != "aws_iam_policy_document":
            return None
        if b"true" in bytes(change.change.after_sensitive):
            return None
        values, mask = _decode(change.change.after), _decode(change.change.after_unknown)
        scope = self._references.scope(change.module_address)
        block = scope.resource(f"data.{change.type}.{change.name}") if scope is not None else None
        if scope is None or block is None or not isinstance(values, dict):
            return None
        key = key_of(change.index) if change.index is not None else ""
        place = Place(scope, key, block.for_each_expression)
        expressions = self._references.expressions(block, False)
        context = Context(self._references, place, expressions, {}, frozenset())
        return document(complete(values, mask if isinstance(mask, dict) else {}, context))


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
