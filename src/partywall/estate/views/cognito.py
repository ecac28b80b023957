"""Amazon Cognito, as controls see it: a pool asks for no second factor, and for passwords of
eight characters, unless told otherwise.

Source: Cognito API Reference, "CreateUserPool", read 2026-11-23; Cognito Developer Guide,
"User pool password policies" (not re-read).
"""

from __future__ import annotations

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.truth import Truth, no


class UserPool(View):
    """AWS::Cognito::UserPool."""

    types = ("AWS::Cognito::UserPool",)


class UserPoolClient(View):
    """AWS::Cognito::UserPoolClient: an application that signs people in."""

    types = ("AWS::Cognito::UserPoolClient",)


class IdentityPool(View):
    """AWS::Cognito::IdentityPool."""

    types = ("AWS::Cognito::IdentityPool",)


def in_clear(address: Node) -> Truth:
    """Whether a browser would be sent there over plain HTTP; the own machine does not count."""
    return address.matches("http://") & no(address.matches("http://localhost"))
