"""Grants of a key: each is one more Allow beside the key's policy, to one principal.

A grant to a role lets the role do its operations whatever the role's own policies say, as a
statement of the key's policy that names the role does; so it is read as one. Where the two are not
alike (an IAM user under a boundary, a whole account) what the grant allows is unknown.

Source: AWS KMS API Reference, "CreateGrant" and "GrantConstraints", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeGuard

from partywall.access.services.kms import CRYPTOGRAPHIC
from partywall.access.world.documents import Documents, Held, unread
from partywall.access.world.principals import value_of
from partywall.estate.resource import Resource
from partywall.kernel.arn import parse_arn
from partywall.kernel.unknown import Unknown

GRANT: Final = "Partywall::KMS::Grant"
SOMEBODY: Final = Unknown("who may retire the grant")
EQUALS, SUBSET = "EncryptionContextEquals", "EncryptionContextSubset"


def grants_of(key: Resource, documents: Documents) -> Iterator[Held]:
    """The grants of a key that the input has."""
    for one in documents.estate.companions(key, GRANT, key.guard):
        grant = one.resource
        if one.sure is True and grant.partial is None:
            yield held_grant(grant, documents)
        else:
            yield unread(grant.address, f"whether {grant.address} applies is not known")


def held_grant(grant: Resource, documents: Documents) -> Held:
    """A grant as a policy of its key."""
    grantee = documents.text(value_of(grant, "GranteePrincipal"))
    operations = value_of(grant, "Operations")
    tests = _tests(value_of(grant, "Constraints"))
    if not _is_role(grantee) or not isinstance(operations, list) or tests is None:
        return unread(grant.address, f"what {grant.address} allows is not known in full")
    bound = [one for one in operations if str(one).lower() in CRYPTOGRAPHIC]
    free = [one for one in operations if one not in bound]
    statements = [*_statement(grantee, bound, tests), *_statement(grantee, free, {})]
    retiring = value_of(grant, "RetiringPrincipal")
    if retiring is not None:
        known = documents.text(retiring)
        statements += _statement(known if _is_role(known) else SOMEBODY, ["RetireGrant"], {})
    return documents.held(grant.address, {"Version": "2012-10-17", "Statement": statements})


def _is_role(grantee: object) -> TypeGuard[str]:
    arn = parse_arn(grantee) if isinstance(grantee, str) else None
    return arn is not None and arn.service == "iam" and arn.resource.startswith("role/")


def _statement(grantee: object, operations: list[Any], tests: dict[str, Any]) -> Iterator[Any]:
    if operations:
        actions = [f"kms:{one}" if isinstance(one, str) else one for one in operations]
        one = {"Effect": "Allow", "Principal": {"AWS": grantee}, "Action": actions}
        yield {**one, "Resource": "*", **({"Condition": tests} if tests else {})}


def _tests(value: object) -> dict[str, Any] | None:
    """What the encryption context must be, as conditions; None where that is not known.

    Under EncryptionContextEquals the context has those pairs and no others.
    """
    constraints = value if isinstance(value, list) else [value]
    if value is None or constraints == []:
        return {}
    one = constraints[0] if len(constraints) == 1 else None
    if not isinstance(one, dict):
        return None
    whole, part = one.get(EQUALS) or {}, one.get(SUBSET) or {}
    if not isinstance(whole, dict) or not isinstance(part, dict):
        return None
    pairs = {**part, **whole}
    if any(type(text) is Unknown for text in pairs.values()):
        return None
    tests: dict[str, Any] = {}
    if pairs:
        tests["StringEquals"] = {f"kms:EncryptionContext:{key}": pairs[key] for key in pairs}
    if whole:
        only = sorted(whole)
        tests["ForAllValues:StringEquals"] = {"kms:EncryptionContextKeys": only}
    return tests
