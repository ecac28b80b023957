"""Policies of VPC endpoints: they bind the requests that go through the endpoint, and no others.

Whether a request goes through one no question tells. So the answer is about a request that goes
through none, and names each endpoint whose policy would have it otherwise.

Source: AWS PrivateLink Guide, "AWS services that integrate with AWS PrivateLink" (the names of
the endpoint services) and "Control access to VPC endpoints using endpoint policies" (not
re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from partywall.access.world.documents import Documents, Held
from partywall.access.world.principals import value_of
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown

ENDPOINT: Final = "AWS::EC2::VPCEndpoint"
ANY_SERVICE: Final = ""

PREFIXES: Final = {
    "ecr.api": "ecr",
    "ecr.dkr": "ecr",
    "ecs-agent": "ecs",
    "ecs-telemetry": "ecs",
    "kinesis-firehose": "firehose",
    "kinesis-streams": "kinesis",
    "kms-fips": "kms",
    "monitoring": "cloudwatch",
    "s3-global.accesspoint": "s3",
    "sync-states": "states",
}
"""End of an endpoint service's name → prefix of the actions, where the two differ."""


def endpoints_of(documents: Documents) -> Iterator[tuple[str, Held]]:
    """The policies of the endpoints, each with the prefix of the actions that it may be about.

    The prefix is empty where the service is not known. An endpoint without a policy of its own
    lets everything pass.
    """
    found = documents.estate.by_type.get(ENDPOINT, ())
    for one in sorted(found, key=lambda one: one.address):
        document = value_of(one, "PolicyDocument")
        if document is not None:
            yield _prefix(one), documents.held(one.address, document)


def _prefix(endpoint: Resource) -> str:
    name = value_of(endpoint, "ServiceName")
    text: str = name.suffix if type(name) is Unknown else name or ""
    parts = [one for one in text.split(".") if one]
    if not parts:
        return ANY_SERVICE
    for end in (".".join(parts[-2:]), parts[-1]):
        if end in PREFIXES:
            return PREFIXES[end]
    return parts[-1]
