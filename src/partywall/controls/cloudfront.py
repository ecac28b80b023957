"""Amazon CloudFront: how viewers are met, and how origins are."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.views.cloudfront import MODERN, Distribution, LogDelivery
from partywall.kernel.truth import no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import (
    CLIENT_SIDE,
    DATA,
    ENCRYPTION_IN_TRANSIT,
    IDENTITY,
    LOGGING,
    NETWORK_CONFIGURATION,
    RESILIENCE,
)


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
    "cloudfront-origins-over-https",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "CloudFront.9",
        "CKV2_AWS_72",
        "cloudfront_distributions_origin_traffic_encrypted",
    ),
)
def origins_over_https(distribution: Distribution) -> Verdict:
    """CloudFront fetches from its origins over HTTPS.

    The padlock that the viewer sees ends at the edge; what follows may cross the Internet, too.

    Fix: set OriginProtocolPolicy to https-only.

    Undecided when an origin is not known.

    Refuted by::

        DistributionConfig:
          Origins: [{Id: web, CustomOriginConfig: {OriginProtocolPolicy: http-only}}]

    Proved by::

        DistributionConfig:
          Origins: [{Id: web, CustomOriginConfig: {OriginProtocolPolicy: https-only}}]

    Source: Security Hub User Guide, "CloudFront.9" (not re-read).
    """
    plain_viewer = some(
        distribution.behaviors, lambda one: one.at("ViewerProtocolPolicy").equals("allow-all")
    )[1]
    origin, found = some(
        distribution.origins,
        lambda one: (
            one.over_http
            | (
                one.at("CustomOriginConfig", "OriginProtocolPolicy").equals("match-viewer")
                & plain_viewer
            )
        ),
    )
    if found:
        return refuted(origin, "plain HTTP is spoken to this origin")
    return proved(distribution.config.at("Origins"), note="no origin is fetched over plain HTTP")


@control(
    "cloudfront-origins-modern-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=LOW,
    also_known_as=(
        "CloudFront.10",
        "CKV2_AWS_54",
        "cloudfront_distributions_using_deprecated_ssl_protocols",
    ),
)
def origins_use_modern_tls(distribution: Distribution) -> Verdict:
    """CloudFront speaks nothing older than TLS 1.2 to its origins.

    Fix: list TLSv1.2 alone in OriginSSLProtocols.

    Who sits on the way can make both sides fall back to the oldest version that they allow.

    Undecided when an origin is not known.

    Refuted by::

        DistributionConfig:
          Origins: [{Id: web, CustomOriginConfig: {OriginSSLProtocols: [TLSv1, TLSv1.2]}}]

    Proved by::

        DistributionConfig:
          Origins: [{Id: web, CustomOriginConfig: {OriginSSLProtocols: [TLSv1.2]}}]

    Source: Security Hub User Guide, "CloudFront.10" (not re-read).
    """
    origin, found = some(distribution.origins, lambda one: one.over_old_tls)
    if found and origin is not None:
        return refuted(origin.at("CustomOriginConfig"), "an old version is allowed")
    return proved(distribution.config.at("Origins"), note="no origin lists an old version")


@control(
    "cloudfront-buckets-closed-to-others",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=(
        "CloudFront.13",
        "CKV2_AWS_46",
        "cloudfront_distributions_s3_origin_access_control",
    ),
)
def buckets_closed_to_others(distribution: Distribution) -> Verdict:
    """CloudFront identifies itself to its buckets, so that they need be open to nobody else.

    Otherwise the bucket must be public, and everyone can go past the cache and the web ACL.

    Fix: set OriginAccessControlId, and let the bucket policy name the distribution.

    Undecided when an origin is not known.

    Refuted by::

        DistributionConfig: {Origins: [{Id: b, S3OriginConfig: {OriginAccessIdentity: ""}}]}

    Proved by::

        DistributionConfig: {Origins: [{Id: b, OriginAccessControlId: E1, S3OriginConfig: {}}]}

    Source: CloudFront Developer Guide, "Restrict access to an Amazon S3 origin" (not re-read).
    """
    open_bucket, found = some(
        distribution.origins, lambda one: one.is_bucket & no(one.is_identified)
    )
    if found:
        return refuted(open_bucket, "this bucket cannot tell CloudFront from others")
    return proved(distribution.config.at("Origins"), note="every bucket knows CloudFront")


@control(
    "cloudfront-logged",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=(
        "CloudFront.5",
        "CKV_AWS_86",
        "AVD-AWS-0010",
        "cloudfront_distributions_logging_enabled",
    ),
)
def distribution_logged(distribution: Distribution) -> Verdict:
    """What viewers ask for is written to a log.

    Requests that the cache answers reach no other log.

    Fix: set Logging.Bucket, or a delivery of CloudWatch Logs.

    Undecided when a delivery may be meant for this distribution.

    Refuted by::

        DistributionConfig: {Enabled: true}

    Proved by::

        DistributionConfig: {Logging: {Bucket: logs.s3.amazonaws.com}}

    Source: CloudFront Developer Guide, "Standard logging (access logs)" (not re-read).
    """
    bucket = distribution.config.at("Logging", "Bucket")
    delivery, delivered = some(distribution.companions(LogDelivery), lambda _one: True)
    logged = bucket.is_set | delivered
    if logged and delivery is not None:
        return proved(delivery)
    return proved_if(logged, bucket, "requests are not logged")


@control(
    "cloudfront-behind-web-acl",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=(
        "CloudFront.6",
        "CKV_AWS_68",
        "AVD-AWS-0011",
        "cloudfront_distributions_using_waf",
    ),
)
def behind_web_acl(distribution: Distribution) -> Verdict:
    """A web ACL inspects requests before CloudFront answers them.

    It turns away known attacks, and floods of requests, at the edge.

    Fix: set WebACLId to the ARN of a web ACL of scope CLOUDFRONT.

    Undecided when the value is not known.

    Refuted by::

        DistributionConfig: {WebACLId: ""}

    Proved by::

        DistributionConfig: {WebACLId: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/1"}

    Source: Security Hub User Guide, "CloudFront.6" (not re-read).
    """
    acl = distribution.config.at("WebACLId")
    return proved_if(acl.is_filled, acl, "no web ACL stands before it")


@control(
    "cloudfront-default-root-object",
    layer=DATA,
    weight=LOW,
    also_known_as=("CloudFront.1", "CKV_AWS_305", "cloudfront_distributions_default_root_object"),
)
def has_default_root_object(distribution: Distribution) -> Verdict:
    """A request for the root gets a page, and no list of what is in the bucket.

    Fix: set DefaultRootObject to index.html.

    A bucket that allows listing would show the names of all its objects.

    Undecided when the value is not known.

    Refuted by::

        DistributionConfig: {Enabled: true}

    Proved by::

        DistributionConfig: {DefaultRootObject: index.html}

    Source: Security Hub User Guide, "CloudFront.1" (not re-read).
    """
    page = distribution.config.at("DefaultRootObject")
    return proved_if(page.is_filled, page, "the root has no page")


@control(
    "cloudfront-origin-failover",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=(
        "CloudFront.4",
        "CKV_AWS_310",
        "cloudfront_distributions_multiple_origin_failover_configured",
    ),
)
def has_origin_failover(distribution: Distribution) -> Verdict:
    """Another origin answers when the first one fails.

    Fix: write an origin group with two origins, best in two Regions.

    Otherwise the edge can only pass the error on.

    Undecided when the groups are not known.

    Refuted by::

        DistributionConfig: {Origins: [{Id: web}]}

    Proved by::

        DistributionConfig:
          OriginGroups:
            Items: [{Id: both, Members: {Items: [{OriginId: a}, {OriginId: b}]}}]

    Source: Security Hub User Guide, "CloudFront.4" (not re-read).
    """
    groups = distribution.config.at("OriginGroups", "Items")
    group, found = some(groups.items(), lambda one: one.at("Members", "Items").is_set)
    if found and group is not None:
        return proved(group)
    return refuted(groups, "there is no second origin")


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
