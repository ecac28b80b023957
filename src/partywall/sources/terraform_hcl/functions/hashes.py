"""Digests, UUIDs, and what of cryptography cannot be known beforehand.

Source: Terraform documentation, "Hash and Crypto Functions", read 2026-11-23.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import NUMBER, STRING
from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.functions.encoding import decoded
from partywall.sources.terraform_hcl.functions.registry import function
from partywall.sources.terraform_hcl.functions.texts import changed

_NAMESPACES: Final = ("dns", "url", "oid", "x500")
_HEX: Final = "[0-9a-fA-F]"
_DASHED: Final = f"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"
_UUID: Final = re.compile(f"(?i:urn:uuid:)?{_DASHED}|\\{{{_DASHED}\\}}|{_HEX}{{32}}")

Hash = Callable[[bytes], Any]


def _declare(name: str, hash_of: Hash, *, base64: bool = False) -> None:
    """Declare the function that gives a text's digest, in hexadecimal or in Base64."""

    def digest(text: str) -> str:
        found = hash_of(text.encode())
        return b64encode(found.digest()).decode() if base64 else str(found.hexdigest())

    def declared(text: str | Unknown) -> str | Unknown:
        return changed(text, digest)

    function(name, STRING, unknowns="all", gives=STRING)(declared)


def _md5(text: bytes) -> Any:
    return hashlib.md5(text, usedforsecurity=False)


def _sha1(text: bytes) -> Any:
    return hashlib.sha1(text, usedforsecurity=False)


_declare("md5", _md5)
_declare("sha1", _sha1)
_declare("sha256", hashlib.sha256)
_declare("sha512", hashlib.sha512)
_declare("base64sha256", hashlib.sha256, base64=True)
_declare("base64sha512", hashlib.sha512, base64=True)


@function("uuidv5", STRING, STRING, gives=STRING)
def uuidv5(namespace: str, name: str) -> str:
    """The UUID of a name in a namespace: one of four that have names, or a UUID."""
    if namespace not in _NAMESPACES and _UUID.fullmatch(namespace) is None:
        raise Failure("the namespace is no UUID")
    import uuid  # takes some milliseconds to load, and few configurations need it

    if namespace in _NAMESPACES:
        return str(uuid.uuid5(getattr(uuid, f"NAMESPACE_{namespace.upper()}"), name))
    return str(uuid.uuid5(uuid.UUID(namespace.lower()), name))


@function("uuid", gives=STRING)
def random_uuid() -> Unknown:
    """Not known: another one at each run."""
    return Unknown("a random UUID, made when Terraform runs", present=True)


@function("bcrypt", STRING, rest=NUMBER, gives=STRING)
def bcrypt(text: str, *cost: Any) -> Unknown:
    """Not known: salted at random at each run."""
    return Unknown("a hash with a random salt, made when Terraform runs", present=True)


@function("rsadecrypt", STRING, STRING, gives=STRING)
def rsadecrypt(text: str, key: str) -> Unknown:
    """Not known: partywall deciphers nothing."""
    decoded(text)
    return Unknown("the clear text of a secret", present=True)
