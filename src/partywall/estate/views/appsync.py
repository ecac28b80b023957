"""AWS AppSync, as controls see it: an API logs nothing and limits no query unless asked.

Source: AppSync API Reference, "CreateGraphqlApi" and "CreateApiCache" (not re-read).
"""

from __future__ import annotations

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View


class GraphQLApi(View):
    """AWS::AppSync::GraphQLApi."""

    types = ("AWS::AppSync::GraphQLApi",)

    @property
    def ways_in(self) -> Nodes[Node]:
        """How callers may show who they are: the first way, and further ones."""
        first = self.at("AuthenticationType")
        more = self.at("AdditionalAuthenticationProviders").items()
        return Nodes([first, *(one.at("AuthenticationType") for one in more)])


class ApiCache(View):
    """AWS::AppSync::ApiCache."""

    types = ("AWS::AppSync::ApiCache",)
