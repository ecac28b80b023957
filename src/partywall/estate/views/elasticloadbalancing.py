"""Classic Load Balancers, as controls see them."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.kernel.truth import Truth
from partywall.kernel.unknown import Unknown

ACM: Final = ("arn:aws:acm:", "arn:aws-cn:acm:", "arn:aws-us-gov:acm:")
"""How the ARN of a certificate in ACM begins, partition by partition."""


class ClassicBalancer(View):
    """AWS::ElasticLoadBalancing::LoadBalancer."""

    types = ("AWS::ElasticLoadBalancing::LoadBalancer",)

    @property
    def listeners(self) -> Nodes[Node]:
        """Its listeners."""
        return self.at("Listeners").items()

    @property
    def certificates(self) -> Nodes[Node]:
        """The certificate of each listener that speaks TLS.

        Raises Undecided when a listener's protocol is not known.
        """
        encrypted = [one for one in self.listeners if _speaks_tls(one)]
        return Nodes(one.at("SSLCertificateId") for one in encrypted)

    @property
    def zones(self) -> Node:
        """The subnets or, outside a VPC, the Availability Zones in which it stands."""
        subnets = self.at("Subnets")
        return subnets if subnets.value is not None else self.at("AvailabilityZones")


def _speaks_tls(listener: Node) -> Truth:
    return listener.at("Protocol").equals("HTTPS", "SSL", "https", "ssl")


def is_of_acm(certificate: Node) -> Truth:
    """Whether a certificate's ARN is one of ACM's, and not one of IAM's."""
    value = certificate.value
    if type(value) is Unknown and value.refs and isinstance(certificate.root, View):
        link = certificate.root.estate.link(value)
        if link.sure:
            return link.targets[0].type == "AWS::CertificateManager::Certificate"
    return reduce(or_, (certificate.matches(start) for start in ACM))
