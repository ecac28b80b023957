"""VPC endpoints, and the services that others reach through them."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.ec2.network import EndpointService, VpcEndpoint
from partywall.estate.views.policy_document import Statement, document
from partywall.kernel.truth import Truth, no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted, undecided
from partywall.line.layer import IDENTITY, NETWORK_CONFIGURATION


@control("ec2-vpc-endpoint-policy-limits", layer=IDENTITY, weight=LOW)
def endpoint_policy_limits(endpoint: VpcEndpoint) -> Verdict:
    """The VPC endpoint has a policy that does not allow everything to everyone.

    Without one, an intruder can send your data through the endpoint to a bucket of his own.

    Fix: write a policy that names your organization's principals or your resources.

    Undecided when the policy is not known.

    Refuted by::

        {ServiceName: com.amazonaws.eu-west-1.s3, VpcEndpointType: Gateway}

    Proved by::

        PolicyDocument:
          Statement:
            - Effect: Allow
              Principal: "*"
              Action: "s3:*"
              Resource: "*"
              Condition: {StringEquals: {aws:PrincipalOrgID: o-a1b2c3d4e5}}

    Not applicable by::

        VpcEndpointType: GatewayLoadBalancer

    Source: PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"
    (not re-read).
    """
    kind = endpoint.at("VpcEndpointType")
    if kind.equals("GatewayLoadBalancer", "Resource", "ServiceNetwork"):
        return not_applicable(kind, "this kind of endpoint has no policy")
    written = endpoint.at("PolicyDocument")
    if written.value is None:
        return refuted(written, "the default policy allows everything")
    open_door, sure = some(document(written).statements, _allows_everything)
    if sure:
        return refuted(open_door, "allows everything to everyone")
    return proved(written)


def _allows_everything(statement: Statement) -> Truth:
    _, any_action = some(statement.at("Action").items(), lambda one: one.equals("*", "*:*"))
    _, any_resource = some(statement.resources, lambda one: one.equals("*"))
    unconditional = no(some(statement.conditions, lambda one: True if one.told else one.doubt())[1])
    return statement.allows & statement.everyone & any_action & any_resource & unconditional


@control(
    "ec2-endpoint-service-asks-first",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=("CKV_AWS_123",),
)
def endpoint_service_asks_first(service: EndpointService) -> Verdict:
    """Nobody is connected to the endpoint service before the customer has said yes.

    Whoever is allowed to ask could otherwise reach what stands behind it at once.

    Fix: set AcceptanceRequired to true.

    Undecided when the value is not known, or left out.

    Refuted by::

        AcceptanceRequired: false

    Proved by::

        AcceptanceRequired: true

    Source: EC2 API Reference, "CreateVpcEndpointServiceConfiguration" (not re-read).
    """
    asks = service.at("AcceptanceRequired")
    if asks.value is None:
        return undecided(asks.doubt("left out: the reference names no default"))
    return proved_if(asks.is_true, asks, "connections are accepted unseen")
