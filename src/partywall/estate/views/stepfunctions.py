"""AWS Step Functions, as controls see it: history is logged nowhere and traced not at all,
unless asked.

Source: Step Functions API Reference, "CreateStateMachine", read 2026-11-23.
"""

from __future__ import annotations

from partywall.estate.view import View
from partywall.kernel.truth import Truth, some


class StateMachine(View):
    """AWS::StepFunctions::StateMachine."""

    types = ("AWS::StepFunctions::StateMachine",)

    @property
    def is_logged(self) -> Truth:
        """Whether a level other than OFF is set, with somewhere to write."""
        logging = self.at("LoggingConfiguration")
        somewhere = some(logging.at("Destinations").items(), lambda one: one.is_set)[1]
        return logging.at("Level").equals("ALL", "ERROR", "FATAL") & somewhere
