"""How origins are reached, and that nobody else reaches them."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.cloudfront import Distribution
from partywall.kernel.truth import no, some
from partywall.kernel.verdict import Verdict, proved, refuted
from partywall.line.layer import ENCRYPTION_IN_TRANSIT, IDENTITY, RESILIENCE


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
