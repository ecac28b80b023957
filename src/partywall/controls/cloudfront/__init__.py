"""Amazon CloudFront: how viewers are met, and how origins are."""

from partywall.controls.cloudfront.distribution import (
    behind_web_acl,
    distribution_logged,
    has_default_root_object,
)
from partywall.controls.cloudfront.origins import (
    buckets_closed_to_others,
    has_origin_failover,
    origins_over_https,
    origins_use_modern_tls,
)
from partywall.controls.cloudfront.viewers import (
    has_own_certificate,
    sends_security_headers,
    served_by_name,
    viewers_over_https,
    viewers_use_modern_tls,
)

__all__ = [
    "behind_web_acl",
    "buckets_closed_to_others",
    "distribution_logged",
    "has_default_root_object",
    "has_origin_failover",
    "has_own_certificate",
    "origins_over_https",
    "origins_use_modern_tls",
    "sends_security_headers",
    "served_by_name",
    "viewers_over_https",
    "viewers_use_modern_tls",
]
