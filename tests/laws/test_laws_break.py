"""The laws notice controls that break them: each of these is wrong in one way."""

from __future__ import annotations

from random import Random

import pytest

from laws import laws
from laws.strategies import Author
from partywall.controls.control import MEDIUM, Control, control
from partywall.estate.views.sqs import Queue
from partywall.kernel.truth import Doubt
from partywall.kernel.verdict import Verdict, proved, refuted
from partywall.line.layer import RESILIENCE


@control("sqs-takes-unknown-for-yes", layer=RESILIENCE, weight=MEDIUM)
def takes_unknown_for_yes(queue: Queue) -> Verdict:
    """An unknown policy counts as one.

    Proved by::

        {RedrivePolicy: {maxReceiveCount: 5}}

    Refuted by::

        {QueueName: orders}
    """
    redrive = queue.at("RedrivePolicy")
    return refuted(redrive, "none") if redrive.is_set is False else proved(redrive)


@control("sqs-looks-at-the-first", layer=RESILIENCE, weight=MEDIUM)
def looks_at_the_first(queue: Queue) -> Verdict:
    """The order of tags matters.

    Proved by::

        {Tags: [{Key: owner, Value: shop}, {Key: stage, Value: test}]}

    Refuted by::

        {Tags: [{Key: stage, Value: test}, {Key: owner, Value: shop}]}
    """
    first = queue.at("Tags", 0, "Key")
    return proved(first) if first.equals("owner") else refuted(first, "another tag is first")


@control("sqs-trusts-spelling", layer=RESILIENCE, weight=MEDIUM)
def trusts_spelling(queue: Queue) -> Verdict:
    """A delay is a number, never its text.

    Proved by::

        {DelaySeconds: 60}

    Refuted by::

        {DelaySeconds: 0}
    """
    delay = queue.at("DelaySeconds")
    if isinstance(delay.value, int) and not isinstance(delay.value, bool) and delay.value > 10:
        return proved(delay)
    answer = delay.at_least(10) if not delay.known else False
    return proved(delay) if answer else refuted(delay, "too short")


@control("sqs-falls-over", layer=RESILIENCE, weight=MEDIUM)
def falls_over(queue: Queue) -> Verdict:
    """A policy is a mapping, or else.

    Proved by::

        {RedrivePolicy: {maxReceiveCount: 5}}

    Refuted by::

        {RedrivePolicy: {}}
    """
    redrive = queue.at("RedrivePolicy")
    if isinstance(redrive.is_set, Doubt) or not redrive.known:
        return refuted(redrive, "") if redrive.is_set else proved(redrive)
    return proved(redrive) if len(redrive.value or {}) else refuted(redrive, "empty")  # type: ignore[arg-type]


@control("sqs-shows-nothing", layer=RESILIENCE, weight=MEDIUM)
def shows_nothing(queue: Queue) -> Verdict:
    """Proved by nothing at all.

    Proved by::

        {QueueName: orders}

    Refuted by::

        {FifoQueue: true}
    """
    fifo = queue.at("FifoQueue")
    return refuted(fifo, "in order") if fifo.is_true else proved()


WRONG = [takes_unknown_for_yes, looks_at_the_first, trusts_spelling, falls_over, shows_nothing]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.id)
def test_a_wrong_control_breaks_a_law(wrong: Control) -> None:
    below = Random(wrong.id).randrange
    with pytest.raises((AssertionError, TypeError)):
        for _ in range(200):
            laws.hold(wrong, Author(wrong, below).case(), below)
