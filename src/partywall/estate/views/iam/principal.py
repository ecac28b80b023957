"""Principals: those of the estate, and the accounts of the others."""

from __future__ import annotations

from typing import Final

from partywall.estate.node import Node
from partywall.estate.resource import Resource
from partywall.estate.view import View
from partywall.kernel.arn import parse_arn
from partywall.kernel.unknown import Unknown

LINKED: Final = "/aws-service-role/"
RESERVED: Final = "/aws-reserved/"
"""Paths of the roles that AWS makes. Source: IAM User Guide, "Create a service-linked role"
(not re-read)."""


class Principal(View):
    """A role, user or group, and the managed policies attached to it."""

    types = ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group")


class Actor(View):
    """A role or user: somebody who can make requests, with all policies that bind him."""

    types = ("AWS::IAM::Role", "AWS::IAM::User")

    @property
    def is_there(self) -> bool:
        """Whether the customer answers for it: a role of AWS's own is AWS's."""
        path = self.at("Path").value
        return not (isinstance(path, str) and path.startswith((LINKED, RESERVED)))


def account_of(principal: Node) -> str | None:
    """The account of an AWS principal: twelve digits, alone or in an ARN; else None."""
    text = principal.value
    if not isinstance(text, str):
        return None
    arn = parse_arn(text)
    account = arn.account if arn is not None else text
    return account if len(account) == 12 and account.isdigit() else None


def referred(node: Node, value: Unknown, kind: str) -> Resource | None:
    """The resource of a kind that a value surely comes from, or None."""
    root = node.root
    if not value.refs or not isinstance(root, View):
        return None
    return root.estate.target(value, kind)


def is_of_the_estate(node: Node) -> bool:
    """Whether a principal is surely a resource of the estate, so not an outsider."""
    value = node.value
    return type(value) is Unknown and referred(node, value, "") is not None
