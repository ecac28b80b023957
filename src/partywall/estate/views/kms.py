"""AWS KMS, as controls see it, and whose a key is."""

from __future__ import annotations

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.estate.views.policy_document import Statement, document
from partywall.kernel.arn import parse_arn
from partywall.kernel.truth import Truth
from partywall.kernel.unknown import Unknown


class Key(View):
    """AWS::KMS::Key.

    Made by KMS and symmetric unless something else is said, not rotated, deleted after 30 days'
    notice; the default policy trusts the account and nobody else.
    Source: KMS API Reference, "CreateKey" and "ScheduleKeyDeletion", read 2026-11-23; KMS
    Developer Guide, "Default key policy" (not re-read).
    """

    types = ("AWS::KMS::Key",)

    @property
    def can_rotate(self) -> Truth:
        """Whether KMS can rotate it by itself: symmetric, for encryption, of KMS's making."""
        symmetric = self.at("KeySpec").either("SYMMETRIC_DEFAULT").equals("SYMMETRIC_DEFAULT")
        return symmetric & self.at("Origin").either("AWS_KMS").equals("AWS_KMS")

    def open_statement(self) -> tuple[Statement | None, Truth]:
        """Whether the key policy lets in callers whom nobody named, and where."""
        return document(self.at("KeyPolicy")).public_statement()


def is_customer_key(node: Node) -> Truth:
    """Whether the key named here is one that the customer manages.

    Absent (or empty) means that the service uses its own key. `alias/aws/…` names AWS's, and
    nobody else can make an alias that begins so: every other alias names a customer's key. A
    reference to a key of the estate is the customer's. A known key id or ARN from elsewhere
    does not say who manages it, so it stays in doubt.

    Source: KMS Developer Guide, "AWS KMS keys", section "AWS managed keys", and
    KMS API Reference, "CreateAlias", read 2026-11-23.
    """
    value = node.value
    if value is None or value == "":
        return False
    if isinstance(value, Unknown):
        return _referenced(node, value)
    name = str(value)
    arn = parse_arn(name)
    resource = arn.resource if arn else name
    if resource.startswith("alias/"):
        return not resource.startswith("alias/aws/")
    return node.doubt("who manages this key is not known from its id")


def _referenced(node: Node, value: Unknown) -> Truth:
    estate = getattr(_root(node), "estate", None)
    if estate is not None and value.refs:
        link = estate.link(value)
        if link.sure and link.targets[0].type in ("AWS::KMS::Key", "AWS::KMS::ReplicaKey"):
            return True
        if link.sure and link.targets[0].type == "AWS::KMS::Alias":
            return True
    if value.prefix.startswith("alias/aws/"):
        return False
    return node.doubt()


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node
