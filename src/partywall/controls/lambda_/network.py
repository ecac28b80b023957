"""Functions in a VPC, and in several zones of it."""

from __future__ import annotations

from partywall.controls.control import LOW, control
from partywall.estate.views.lambda_ import Function
from partywall.kernel.truth import some
from partywall.kernel.verdict import Verdict, not_applicable, proved_if
from partywall.line.layer import NETWORK_CONFIGURATION, RESILIENCE


@control(
    "lambda-function-several-zones",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=("Lambda.5", "awslambda_function_vpc_multi_az"),
)
def function_in_several_zones(function: Function) -> Verdict:
    """A function in a VPC has subnets in at least two zones.

    With one subnet it stops when that zone does.

    Fix: name subnets of several zones in VpcConfig.SubnetIds.

    Undecided when it is not known how many subnets there are.

    Refuted by::

        VpcConfig: {SubnetIds: [subnet-1], SecurityGroupIds: [sg-1]}

    Proved by::

        VpcConfig: {SubnetIds: [subnet-1, subnet-2], SecurityGroupIds: [sg-1]}

    Not applicable by::

        Runtime: python3.13

    Source: Security Hub User Guide, "Lambda.5" (not re-read).
    """
    subnets = function.at("VpcConfig", "SubnetIds")
    how_many = subnets.items().count()
    if not how_many:
        return not_applicable(function.at("VpcConfig"), "it is in no VPC of the customer's")
    return proved_if(how_many >= 2, subnets, "one subnet only")


@control(
    "lambda-function-in-vpc",
    layer=NETWORK_CONFIGURATION,
    weight=LOW,
    also_known_as=("Lambda.3", "CKV_AWS_117", "awslambda_function_inside_vpc"),
)
def function_is_in_vpc(function: Function) -> Verdict:
    """What the function calls, it calls from a VPC of the customer's.

    There security groups, endpoint policies and flow logs hold for it, too. Outside it reaches
    the whole Internet, and nothing records what it says there.

    Fix: name subnets and a security group in VpcConfig.

    Undecided when the subnets are not known.

    Refuted by::

        {Runtime: python3.13}

    Proved by::

        {VpcConfig: {SubnetIds: [subnet-1, subnet-2], SecurityGroupIds: [sg-1]}}

    Source: Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC"
    (not re-read).
    """
    subnets = function.at("VpcConfig", "SubnetIds")
    inside = some(subnets.items(), lambda one: one.is_set)[1]
    return proved_if(inside, subnets, "it runs outside of any VPC of the customer's")
