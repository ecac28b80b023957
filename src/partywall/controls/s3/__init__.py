"""Amazon S3: what the customer must choose for his buckets."""

from partywall.controls.s3.access import (
    bucket_acl_not_public,
    bucket_acls_disabled,
    bucket_policy_not_public,
)
from partywall.controls.s3.encryption import bucket_requires_tls, bucket_uses_customer_key
from partywall.controls.s3.exposure import (
    bucket_is_not_written_by_strangers,
    classified_bucket_is_not_read_by_strangers,
)
from partywall.controls.s3.lifecycle import bucket_drops_unfinished_uploads, bucket_has_lifecycle
from partywall.controls.s3.monitoring import bucket_access_logged, bucket_sends_events
from partywall.controls.s3.outsiders import (
    bucket_is_administered_at_home,
    bucket_services_act_for_the_named,
)
from partywall.controls.s3.protection import (
    bucket_has_mfa_delete,
    bucket_has_object_lock,
    bucket_replicated,
    bucket_versioned,
)
from partywall.controls.s3.public_access import (
    access_point_blocks_public_access,
    account_blocks_public_access,
    bucket_blocks_public_access,
)

__all__ = [
    "access_point_blocks_public_access",
    "account_blocks_public_access",
    "bucket_access_logged",
    "bucket_acl_not_public",
    "bucket_acls_disabled",
    "bucket_blocks_public_access",
    "bucket_drops_unfinished_uploads",
    "bucket_has_lifecycle",
    "bucket_has_mfa_delete",
    "bucket_has_object_lock",
    "bucket_is_administered_at_home",
    "bucket_is_not_written_by_strangers",
    "bucket_policy_not_public",
    "bucket_replicated",
    "bucket_requires_tls",
    "bucket_sends_events",
    "bucket_services_act_for_the_named",
    "bucket_uses_customer_key",
    "bucket_versioned",
    "classified_bucket_is_not_read_by_strangers",
]
