"""How viewers are met: over TLS, by name, and with headers that protect them."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.views.cloudfront import MODERN, Distribution
from partywall.kernel.truth import no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import CLIENT_SIDE, ENCRYPTION_IN_TRANSIT


@control(
    "cloudfront-viewers-over-https",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=HIGH,
    also_known_as=(
        "CloudFront.3",
        "CKV_AWS_34",
        "AVD-AWS-0012",
        "cloudfront_distributions_https_enabled",
    ),
)
def viewers_over_https(distribution: Distribution) -> Verdict:
    """Viewers are served over HTTPS only, or sent there.

    What goes over plain HTTP can be read and changed on the way, scripts too.

    Fix: set ViewerProtocolPolicy to redirect-to-https or https-only in every behavior.

    Undecided when a behavior is not known.

    Refuted by::

        DistributionConfig: {DefaultCacheBehavior: {ViewerProtocolPolicy: allow-all}}

    Proved by::

        DistributionConfig: {DefaultCacheBehavior: {ViewerProtocolPolicy: redirect-to-https}}

    Source: Security Hub User Guide, "CloudFront.3" (not re-read).
    """
    behaviors = distribution.behaviors
    plain, found = some(behaviors, lambda one: one.at("ViewerProtocolPolicy").equals("allow-all"))
    if found and plain is not None:
        return refuted(plain.at("ViewerProtocolPolicy"), "plain HTTP is served")
    return proved(*(one.at("ViewerProtocolPolicy") for one in behaviors))


@control(
    "cloudfront-modern-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "CKV_AWS_174",
        "AVD-AWS-0013",
    ),
)
def viewers_use_modern_tls(distribution: Distribution) -> Verdict:
    """Viewers are offered nothing older than TLS 1.2.

    TLS 1.0 and 1.1 have known breaks. With CloudFront's own certificate it offers TLS 1.0
    whatever is written.

    Fix: use a certificate of your own, and set MinimumProtocolVersion to TLSv1.2_2021 or newer.

    Undecided when the value is not known.

    Refuted by::

        DistributionConfig: {ViewerCertificate: {CloudFrontDefaultCertificate: true}}

    Proved by::

        DistributionConfig:
          ViewerCertificate:
            AcmCertificateArn: arn:aws:acm:us-east-1:111122223333:certificate/c
            SslSupportMethod: sni-only
            MinimumProtocolVersion: TLSv1.2_2021

    Source: CloudFront Developer Guide, "Supported protocols and ciphers between viewers and
    CloudFront" (not re-read).
    """
    minimum = distribution.certificate.at("MinimumProtocolVersion")
    modern = distribution.has_own_certificate & minimum.equals(*MODERN)
    return proved_if(modern, minimum, "TLS 1.0 is offered")


@control(
    "cloudfront-own-certificate",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=LOW,
    also_known_as=(
        "CloudFront.7",
        "CKV2_AWS_42",
        "cloudfront_distributions_custom_ssl_certificate",
    ),
)
def has_own_certificate(distribution: Distribution) -> Verdict:
    """The distribution shows a certificate of your own name.

    Viewers then see whom they talk to, and the versions of TLS are yours to choose.

    Fix: set ViewerCertificate.AcmCertificateArn, and your name in Aliases.

    Undecided when the value is not known.

    Refuted by::

        DistributionConfig: {ViewerCertificate: {CloudFrontDefaultCertificate: true}}

    Proved by::

        DistributionConfig:
          ViewerCertificate:
            AcmCertificateArn: arn:aws:acm:us-east-1:111122223333:certificate/c

    Source: Security Hub User Guide, "CloudFront.7" (not re-read).
    """
    certificate = distribution.certificate
    own = distribution.has_own_certificate
    return proved_if(own, certificate, "it shows CloudFront's certificate")


@control(
    "cloudfront-security-headers",
    layer=CLIENT_SIDE,
    weight=LOW,
    also_known_as=("CKV2_AWS_32",),
)
def sends_security_headers(distribution: Distribution) -> Verdict:
    """Every answer carries headers that CloudFront adds by a response headers policy.

    They tell the browser to insist on HTTPS, not to guess types, and not to be framed: the only
    defence that works on the user's own machine.

    Fix: set ResponseHeadersPolicyId in every behavior; AWS has a managed policy SecurityHeaders.

    Undecided when a behavior is not known. What the policy says, this control does not see.

    Refuted by::

        DistributionConfig: {DefaultCacheBehavior: {TargetOriginId: web}}

    Proved by::

        DistributionConfig:
          DefaultCacheBehavior: {ResponseHeadersPolicyId: 67f7725c-6f97-4210-82d7-5512b31e9d03}

    Source: CloudFront Developer Guide, "Use managed response headers policies" (not re-read).
    """
    behaviors = distribution.behaviors
    bare, found = some(behaviors, lambda one: no(one.at("ResponseHeadersPolicyId").is_set))
    if found and bare is not None:
        return refuted(bare.at("ResponseHeadersPolicyId"), "no headers are added")
    return proved(*(one.at("ResponseHeadersPolicyId") for one in behaviors))


@control(
    "cloudfront-sni",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=LOW,
    also_known_as=("CloudFront.8", "cloudfront_distributions_https_sni_enabled"),
)
def served_by_name(distribution: Distribution) -> Verdict:
    """Viewers say which name they want (SNI) before they see a certificate.

    The other way holds addresses of its own at every edge location, for browsers that nobody
    uses any more, and at a high price.

    Fix: set SslSupportMethod to sni-only.

    Undecided when the value is not known.

    Refuted by::

        DistributionConfig:
          ViewerCertificate: {AcmCertificateArn: "arn:aws:acm:x", SslSupportMethod: vip}

    Proved by::

        DistributionConfig:
          ViewerCertificate: {AcmCertificateArn: "arn:aws:acm:x", SslSupportMethod: sni-only}

    Not applicable by::

        DistributionConfig: {ViewerCertificate: {CloudFrontDefaultCertificate: true}}

    Source: CloudFront API Reference, "ViewerCertificate" (not re-read).
    """
    certificate = distribution.certificate
    if no(distribution.has_own_certificate):
        return not_applicable(certificate, "it shows the certificate of *.cloudfront.net")
    method = certificate.at("SslSupportMethod")
    return proved_if(method.equals("sni-only"), method, "it holds addresses of its own")
