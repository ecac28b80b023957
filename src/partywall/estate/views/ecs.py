"""Amazon ECS, as controls see it."""

from __future__ import annotations

from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.estate.views.pairs import paired
from partywall.kernel.truth import Truth, some
from partywall.kernel.unknown import Unknown

ROOT: Final = "(?:root|0)(?::|$)"
"""A user, with or without a group, who is root by name or number."""

IMAGE_DECIDES: Final = Unknown("the image decides as whom it runs")


class Container(Node):
    """One container definition."""

    __slots__ = ()

    @property
    def runs_as_root(self) -> Truth:
        """Whether its user is root; when none is written the image decides."""
        return self.at("User").either(IMAGE_DECIDES).matches(ROOT)


class TaskDefinition(View):
    """AWS::ECS::TaskDefinition."""

    types = ("AWS::ECS::TaskDefinition",)

    @property
    def containers(self) -> Nodes[Container]:
        """Its containers."""
        return self.at("ContainerDefinitions").items_as(Container)

    @property
    def file_systems(self) -> Nodes[Node]:
        """Its volumes that are EFS file systems."""
        volumes = self.at("Volumes").items()
        return Nodes(
            Node(place.value, place.resource, place.parent, place.key, volume.sure)
            for volume in volumes
            for place in (volume.at("EFSVolumeConfiguration"),)
            if place.value is not None
        )

    @property
    def on_windows(self) -> Truth:
        """Whether its containers run on Windows."""
        return self.at("RuntimePlatform", "OperatingSystemFamily").matches("WINDOWS")


class Service(View):
    """AWS::ECS::Service."""

    types = ("AWS::ECS::Service",)

    @property
    def address(self) -> Node:
        """Whether tasks get a public address: ENABLED or DISABLED, which is the default."""
        return self.at("NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp")

    @property
    def on_fargate(self) -> Truth:
        """Whether its tasks run on Fargate, by launch type or capacity provider."""
        providers = self.at("CapacityProviderStrategy").items()
        by_provider = some(
            providers, lambda one: one.at("CapacityProvider").equals("FARGATE", "FARGATE_SPOT")
        )[1]
        return self.at("LaunchType").equals("FARGATE") | by_provider


class Cluster(View):
    """AWS::ECS::Cluster."""

    types = ("AWS::ECS::Cluster",)

    def setting(self, name: str) -> Node:
        """A cluster setting by its name."""
        return paired(self.at("ClusterSettings"), name, "Name", "Value")
