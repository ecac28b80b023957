"""Amazon SQS, as controls see it.

A queue for which nothing is said is encrypted with keys that SQS owns; only its owner may use
it. Source: CloudFormation template reference, "AWS::SQS::Queue", property SqsManagedSseEnabled
(not re-read); SQS API Reference, "CreateQueue", read 2026-11-23.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from partywall.estate.estate import Estate
from partywall.estate.node import Nodes
from partywall.estate.view import View
from partywall.estate.views.policy_document import document
from partywall.kernel.lazy import cached_property
from partywall.kernel.truth import Truth, no


class QueuePolicy(View):
    """AWS::SQS::QueuePolicy, or one of the queue's own."""

    types = ("AWS::SQS::QueuePolicy", "AWS::SQS::QueueInlinePolicy")


class Queue(View):
    """AWS::SQS::Queue."""

    types = ("AWS::SQS::Queue",)

    @cached_property
    def policies(self) -> Nodes[QueuePolicy]:
        return self.companions(QueuePolicy)

    @property
    def is_encrypted(self) -> Truth:
        """Whether SQS or KMS encrypts; only an explicit false without a key switches it off."""
        switched_off = self.at("SqsManagedSseEnabled").equals(False)
        return self.at("KmsMasterKeyId").is_filled | no(switched_off)

    @property
    def is_dead_letter(self) -> Truth:
        """Whether other queues send here what they could not deliver."""
        ends = _dead_letters(self.estate).get(id(self.resource), False)
        doubt = self.at("RedriveAllowPolicy").doubt("another queue may send its failures here")
        return self.at("RedriveAllowPolicy").is_set | (ends if ends is not None else doubt)


_KNOWN: WeakKeyDictionary[Estate, dict[int, bool | None]] = WeakKeyDictionary()


def _dead_letters(estate: Estate) -> dict[int, bool | None]:
    """Queue (by identity) → True when it surely is a dead-letter queue, None when it may be."""
    if estate not in _KNOWN:
        found: dict[int, bool | None] = {}
        for resource in estate.by_type.get("AWS::SQS::Queue", ()):
            redrive = document(Queue.of(resource, estate).at("RedrivePolicy"))
            link = estate.link(redrive.at("deadLetterTargetArn").value, "AWS::SQS::Queue")
            for target in link.targets:
                sure = link.sure or found.get(id(target), False)
                found[id(target)] = True if sure else None
        _KNOWN[estate] = found
    return _KNOWN[estate]
