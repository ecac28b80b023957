"""AWS Secrets Manager, as controls see it, and whether a secret stands in the open.

A secret that names no key is encrypted with `aws/secretsmanager`, which AWS manages.
Source: Secrets Manager API Reference, "CreateSecret", read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.truth import Truth
from partywall.kernel.unknown import Unknown

VAULTS: Final = ("{{resolve:secretsmanager:", "{{resolve:ssm-secure:")
"""How a template's dynamic reference to a stored secret begins.

Source: CloudFormation User Guide, "Get values stored in other services using dynamic
references" (not re-read).
"""


class RotationSchedule(View):
    """AWS::SecretsManager::RotationSchedule."""

    types = ("AWS::SecretsManager::RotationSchedule",)


class SecretPolicy(View):
    """AWS::SecretsManager::ResourcePolicy."""

    types = ("AWS::SecretsManager::ResourcePolicy",)


class Secret(View):
    """AWS::SecretsManager::Secret."""

    types = ("AWS::SecretsManager::Secret",)


def is_written_out(node: Node) -> Truth:
    """Whether a secret stands here in clear, for whoever can read the input.

    Absent is not, nor a dynamic reference to a stored secret, nor a reference to a secret of
    the estate. Another value that is not known may be, or may not.
    """
    value = node.value
    if value is None or value == "":
        return False
    if type(value) is not Unknown:
        return not (isinstance(value, str) and value.startswith(VAULTS))
    if value.prefix.startswith(VAULTS) or _from_secret(node, value):
        return False
    return node.doubt()


def _from_secret(node: Node, value: Unknown) -> bool:
    root = node.root
    if not value.refs or not isinstance(root, View):
        return False
    link = root.estate.link(value)
    return link.sure and link.targets[0].type == "AWS::SecretsManager::Secret"
