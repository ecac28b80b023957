"""AWS KMS, as controls see it, and whose a key is."""

from __future__ import annotations

from msgspec import Struct

from partywall.estate.estate import Estate
from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.arn import parse_arn
from partywall.kernel.truth import Truth
from partywall.kernel.unknown import Unknown


class Key(View):
    """AWS::KMS::Key."""

    types = ("AWS::KMS::Key",)


KEY_TYPES = frozenset({"AWS::KMS::Key", "AWS::KMS::ReplicaKey", "AWS::KMS::Alias"})


def is_customer_key(node: Node) -> Truth:
    """Whether the key named at this node is one that the customer manages."""
    estate = getattr(node.root, "estate", None)
    answer = key_is_customers(node.value, estate)
    return node.doubt("who manages this key is not known") if answer is None else answer


def key_is_customers(value: object, estate: Estate | None) -> bool | None:
    """Whether a value names a key that the customer manages; None when it does not say.

    Absent (or empty) means that the service uses its own key. `alias/aws/…` names AWS's. A
    reference to a key of the estate is the customer's. A known key id or ARN from elsewhere
    does not say who manages it.

    Source: KMS Developer Guide, "AWS KMS keys", section "AWS managed keys", read 2026-11-23.
    """
    if value is None or value == "":
        return False
    if isinstance(value, Unknown):
        if value.prefix.startswith("alias/aws/") or ":alias/aws/" in value.prefix:
            return False
        if value.suffix and "alias/aws/" in value.suffix:
            return False
    elif (parse_arn(str(value)) or _Plain(str(value))).resource.startswith("alias/aws/"):
        return False
    if estate is None:
        return None
    link = estate.link(value)
    return True if link.sure and link.targets[0].type in KEY_TYPES else None


class _Plain(Struct, frozen=True):
    resource: str
