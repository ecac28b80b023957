"""AWS Secrets Manager: the resource policy that is written in the secret."""

from __future__ import annotations

from partywall.estate.resource import Properties
from partywall.sources.mapping.engine import Piece, Values
from partywall.sources.mapping.shapes.blocks import policy_of_its_own


def secret(values: Values, _properties: Properties, address: str) -> list[Piece]:
    """The policy as CloudFormation's resource of its own."""
    names = ("SecretId", "ResourcePolicy")
    return policy_of_its_own("AWS::SecretsManager::ResourcePolicy", values, names, address)
