"""AWS Transfer Family, as controls see it: a server speaks SFTP unless something else is said.

Source: Transfer API Reference, "CreateServer" (not re-read).
"""

from __future__ import annotations

from typing import Final

from partywall.estate.view import View
from partywall.kernel.truth import Truth, some

CURRENT: Final = r"TransferSecurityPolicy-([A-Z]+-)*(Experimental-)?20(2[2-9])"
"""Security policies of 2022 and later.

Source: Transfer Family User Guide, "Security policies for AWS Transfer Family servers"
(not re-read).
"""


class Server(View):
    """AWS::Transfer::Server."""

    types = ("AWS::Transfer::Server",)

    @property
    def is_logged(self) -> Truth:
        destinations = self.at("StructuredLogDestinations").items()
        return self.at("LoggingRole").is_filled | some(destinations, lambda one: one.is_filled)[1]
