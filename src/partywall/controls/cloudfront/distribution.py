"""A distribution: what it writes down, and what it answers and turns away."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.cloudfront import Distribution, LogDelivery
from partywall.kernel.truth import some
from partywall.kernel.verdict import Verdict, proved, proved_if
from partywall.line.layer import DATA, LOGGING, NETWORK_CONFIGURATION


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
