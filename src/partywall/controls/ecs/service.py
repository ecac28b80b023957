"""Services: how tasks are reached, and how they are replaced."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, control
from partywall.estate.views.ecs import Service
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved_if
from partywall.line.layer import IDENTITY, NETWORK_CONFIGURATION, PLATFORM, RESILIENCE


@control(
    "ecs-service-no-public-address",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=("ECS.2", "CKV_AWS_333", "ecs_service_no_assign_public_ip"),
)
def service_has_no_public_address(service: Service) -> Verdict:
    """Tasks of the service get no public address.

    With one, a wrong security group rule is all that stands between the Internet and the task.

    Fix: set AssignPublicIp to DISABLED; reach AWS through VPC endpoints or a NAT gateway.

    Undecided when the value is not known.

    Refuted by::

        NetworkConfiguration: {AwsvpcConfiguration: {AssignPublicIp: ENABLED, Subnets: [a]}}

    Proved by::

        NetworkConfiguration: {AwsvpcConfiguration: {AssignPublicIp: DISABLED, Subnets: [a]}}

    Source: Security Hub User Guide, "ECS.2" (not re-read).
    """
    address = service.address
    return proved_if(no(address.equals("ENABLED")), address, "tasks get public addresses")


@control(
    "ecs-service-latest-platform",
    layer=PLATFORM,
    weight=LOW,
    also_known_as=("ECS.10", "CKV_AWS_332", "ecs_service_fargate_latest_platform_version"),
)
def service_on_latest_platform(service: Service) -> Verdict:
    """Tasks on Fargate start on its newest platform version.

    AWS patches by new platform versions; a service that names an old one stays on it.

    Fix: leave PlatformVersion out, or set it to LATEST.

    Undecided when the value is not known.

    Refuted by::

        {LaunchType: FARGATE, PlatformVersion: 1.3.0}

    Proved by::

        LaunchType: FARGATE

    Not applicable by::

        LaunchType: EC2

    Source: ECS Developer Guide, "Fargate platform versions for Amazon ECS" (not re-read).
    """
    if no(service.on_fargate):
        return not_applicable(service.at("LaunchType"), "its tasks do not run on Fargate")
    version = service.at("PlatformVersion")
    latest = version.either("LATEST").equals("LATEST", "1.4.0")
    return proved_if(latest, version, "an old platform version is named")


@control("ecs-service-rolls-back", layer=RESILIENCE, weight=LOW)
def service_rolls_back(service: Service) -> Verdict:
    """A deployment that fails is rolled back by itself.

    Without the circuit breaker ECS starts the broken version over and over.

    Fix: set DeploymentCircuitBreaker with Enable and Rollback.

    Undecided when the value is not known.

    Refuted by::

        LaunchType: FARGATE

    Proved by::

        DeploymentConfiguration: {DeploymentCircuitBreaker: {Enable: true, Rollback: true}}

    Not applicable by::

        DeploymentController: {Type: CODE_DEPLOY}

    Source: ECS Developer Guide, "How the Amazon ECS deployment circuit breaker detects failures"
    (not re-read).
    """
    controller = service.at("DeploymentController", "Type")
    if controller.equals("CODE_DEPLOY", "EXTERNAL"):
        return not_applicable(controller, "another service deploys")
    breaker = service.at("DeploymentConfiguration", "DeploymentCircuitBreaker")
    on = breaker.at("Enable").is_true & breaker.at("Rollback").is_true
    return proved_if(on, breaker, "a broken version is started over and over")


@control("ecs-service-no-shell", layer=IDENTITY, weight=LOW)
def service_offers_no_shell(service: Service) -> Verdict:
    """Nobody can open a shell in a running task (ECS Exec is off).

    A shell in production is the rights of the task's role, by hand, and past every review.

    Fix: leave EnableExecuteCommand off, and switch it on for the hour in which it is needed.

    Undecided when the value is not known.

    Refuted by::

        EnableExecuteCommand: true

    Proved by::

        LaunchType: FARGATE

    Source: ECS Developer Guide, "Monitor Amazon ECS containers with ECS Exec" (not re-read).
    """
    offered = service.at("EnableExecuteCommand")
    return proved_if(no(offered.is_true), offered, "a shell can be opened in a task")
