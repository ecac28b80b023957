"""Amazon Athena, as controls see it: results are encrypted only as asked for here, and clients
must keep to it unless told otherwise.

Source: Athena API Reference, "WorkGroupConfiguration" (not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View
from partywall.kernel.truth import Truth


class WorkGroup(View):
    """AWS::Athena::WorkGroup."""

    types = ("AWS::Athena::WorkGroup",)

    @property
    def encrypts_results(self) -> Truth:
        """Whether results are encrypted: in the customer's bucket, or kept by Athena itself."""
        configuration = self.at("WorkGroupConfiguration")
        kept = configuration.at("ManagedQueryResultsConfiguration", "Enabled").is_true
        option = configuration.at("ResultConfiguration", "EncryptionConfiguration")
        return kept | option.at("EncryptionOption").is_filled
