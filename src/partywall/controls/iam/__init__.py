"""AWS IAM: who may do what, and how people and programs prove who they are."""

from partywall.controls.iam.administration import (
    administrators_are_for_emergencies,
    nobody_makes_himself_administrator,
)
from partywall.controls.iam.federation import (
    assertion_audience_is_fixed,
    identities_are_signed_in,
    identity_pool_is_fixed,
    token_audience_is_fixed,
    token_subject_is_fixed,
)
from partywall.controls.iam.policy import (
    decrypting_is_limited,
    passing_roles_is_limited,
    policy_grants_no_full_admin,
    policy_grants_no_whole_service,
    policy_names_actions,
    principal_has_no_full_cloudshell,
    principal_is_no_administrator,
)
from partywall.controls.iam.powers import (
    assuming_roles_is_limited,
    changing_code_is_limited,
    credentials_of_others_are_limited,
    editing_is_limited,
    mirroring_is_limited,
    no_resource_is_meant_by_omission,
    nothing_is_allowed_by_omission,
)
from partywall.controls.iam.role import (
    github_subject_is_fixed,
    outsiders_show_external_id,
    role_is_not_public,
    service_source_is_fixed,
)
from partywall.controls.iam.root import (
    root_has_no_access_keys,
    root_is_unused,
    root_shows_second_factor,
)
from partywall.controls.iam.user import (
    password_reuse_is_prevented,
    passwords_are_long,
    passwords_are_mixed,
    user_has_no_access_key,
    user_is_permitted_through_groups,
    user_password_is_kept_out,
)

__all__ = [
    "administrators_are_for_emergencies",
    "assertion_audience_is_fixed",
    "assuming_roles_is_limited",
    "changing_code_is_limited",
    "credentials_of_others_are_limited",
    "decrypting_is_limited",
    "editing_is_limited",
    "github_subject_is_fixed",
    "identities_are_signed_in",
    "identity_pool_is_fixed",
    "mirroring_is_limited",
    "no_resource_is_meant_by_omission",
    "nobody_makes_himself_administrator",
    "nothing_is_allowed_by_omission",
    "outsiders_show_external_id",
    "passing_roles_is_limited",
    "password_reuse_is_prevented",
    "passwords_are_long",
    "passwords_are_mixed",
    "policy_grants_no_full_admin",
    "policy_grants_no_whole_service",
    "policy_names_actions",
    "principal_has_no_full_cloudshell",
    "principal_is_no_administrator",
    "role_is_not_public",
    "root_has_no_access_keys",
    "root_is_unused",
    "root_shows_second_factor",
    "service_source_is_fixed",
    "token_audience_is_fixed",
    "token_subject_is_fixed",
    "user_has_no_access_key",
    "user_is_permitted_through_groups",
    "user_password_is_kept_out",
]
