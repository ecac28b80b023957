"""Calls: traced, kept when they fail, and never more at once than meant."""

from __future__ import annotations

from partywall.controls.control import LOW, control
from partywall.estate.views.lambda_ import Function
from partywall.kernel.truth import some
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import MONITORING, RESILIENCE


@control(
    "lambda-failures-kept",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=(
        "CKV_AWS_116",
        "awslambda_function_no_dead_letter_queue",
    ),
)
def failures_kept(function: Function) -> Verdict:
    """Events on which the function failed are kept, to be looked at and tried again.

    After the last try Lambda drops an asynchronous event, and nobody hears of it.

    Fix: set an on-failure destination, or DeadLetterConfig.

    Undecided when the value is not known.

    Refuted by::

        Runtime: python3.13

    Proved by::

        DeadLetterConfig: {TargetArn: "arn:aws:sqs:eu-west-1:111122223333:failed"}

    Source: Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations"
    (not re-read).
    """
    place, kept = some(function.failure_destinations, lambda one: one.is_set)
    if kept and place is not None:
        return proved(place)
    return refuted(function.at("DeadLetterConfig"), "failed events are dropped")


@control(
    "lambda-tracing-active",
    layer=MONITORING,
    weight=LOW,
    also_known_as=(
        "Lambda.7",
        "CKV_AWS_50",
        "AVD-AWS-0066",
        "AVD-AWS-0125",
    ),
)
def tracing_active(function: Function) -> Verdict:
    """X-Ray traces the function's calls.

    In a system of many functions only a trace shows which of them was slow or failed.

    Fix: set TracingConfig.Mode to Active.

    Undecided when the value is not known.

    Refuted by::

        TracingConfig: {Mode: PassThrough}

    Proved by::

        TracingConfig: {Mode: Active}

    Source: Lambda Developer Guide, "Visualize Lambda function invocations using AWS X-Ray"
    (not re-read).
    """
    mode = function.at("TracingConfig", "Mode")
    return proved_if(mode.equals("Active"), mode, "calls are not traced")


@control(
    "lambda-concurrency-reserved",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=("CKV_AWS_115",),
)
def concurrency_reserved(function: Function) -> Verdict:
    """The function has a share of the account's concurrency of its own, and no more.

    All functions of a Region draw on one pool: a flood of calls to one starves the others.

    Fix: set ReservedConcurrentExecutions.

    Undecided when the value is not known.

    Refuted by::

        Runtime: python3.13

    Proved by::

        ReservedConcurrentExecutions: 50

    Source: Lambda Developer Guide, "Configuring reserved concurrency for a function"
    (not re-read).
    """
    reserved = function.at("ReservedConcurrentExecutions")
    return proved_if(reserved.at_least(0), reserved, "it may use up what the others need")
