"""Policy documents whose data source Terraform could not read yet.

When one resource name in it is not known, its whole JSON is not, but the plan still holds the
statements: who may do what is known, and only on what is not.
"""

from __future__ import annotations

import msgspec

from partywall.sources.terraform.address import key_of
from partywall.sources.terraform.policy_document import document
from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_plan.references import Place, References
from partywall.sources.terraform_plan.values import Context, complete

_decode = msgspec.json.Decoder().decode


class Policies:
    """Documents by the address of their data source, each worked out once."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._known: dict[str, object] = {}

    def of(self, address: str) -> object:
        """The document with an `Unknown` for each value not known.

        None when it is no policy, when something in it is sensitive, or when Terraform will refuse
        it.
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
        context = Context(self._references, place, expressions, frozenset())
        try:
            return document(complete(values, mask if isinstance(mask, dict) else {}, context))
        except Failure:
            return None
