"""AWS IAM, as controls see it: what policies grant, and whom roles trust."""

from partywall.estate.views.iam.policy import Grant, Policy
from partywall.estate.views.iam.principal import Principal, account_of, is_of_the_estate
from partywall.estate.views.iam.role import Role, Trust
from partywall.estate.views.iam.user import AccessKey, PasswordPolicy, User, UserPolicies

__all__ = [
    "AccessKey",
    "Grant",
    "PasswordPolicy",
    "Policy",
    "Principal",
    "Role",
    "Trust",
    "User",
    "UserPolicies",
    "account_of",
    "is_of_the_estate",
]
