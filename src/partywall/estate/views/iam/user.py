"""Users: their policies, their keys, and the account's rules for passwords; the root user."""

from __future__ import annotations

from partywall.estate.view import View


class User(View):
    """AWS::IAM::User."""

    types = ("AWS::IAM::User",)


class UserPolicies(View):
    """Policies that stand apart and name the users they are for."""

    types = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::UserPolicy")


class AccessKey(View):
    """AWS::IAM::AccessKey."""

    types = ("AWS::IAM::AccessKey",)


class PasswordPolicy(View):
    """The account's rules for passwords; CloudFormation has no type for them.

    Left out: six characters, any old password again.
    Source: IAM API Reference, "UpdateAccountPasswordPolicy", read 2026-11-23.
    """

    types = ("Partywall::IAM::AccountPasswordPolicy",)


class RootUser(View):
    """The root user, for whom CloudFormation has no type.

    A moment that is left out (`PasswordLastUsed` …) is one that is known not to be. `SeenUntil` is
    the latest one of which the credential report is known to tell.
    """

    types = ("Partywall::IAM::RootUser",)
