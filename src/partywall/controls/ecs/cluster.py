"""Clusters: what is measured and recorded for everything in them."""

from __future__ import annotations

from partywall.controls.control import LOW, control
from partywall.estate.views.ecs import Cluster
from partywall.kernel.truth import no
from partywall.kernel.unknown import LEFT_TO_ACCOUNT
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import LOGGING, MONITORING


@control(
    "ecs-cluster-insights",
    layer=MONITORING,
    weight=LOW,
    also_known_as=(
        "ECS.12",
        "CKV_AWS_65",
        "AVD-AWS-0034",
        "ecs_cluster_container_insights_enabled",
    ),
)
def cluster_has_insights(cluster: Cluster) -> Verdict:
    """Container Insights collects the cluster's metrics.

    Otherwise restarts, and memory that runs out, are seen by the users first.

    Fix: set the cluster setting containerInsights to enhanced or enabled.

    Undecided when it is not written: the account has a default.

    Refuted by::

        ClusterSettings: [{Name: containerInsights, Value: disabled}]

    Proved by::

        ClusterSettings: [{Name: containerInsights, Value: enhanced}]

    Undecided by::

        ClusterName: shop

    Source: Security Hub User Guide, "ECS.12" (not re-read).
    """
    insights = cluster.setting("containerInsights").either(LEFT_TO_ACCOUNT)
    return proved_if(insights.equals("enabled", "enhanced"), insights, "no metrics are collected")


@control(
    "ecs-cluster-logs-shells",
    layer=LOGGING,
    weight=LOW,
    also_known_as=("CKV_AWS_223",),
)
def cluster_logs_shells(cluster: Cluster) -> Verdict:
    """What is typed in a shell that ECS Exec opens is logged.

    CloudTrail tells that a shell was opened, not what was done in it.

    Fix: set Configuration.ExecuteCommandConfiguration.Logging to OVERRIDE with a log group or a
    bucket, or leave it at DEFAULT, which uses the task's own log.

    Undecided when the value is not known.

    Refuted by::

        Configuration: {ExecuteCommandConfiguration: {Logging: NONE}}

    Proved by::

        Configuration: {ExecuteCommandConfiguration: {Logging: DEFAULT}}

    Source: ECS Developer Guide, "Monitor Amazon ECS containers with ECS Exec" (not re-read).
    """
    logging = cluster.at("Configuration", "ExecuteCommandConfiguration", "Logging")
    return proved_if(no(logging.equals("NONE")), logging, "shells leave no record")
