"""Amazon EKS, as controls see it."""

from __future__ import annotations

from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.kernel.intervals import ANYWHERE, NO_ADDRESSES, is_internet, parse_cidr
from partywall.kernel.truth import Doubt, Truth, no

LOG_TYPES: Final = ("api", "audit", "authenticator", "controllerManager", "scheduler")


class Cluster(View):
    """AWS::EKS::Cluster."""

    types = ("AWS::EKS::Cluster",)

    @property
    def answers_internet(self) -> Truth:
        """Whether its API answers to the Internet: by default it does, to every address."""
        network = self.at("ResourcesVpcConfig")
        open_at_all = network.at("EndpointPublicAccess").either(True).is_true
        return open_at_all & self._admits_internet()

    def _admits_internet(self) -> Truth:
        blocks = self.at("ResourcesVpcConfig", "PublicAccessCidrs").either(["0.0.0.0/0"]).items()
        surely, at_most, doubts = NO_ADDRESSES, NO_ADDRESSES, list[Doubt]()
        for block in blocks:
            spoken = parse_cidr(block.value) if isinstance(block.value, str) else None
            if spoken is None:
                at_most = at_most | ANYWHERE
                doubts.append(block.doubt("this is no known address block"))
            else:
                surely, at_most = surely | spoken, at_most | spoken
        if is_internet(surely) or not is_internet(at_most):
            return is_internet(surely)
        return Doubt(*(item for doubt in doubts for item in doubt.about))

    @property
    def log_types(self) -> Nodes[Node]:
        """The log types that are switched on."""
        return self.at("Logging", "ClusterLogging", "EnabledTypes").items()


class Nodegroup(View):
    """AWS::EKS::Nodegroup: machines that EKS starts and renews."""

    types = ("AWS::EKS::Nodegroup",)

    @property
    def has_own_image(self) -> Truth:
        """Whether the customer builds the image of its machines."""
        return self.at("AmiType").equals("CUSTOM")

    @property
    def ssh_open(self) -> Truth:
        """Whether SSH is let in from everywhere: a key is given and no security group.

        Source: EKS API Reference, "RemoteAccessConfig" (not re-read).
        """
        access = self.at("RemoteAccess")
        keyed = access.at("Ec2SshKey").is_set
        return keyed & no(access.at("SourceSecurityGroups").is_set)
