"""AWS Step Functions: what is seen of a state machine's runs."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.stepfunctions import StateMachine
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import LOGGING, MONITORING


@control(
    "stepfunctions-machine-logged",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=(
        "StepFunctions.1",
        "CKV_AWS_285",
        "AVD-AWS-0119",
        "stepfunctions_statemachine_logging_enabled",
    ),
)
def machine_is_logged(machine: StateMachine) -> Verdict:
    """Failures of the state machine are written to CloudWatch Logs.

    An express workflow leaves no other trace; a standard one forgets after ninety days.

    Fix: set LoggingConfiguration with a Level and a log group.

    Undecided when a value is not known.

    Proved by::

        LoggingConfiguration:
          Level: ERROR
          Destinations: [{CloudWatchLogsLogGroup: {LogGroupArn: "arn:aws:logs:eu-west-1:1:x:*"}}]

    Refuted by::

        {StateMachineType: EXPRESS}

    Source: Step Functions API Reference, "CreateStateMachine", read 2026-11-23.
    """
    logging = machine.at("LoggingConfiguration")
    return proved_if(machine.is_logged, logging, otherwise="runs are not logged")


@control(
    "stepfunctions-machine-traced",
    layer=MONITORING,
    weight=LOW,
    also_known_as=(
        "CKV_AWS_284",
        "AVD-AWS-0117",
    ),
)
def machine_is_traced(machine: StateMachine) -> Verdict:
    """X-Ray shows where a run spends its time and where it fails.

    Fix: set TracingConfiguration.Enabled to true.

    A workflow's faults are mostly in the services that it calls.

    Undecided when the value is not known.

    Proved by::

        {TracingConfiguration: {Enabled: true}}

    Refuted by::

        {StateMachineType: STANDARD}

    Source: Step Functions API Reference, "CreateStateMachine", read 2026-11-23.
    """
    traced = machine.at("TracingConfiguration", "Enabled")
    return proved_if(traced.is_true, traced, otherwise="tracing is off")
