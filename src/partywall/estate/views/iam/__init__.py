"""AWS IAM, as controls see it: what policies grant, and whom roles trust."""

from partywall.estate.views.iam.policy import Grant, Policy
from partywall.estate.views.iam.principal import Actor, Principal, account_of, is_of_the_estate
from partywall.estate.views.iam.role import (
    COGNITO,
    FederatedRole,
    Role,
    Trust,
    is_cognito,
    is_oidc,
    is_saml,
)
from partywall.estate.views.iam.user import AccessKey, PasswordPolicy, RootUser, User, UserPolicies

__all__ = [
    "COGNITO",
    "AccessKey",
    "Actor",
    "FederatedRole",
    "Grant",
    "PasswordPolicy",
    "Policy",
    "Principal",
    "Role",
    "RootUser",
    "Trust",
    "User",
    "UserPolicies",
    "account_of",
    "is_cognito",
    "is_of_the_estate",
    "is_oidc",
    "is_saml",
]
