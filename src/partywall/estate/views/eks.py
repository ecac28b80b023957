"""Amazon EKS, as controls see it."""

from __future__ import annotations

from datetime import date
from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.kernel.intervals import ANYWHERE, NO_ADDRESSES, is_internet, parse_cidr
from partywall.kernel.truth import Doubt, Truth, no

STANDARD_SUPPORT_ENDS: Final = {
    "1.21": date(2023, 2, 16),
    "1.22": date(2023, 6, 4),
    "1.23": date(2023, 10, 11),
    "1.24": date(2024, 1, 31),
    "1.25": date(2024, 5, 1),
    "1.26": date(2024, 6, 11),
    "1.27": date(2024, 7, 24),
    "1.28": date(2024, 11, 26),
    "1.29": date(2025, 3, 23),
    "1.30": date(2025, 7, 23),
    "1.31": date(2025, 11, 26),
    "1.32": date(2026, 3, 23),
    "1.33": date(2026, 7, 29),
    "1.34": date(2026, 12, 2),
    "1.35": date(2027, 3, 27),
}
"""Kubernetes version → the day on which EKS's standard support ends.

Source: EKS User Guide, "Understand the Kubernetes version lifecycle on EKS", by way of
endoflife.date, "Amazon EKS", read 2026-11-23.
"""

AMAZON_LINUX_2_ENDS: Final = date(2025, 11, 26)
"""The day from which EKS publishes no images with Amazon Linux 2 (same guide, not re-read)."""

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
