"""Amazon API Gateway's HTTP and WebSocket APIs: who calls, and what is seen of it."""

from __future__ import annotations

from partywall.controls.control import MEDIUM, control
from partywall.estate.views.apigatewayv2 import Route, Stage
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if
from partywall.line.layer import IDENTITY, LOGGING


@control(
    "apigatewayv2-stage-access-logged",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=(
        "APIGateway.9",
        "CKV_AWS_76",
        "CKV_AWS_95",
        "AVD-AWS-0001",
        "AVD-AWS-0116",
        "apigatewayv2_api_access_logging_enabled",
    ),
)
def stage_access_is_logged(stage: Stage) -> Verdict:
    """Every request to the stage leaves a line in an access log.

    Who called, from where and with what result is asked after each incident.

    Fix: set AccessLogSettings with a DestinationArn and a Format.

    Undecided when the setting is not known.

    Proved by::

        {AccessLogSettings: {DestinationArn: "arn:aws:logs:eu-west-1:1:log-group:api"}}

    Refuted by::

        {StageName: $default}

    Source: API Gateway Developer Guide, "Configure logging for HTTP APIs" (not re-read).
    """
    destination = stage.at("AccessLogSettings", "DestinationArn")
    return proved_if(destination.is_filled, destination, "no access log")


@control(
    "apigatewayv2-route-authorized",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=(
        "APIGateway.8",
        "CKV_AWS_309",
        "apigatewayv2_api_authorizers_enabled",
    ),
)
def route_is_authorized(route: Route) -> Verdict:
    """Callers of the route must show who they are.

    Without an authorizer whoever finds the address may call it.

    Fix: set AuthorizationType to AWS_IAM, JWT or CUSTOM.

    Undecided when type or route is not known, or the default route may be of a WebSocket API.

    Proved by::

        {RouteKey: GET /orders, AuthorizationType: JWT}

    Refuted by::

        {RouteKey: GET /orders}

    Undecided by::

        {RouteKey: $default}

    Not applicable by::

        {RouteKey: sendMessage}

    Source: API Gateway Developer Guide, "Control and manage access to HTTP APIs" (not re-read).
    """
    key, kind = route.at("RouteKey"), route.at("AuthorizationType")
    if route.needs_no_caller:
        return not_applicable(key, "no caller can be asked here")
    if no(kind.either("NONE").equals("NONE")):
        return proved(kind)
    either_kind = key.equals("$default") & key.doubt("of an HTTP API or a WebSocket API")
    return proved_if(either_kind, kind, "anybody may call the route")
