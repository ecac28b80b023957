"""Amazon CloudFront, as controls see it."""

from __future__ import annotations

from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.kernel.truth import Truth, no, some

MODERN: Final = ("TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025")
"""Security policies towards viewers that offer nothing older than TLS 1.2.

Source: CloudFront Developer Guide, "Supported protocols and ciphers between viewers and
CloudFront" (not re-read).
"""

OLD: Final = ("SSLv3", "TLSv1", "TLSv1.1")


class Origin(Node):
    """A place from which a distribution fetches."""

    __slots__ = ()

    @property
    def is_bucket(self) -> Truth:
        """Whether it is a bucket, spoken to as S3 (and not as a website).

        Terraform leaves S3OriginConfig out when there is nothing to say in it.
        """
        other = self.at("CustomOriginConfig").is_set | self.at("VpcOriginConfig").is_set
        return self.at("S3OriginConfig").is_set | no(other)

    @property
    def is_identified(self) -> Truth:
        """Whether CloudFront signs its requests, so that the bucket can be closed to others."""
        control = self.at("OriginAccessControlId")
        identity = self.at("S3OriginConfig", "OriginAccessIdentity")
        return control.is_filled | identity.is_filled

    @property
    def over_http(self) -> Truth:
        """Whether requests to it may travel over plain HTTP, whatever the viewer spoke."""
        return self.at("CustomOriginConfig", "OriginProtocolPolicy").equals("http-only")

    @property
    def over_old_tls(self) -> Truth:
        """Whether something older than TLS 1.2 may be spoken to it."""
        protocols = self.at("CustomOriginConfig", "OriginSSLProtocols").items()
        return some(protocols, lambda one: one.equals(*OLD))[1]


class LogDelivery(View):
    """AWS::Logs::DeliverySource: the newer way to log what a distribution serves."""

    types = ("AWS::Logs::DeliverySource",)


class Distribution(View):
    """AWS::CloudFront::Distribution."""

    types = ("AWS::CloudFront::Distribution",)

    @property
    def config(self) -> Node:
        """The wrapper in which everything stands."""
        return self.at("DistributionConfig")

    @property
    def behaviors(self) -> Nodes[Node]:
        """The default cache behavior, then the others."""
        others = self.config.at("CacheBehaviors").items()
        return Nodes([self.config.at("DefaultCacheBehavior"), *others])

    @property
    def origins(self) -> Nodes[Origin]:
        """Where it fetches from."""
        return self.config.at("Origins").items_as(Origin)

    @property
    def certificate(self) -> Node:
        """What it shows to viewers."""
        return self.config.at("ViewerCertificate")

    @property
    def has_own_certificate(self) -> Truth:
        """Whether the certificate is the customer's, and not that of *.cloudfront.net."""
        return self.certificate.at("AcmCertificateArn").is_set | (
            self.certificate.at("IamCertificateId").is_set
        )
