"""AWS KMS: who may use a key, and how it ages."""

from partywall.controls.kms.key import (
    key_can_be_administered,
    key_is_deleted_slowly,
    key_is_not_public,
    key_is_rotated,
)
from partywall.controls.kms.outsiders import (
    key_grants_are_made_at_home,
    key_services_act_for_the_named,
    key_use_by_others_is_bound,
)

__all__ = [
    "key_can_be_administered",
    "key_grants_are_made_at_home",
    "key_is_deleted_slowly",
    "key_is_not_public",
    "key_is_rotated",
    "key_services_act_for_the_named",
    "key_use_by_others_is_bound",
]
