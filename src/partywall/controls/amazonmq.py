"""Amazon MQ: exposure, upkeep, logs and passwords of a broker."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, MEDIUM, control
from partywall.controls.openings import opening
from partywall.controls.questions import Questions
from partywall.estate.node import Node
from partywall.estate.views.amazonmq import Broker
from partywall.estate.views.secrets import unshown
from partywall.estate.views.secretsmanager import is_written_out
from partywall.kernel.truth import Truth, no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import (
    CREDENTIALS,
    LOGGING,
    NETWORK_CONFIGURATION,
    RESILIENCE,
    RUNTIME,
)


@control(
    "amazonmq-broker-not-public",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=("CKV_AWS_69", "AVD-AWS-0072", "mq_broker_not_publicly_accessible"),
)
def broker_is_not_public(broker: Broker, ask: Questions) -> Verdict:
    """The broker has no public address.

    Flaws in brokers are scanned for within hours of being known.

    Fix: leave PubliclyAccessible out, or set it to false.

    Undecided when the value is not known.

    Proved by::

        {PubliclyAccessible: false}

    Refuted by::

        {PubliclyAccessible: true}

    Source: Amazon MQ API Reference, "CreateBrokerRequest", read 2026-11-23.
    """
    public = broker.at("PubliclyAccessible")
    if no(public.is_true):
        return proved(public)
    return opening(public, "the broker has a public address", ask.reached(broker))


@control(
    "amazonmq-broker-minor-upgrades",
    layer=RUNTIME,
    weight=MEDIUM,
    also_known_as=("MQ.3", "CKV_AWS_207", "mq_broker_auto_minor_version_upgrades"),
)
def broker_takes_minor_upgrades(broker: Broker) -> Verdict:
    """Patch versions of the broker's engine are installed by themselves.

    AWS builds them; whether they come unasked is the customer's choice.

    Fix: leave AutoMinorVersionUpgrade out, or set it to true.

    Undecided when the value is not known.

    Proved by::

        {EngineType: RABBITMQ}

    Refuted by::

        {EngineType: ACTIVEMQ, AutoMinorVersionUpgrade: false}

    Source: Amazon MQ API Reference, "CreateBrokerRequest", read 2026-11-23.
    """
    upgrade = broker.at("AutoMinorVersionUpgrade")
    return proved_if(
        upgrade.either(True).is_true, upgrade, otherwise="patch versions wait for somebody"
    )


@control(
    "amazonmq-broker-logged",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=("CKV_AWS_48", "AVD-AWS-0071", "mq_broker_logging_enabled"),
)
def broker_is_logged(broker: Broker) -> Verdict:
    """The broker's general log goes to CloudWatch Logs.

    Sign-ins, refused connections and errors are found there and nowhere else.

    Fix: set Logs.General to true.

    Undecided when the value is not known.

    Proved by::

        {Logs: {General: true, Audit: true}}

    Refuted by::

        {EngineType: ACTIVEMQ}

    Source: Amazon MQ API Reference, "Logs", read 2026-11-23.
    """
    general = broker.at("Logs", "General")
    return proved_if(general.is_true, general, otherwise="no general log")


@control(
    "amazonmq-broker-standby",
    layer=RESILIENCE,
    weight=MEDIUM,
    also_known_as=(
        "MQ.5",
        "MQ.6",
        "mq_broker_active_deployment_mode",
        "mq_broker_cluster_deployment_mode",
    ),
)
def broker_has_standby(broker: Broker) -> Verdict:
    """A second broker in another zone takes over when the first one fails.

    A single broker is down for as long as its replacement takes.

    Fix: set DeploymentMode to ACTIVE_STANDBY_MULTI_AZ (ActiveMQ) or CLUSTER_MULTI_AZ (RabbitMQ).

    Undecided when the mode is not known.

    Proved by::

        {DeploymentMode: CLUSTER_MULTI_AZ}

    Refuted by::

        {DeploymentMode: SINGLE_INSTANCE}

    Source: Amazon MQ API Reference, "CreateBrokerRequest", read 2026-11-23.
    """
    mode = broker.at("DeploymentMode")
    several = mode.equals("ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ")
    return proved_if(several, mode, otherwise="a single broker")


@control("amazonmq-passwords-kept-out", layer=CREDENTIALS, weight=CRITICAL)
def passwords_are_kept_out(broker: Broker) -> Verdict:
    """No user's password is written where the broker is described.

    Whoever can read the repository, the plan or the stack's history could sign in.

    Fix: refer to a secret in Secrets Manager for each password.

    Undecided when a password comes from a parameter or from elsewhere.

    Proved by::

        {Users: [{Username: app, Password: "{{resolve:secretsmanager:mq:SecretString:pw}}"}]}

    Refuted by::

        {Users: [{Username: app, Password: correct-horse-battery}]}

    Source: CloudFormation User Guide, "Get values stored in other services using dynamic
    references" (not re-read).
    """

    def written(user: Node) -> Truth:
        return is_written_out(user.at("Password"))

    user, found = some(broker.at("Users").items(), written)
    if found and user is not None:
        return refuted(unshown(user.at("Password")), "the password can be read in the input")
    return proved(unshown(broker.at("Users")))


@control(
    "amazonmq-broker-audited",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=("MQ.2", "CKV_AWS_197", "AVD-AWS-0070"),
)
def broker_is_audited(broker: Broker) -> Verdict:
    """What people do with the broker's console goes to CloudWatch Logs.

    Fix: set Logs.Audit to true.

    Without it nobody can say who purged a queue, or who made a user.

    Undecided when a value is not known. RabbitMQ has no such log.

    Proved by::

        {EngineType: ACTIVEMQ, Logs: {Audit: true}}

    Refuted by::

        {EngineType: ACTIVEMQ, Logs: {General: true}}

    Not applicable by::

        {EngineType: RABBITMQ}

    Source: Amazon MQ Developer Guide, "Configuring Amazon MQ for ActiveMQ logs" (not re-read).
    """
    engine = broker.at("EngineType")
    if engine.equals("RABBITMQ", "RabbitMQ"):
        return not_applicable(engine, "RabbitMQ has no audit log")
    audit = broker.at("Logs", "Audit")
    return proved_if(audit.is_true, audit, "what administrators do is not recorded")
