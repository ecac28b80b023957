"""Distributions, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.examples import ref
from controls.law import assert_outcome
from partywall.controls import cloudfront as cf
from partywall.controls.control import Control
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")
SET = Unknown("known after apply", present=True)
KIND = "AWS::CloudFront::Distribution"


def config(**settings: object) -> dict[str, Any]:
    return {"DistributionConfig": settings}


def viewer(policy: object, *others: object, **settings: object) -> dict[str, Any]:
    return config(
        DefaultCacheBehavior={"ViewerProtocolPolicy": policy},
        CacheBehaviors=[{"ViewerProtocolPolicy": one} for one in others],
        **settings,
    )


def origin(**settings: object) -> dict[str, Any]:
    return config(Origins=[{"Id": "o", **settings}])


def custom(**settings: object) -> dict[str, Any]:
    return {"Origins": [{"Id": "o", "CustomOriginConfig": settings}]}


def certificate(**settings: object) -> dict[str, Any]:
    return config(ViewerCertificate=settings)


def delivered(target: object) -> dict[str, Any]:
    source = {"LogType": "ACCESS_LOGS", "ResourceArn": target}
    return {
        "Resources": {
            "Example": {"Type": KIND, "Properties": config(Enabled=True)},
            "Source": {"Type": "AWS::Logs::DeliverySource", "Properties": source},
        }
    }


@pytest.mark.parametrize(
    ("control", "described", "outcome"),
    [
        (cf.viewers_over_https, viewer("https-only", "redirect-to-https"), "proved"),
        (cf.viewers_over_https, viewer("https-only", "allow-all"), "refuted"),
        (cf.viewers_over_https, viewer("https-only", SET), "undecided"),
        (cf.viewers_over_https, viewer("allow-all", SET), "refuted"),
        (cf.viewers_use_modern_tls, config(), "refuted"),
        (
            cf.viewers_use_modern_tls,
            certificate(AcmCertificateArn=SET, MinimumProtocolVersion="TLSv1.2_2021"),
            "proved",
        ),
        (
            cf.viewers_use_modern_tls,
            certificate(AcmCertificateArn=SET, MinimumProtocolVersion="TLSv1.1_2016"),
            "refuted",
        ),
        (
            cf.viewers_use_modern_tls,
            certificate(CloudFrontDefaultCertificate=True, MinimumProtocolVersion="TLSv1.2_2021"),
            "refuted",  # it does not count
        ),
        (cf.viewers_use_modern_tls, certificate(AcmCertificateArn=SET), "refuted"),
        (cf.viewers_use_modern_tls, config(ViewerCertificate=SET), "undecided"),
        (cf.has_own_certificate, certificate(IamCertificateId="c"), "proved"),
        (cf.has_own_certificate, config(), "refuted"),
        (cf.has_own_certificate, certificate(AcmCertificateArn=UNKNOWN), "undecided"),
        (
            cf.origins_over_https,
            viewer("https-only", **custom(OriginProtocolPolicy="match-viewer")),
            "proved",
        ),
        (
            cf.origins_over_https,
            viewer("allow-all", **custom(OriginProtocolPolicy="match-viewer")),
            "refuted",
        ),
        (cf.origins_over_https, config(**custom(OriginProtocolPolicy="http-only")), "refuted"),
        (cf.origins_over_https, config(**custom(OriginProtocolPolicy=SET)), "undecided"),
        (cf.origins_over_https, config(Origins=UNKNOWN), "undecided"),
        (cf.origins_use_modern_tls, config(**custom(OriginSSLProtocols=["TLSv1.2"])), "proved"),
        (
            cf.origins_use_modern_tls,
            config(**custom(OriginSSLProtocols=["TLSv1.1", SET])),
            "refuted",
        ),
        (cf.origins_use_modern_tls, config(**custom(OriginSSLProtocols=SET)), "undecided"),
        (
            cf.buckets_closed_to_others,
            origin(S3OriginConfig={"OriginAccessIdentity": SET}),
            "undecided",  # perhaps empty
        ),
        (cf.buckets_closed_to_others, origin(OriginAccessControlId="E1"), "proved"),
        (cf.buckets_closed_to_others, origin(), "refuted"),
        (cf.buckets_closed_to_others, origin(CustomOriginConfig={}), "proved"),  # no bucket
        (cf.distribution_logged, config(), "refuted"),
        (cf.distribution_logged, config(Logging={"Bucket": SET}), "proved"),
        (cf.distribution_logged, delivered(ref("Example", "Arn")), "proved"),
        (cf.distribution_logged, delivered(UNKNOWN), "undecided"),
        (cf.distribution_logged, delivered("arn:aws:cloudfront::1:distribution/E"), "refuted"),
        (cf.behind_web_acl, config(), "refuted"),
        (cf.behind_web_acl, config(WebACLId=SET), "undecided"),  # perhaps empty
        (cf.behind_web_acl, config(WebACLId=ref("Acl", "Arn")), "proved"),
        (cf.behind_web_acl, config(WebACLId="arn:aws:wafv2:x"), "proved"),
        (cf.has_default_root_object, config(DefaultRootObject="index.html"), "proved"),
        (cf.has_default_root_object, config(DefaultRootObject=""), "refuted"),
        (cf.has_default_root_object, {"DistributionConfig": UNKNOWN}, "undecided"),
        (cf.has_origin_failover, config(), "refuted"),
        (
            cf.has_origin_failover,
            config(OriginGroups={"Items": [{"Members": {"Items": [{}, {}]}}]}),
            "proved",
        ),
        (cf.has_origin_failover, config(OriginGroups=UNKNOWN), "undecided"),
        (
            cf.sends_security_headers,
            config(DefaultCacheBehavior={"ResponseHeadersPolicyId": SET}),
            "proved",
        ),
        (cf.sends_security_headers, viewer("https-only"), "refuted"),
        (cf.sends_security_headers, {"DistributionConfig": UNKNOWN}, "undecided"),
    ],
)
def test_distributions(control: Control, described: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, described, outcome)


@pytest.mark.parametrize(
    ("described", "outcome"),
    [
        (certificate(AcmCertificateArn="arn:x", SslSupportMethod="sni-only"), "proved"),
        (certificate(AcmCertificateArn=SET, SslSupportMethod="vip"), "refuted"),
        (certificate(IamCertificateId="ABC", SslSupportMethod="static-ip"), "refuted"),
        (certificate(AcmCertificateArn="arn:x", SslSupportMethod=UNKNOWN), "undecided"),
        (certificate(CloudFrontDefaultCertificate=True), "not_applicable"),
        (certificate(AcmCertificateArn=UNKNOWN, SslSupportMethod="vip"), "undecided"),
    ],
)
def test_served_by_name(described: dict[str, Any], outcome: str) -> None:
    assert_outcome(cf.served_by_name, described, outcome)
