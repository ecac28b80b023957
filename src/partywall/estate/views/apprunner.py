"""AWS App Runner, as controls see it."""

from __future__ import annotations

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View

SOURCES = (
    ("ImageRepository", "ImageConfiguration"),
    ("CodeRepository", "CodeConfiguration", "CodeConfigurationValues"),
)


class Service(View):
    """AWS::AppRunner::Service."""

    types = ("AWS::AppRunner::Service",)

    @property
    def variables(self) -> Nodes[Node]:
        """Its environment variables, by image or by source: entries with Name and Value."""
        found: list[Node] = []
        for path in SOURCES:
            place = self.at("SourceConfiguration", *path, "RuntimeEnvironmentVariables")
            found += place.items()
        return Nodes(found)
