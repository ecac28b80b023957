"""Amazon EventBridge, as controls see it: a bus takes events from its own account only, unless
a policy says more.

Source: EventBridge User Guide, "Permissions for event buses" (not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View
from partywall.estate.views.policy_document import Statement, document
from partywall.kernel.truth import Truth, no


class EventBus(View):
    """AWS::Events::EventBus."""

    types = ("AWS::Events::EventBus",)

    def open_statement(self) -> tuple[Statement | None, Truth]:
        return document(self.at("Policy")).public_statement()


class EventBusPolicy(View):
    """AWS::Events::EventBusPolicy: one statement, or the principal alone."""

    types = ("AWS::Events::EventBusPolicy",)

    @property
    def is_public(self) -> Truth:
        """Whether everybody may use the bus: by the statement, or by Principal `*` unfenced."""
        node = self.at("Statement")
        statement = Statement(node.value, self.resource, self, "Statement")
        by_statement = statement.allows & statement.anyone & no(statement.narrowed)
        fenced = self.at("Condition", "Key").equals("aws:PrincipalOrgID")
        return by_statement | (self.at("Principal").equals("*") & no(fenced))
