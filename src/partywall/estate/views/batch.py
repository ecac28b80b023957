"""AWS Batch, as controls see it."""

from __future__ import annotations

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View


class JobDefinition(View):
    """AWS::Batch::JobDefinition."""

    types = ("AWS::Batch::JobDefinition",)

    @property
    def containers(self) -> Nodes[Node]:
        """The containers that it describes: one, one a range of nodes, or those of a task."""
        single = self.at("ContainerProperties")
        found = [] if single.value is None else [single]
        for group in self.at("NodeProperties", "NodeRangeProperties").items():
            inner = group.at("Container")
            found += [] if inner.value is None else [inner]
        for task in self.at("EcsProperties", "TaskProperties").items():
            found += task.at("Containers").items()
        return Nodes(found)


class ComputeEnvironment(View):
    """AWS::Batch::ComputeEnvironment."""

    types = ("AWS::Batch::ComputeEnvironment",)
