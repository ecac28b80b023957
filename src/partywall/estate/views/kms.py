"""AWS KMS, as controls see it, and whose a key is."""

from __future__ import annotations

from partywall.estate.estate import Estate
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


KEY_TYPES = frozenset({"AWS::KMS::Key", "AWS::KMS::ReplicaKey", "AWS::KMS::Alias"})


def is_customer_key(node: Node) -> Truth:
    """Whether the key named at this node is one that the customer manages."""
    estate = getattr(node.root, "estate", None)
    answer = key_is_customers(node.value, estate)
    return node.doubt("who manages this key is not known") if answer is None else answer


def key_is_customers(value: object, estate: Estate | None) -> bool | None:
    """Whether a value names a key that the customer manages; None when it does not say.

    Absent (or empty) means that the service uses its own key. `alias/aws/…` names AWS's, and
    nobody else can make an alias that begins so: every other alias names a customer's key. A
    reference to a key of the estate is the customer's. A known key id or ARN from elsewhere
    does not say who manages it.

    Source: KMS Developer Guide, "Create aliases", read 2026-11-23.
    """
    if value is None or value == "":
        return False
    if type(value) is Unknown:
        for part in (value.prefix, value.suffix):
            if part and (part.startswith("alias/aws/") or ":alias/aws/" in part):
                return False
    else:
        arn = parse_arn(str(value))
        resource = arn.resource if arn else str(value)
        if resource.startswith("alias/"):
            return not resource.startswith("alias/aws/")
    if estate is None:
        return None
    link = estate.link(value)
    return True if link.sure and link.targets[0].type in KEY_TYPES else None
