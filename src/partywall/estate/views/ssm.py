"""AWS Systems Manager, as controls see it.

Source: Systems Manager User Guide, "AWS Systems Manager Parameter Store" and "Patch baselines"
(not re-read).
"""

from __future__ import annotations

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.estate.views.secrets import holds_credential
from partywall.kernel.truth import Truth, every, no, some


class Parameter(View):
    """AWS::SSM::Parameter."""

    types = ("AWS::SSM::Parameter",)

    @property
    def is_secure(self) -> Truth:
        """Whether KMS encrypts the value."""
        return self.at("Type").equals("SecureString")

    @property
    def holds_credential(self) -> Truth:
        """Whether the value is a credential, by its shape or by the parameter's name."""
        return holds_credential(self.at("Name").value, self.at("Value"))


class PatchBaseline(View):
    """AWS::SSM::PatchBaseline."""

    types = ("AWS::SSM::PatchBaseline",)

    @property
    def rules(self) -> Node:
        return self.at("ApprovalRules", "PatchRules")

    def approves_within(self, days: int) -> Truth:
        """Whether there are rules, and each approves patches by itself within `days`."""
        rules = self.rules.items()

        def soon(rule: Node) -> Truth:
            fixed_day = rule.at("ApproveUntilDate").is_set
            return rule.at("ApproveAfterDays").at_most(days) & no(fixed_day)

        return some(rules, lambda rule: rule.is_set)[1] & every(rules, soon)[1]
