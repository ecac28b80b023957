"""Amazon CloudWatch: alarms that somebody hears."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.cloudwatch import Alarm
from partywall.kernel.truth import some
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import MONITORING


@control(
    "cloudwatch-alarm-active",
    layer=MONITORING,
    weight=MEDIUM,
    also_known_as=(
        "CloudWatch.17",
        "CKV_AWS_319",
        "cloudwatch_alarm_actions_enabled",
    ),
)
def alarm_is_active(alarm: Alarm) -> Verdict:
    """The alarm's actions are switched on.

    Somebody silenced it once, and nobody will hear the next one.

    Fix: remove ActionsEnabled: false.

    Undecided when the value is not known.

    Proved by::

        {AlarmName: errors}

    Refuted by::

        {AlarmName: errors, ActionsEnabled: false}

    Source: CloudWatch API Reference, "PutMetricAlarm", read 2026-11-23.
    """
    enabled = alarm.at("ActionsEnabled")
    return proved_if(enabled.either(True).is_true, enabled, "the alarm is silenced")


@control(
    "cloudwatch-alarm-heard",
    layer=MONITORING,
    weight=LOW,
    also_known_as=(
        "CloudWatch.15",
        "cloudwatch_alarm_actions_alarm_state_configured",
    ),
)
def alarm_is_heard(alarm: Alarm) -> Verdict:
    """The alarm does something when it goes off.

    Without an action it turns red where nobody looks.

    Fix: name a topic or another action in AlarmActions.

    Undecided when the actions are not known.

    Proved by::

        {AlarmActions: ["arn:aws:sns:eu-west-1:111122223333:on-call"]}

    Refuted by::

        {AlarmName: errors}

    Source: CloudWatch API Reference, "PutMetricAlarm", read 2026-11-23.
    """
    actions = alarm.at("AlarmActions")
    heard = some(actions.items(), lambda one: one.is_set)[1]
    return proved_if(heard, actions, "nothing happens when it goes off")
