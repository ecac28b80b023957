"""Elastic Beanstalk: a platform that updates itself only when told to."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, control
from partywall.estate.views.elasticbeanstalk import Environment
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import GUEST_OS, LOGGING, MONITORING


@control(
    "elasticbeanstalk-managed-updates",
    layer=GUEST_OS,
    weight=HIGH,
    also_known_as=(
        "ElasticBeanstalk.2",
        "CKV_AWS_340",
        "elasticbeanstalk_environment_managed_updates_enabled",
    ),
)
def managed_updates(environment: Environment) -> Verdict:
    """New platform versions are installed by themselves, every week.

    AWS builds patched platforms; that they reach your machines is for you to allow. The console
    switches this on for new environments, a template does not.

    Fix: set ManagedActionsEnabled in aws:elasticbeanstalk:managedactions to true.

    Undecided when the option is not known, or a saved configuration may set it.

    Refuted by::

        ApplicationName: shop

    Proved by::

        OptionSettings:
          - Namespace: aws:elasticbeanstalk:managedactions
            OptionName: ManagedActionsEnabled
            Value: "true"

    Source: Elastic Beanstalk Developer Guide, "Managed platform updates" (not re-read).
    """
    on = environment.option("aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled")
    return proved_if(on.is_true, on, "the platform stays as it is")


@control(
    "elasticbeanstalk-enhanced-health",
    layer=MONITORING,
    weight=LOW,
    also_known_as=(
        "ElasticBeanstalk.1",
        "CKV_AWS_312",
        "elasticbeanstalk_environment_enhanced_health_reporting",
    ),
)
def enhanced_health(environment: Environment) -> Verdict:
    """The environment reports on the health of its machines in detail.

    Basic health sees whether a machine answers, not that it answers with errors.

    Fix: set SystemType in aws:elasticbeanstalk:healthreporting:system to enhanced.

    Undecided when the option is not known, or a saved configuration may set it.

    Refuted by::

        ApplicationName: shop

    Proved by::

        OptionSettings:
          - Namespace: aws:elasticbeanstalk:healthreporting:system
            OptionName: SystemType
            Value: enhanced

    Source: Elastic Beanstalk Developer Guide, "Enhanced health reporting and monitoring"
    (not re-read).
    """
    kind = environment.option("aws:elasticbeanstalk:healthreporting:system", "SystemType")
    return proved_if(kind.equals("enhanced"), kind, "health is reported in outline")


@control(
    "elasticbeanstalk-logs-streamed",
    layer=LOGGING,
    weight=LOW,
    also_known_as=(
        "ElasticBeanstalk.3",
        "elasticbeanstalk_environment_cloudwatch_logging_enabled",
    ),
)
def logs_streamed(environment: Environment) -> Verdict:
    """The machines' logs go to CloudWatch Logs.

    On the machine they are gone when it is replaced, and at hand for an intruder to change.

    Fix: set StreamLogs in aws:elasticbeanstalk:cloudwatch:logs to true.

    Undecided when the option is not known, or a saved configuration may set it.

    Refuted by::

        ApplicationName: shop

    Proved by::

        OptionSettings:
          - Namespace: aws:elasticbeanstalk:cloudwatch:logs
            OptionName: StreamLogs
            Value: "true"

    Source: Elastic Beanstalk Developer Guide, "Using Elastic Beanstalk with Amazon CloudWatch
    Logs" (not re-read).
    """
    streamed = environment.option("aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs")
    return proved_if(streamed.is_true, streamed, "logs stay on the machines")
