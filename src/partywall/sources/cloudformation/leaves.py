"""One walk over resolved properties: which values are secret, and how much is known."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct, field

from partywall.kernel.unknown import Path, Unknown
from partywall.sources.cloudformation.text import Secret

SECRET_PROPERTIES: Final = frozenset(
    {
        *("AdminPassword", "ApiKeyValue", "AuthToken", "ClientSecret", "DatadogApiKey"),
        *("MasterUserPassword", "MasterPassword", "OAuthToken", "Password", "PrivateKey"),
        *("SecretAccessKey", "SecretString", "ServerSideEncryptionKey", "ServicePassword"),
        *("SharedSecret", "UserPassword"),
    }
)
"""Properties that hold a secret in the clear when they hold a text.

Source: writeOnlyProperties of the CloudFormation resource schemas (not re-read); those of
them whose name says that they are secret.
"""


class Leaves(Struct):
    """`known` and `unknown` count leaf values; `hidden` are paths, `secrets` texts."""

    known: int = 0
    unknown: int = 0
    hidden: set[Path] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set)


def survey(properties: dict[str, object]) -> Leaves:
    """What a walk over the properties finds; secret texts become plain ones on the way."""
    leaves = Leaves()
    _walk(properties, (), leaves)
    return leaves


def _walk(value: Any, path: Path, leaves: Leaves) -> None:
    entries = value.items() if type(value) is dict else enumerate(value)
    for key, item in entries:
        kind = type(item)
        if kind is dict or kind is list:
            if key in SECRET_PROPERTIES:
                leaves.hidden.add((*path, key))
            _walk(item, (*path, key), leaves)
            continue
        if kind is Unknown:
            leaves.unknown += 1
            continue
        leaves.known += 1
        if kind is Secret:
            _hide(leaves, (*path, key), item)
            value[key] = str(item[:])
        elif key in SECRET_PROPERTIES and kind is str:
            _hide(leaves, (*path, key), item)


def _hide(leaves: Leaves, path: Path, text: str) -> None:
    leaves.hidden.add(path)
    if text:
        leaves.secrets.add(str(text))
