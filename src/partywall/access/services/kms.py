"""KMS: a key's policy decides whether identity policies count, and grants are one more Allow.

Every key has a key policy; an identity policy permits nothing on a key unless the key policy
lets the account through. A grant permits its grantee the operations it lists, under its
constraints on the encryption context. Aliases are controlled by identity policies alone, and
those below `alias/aws/` are AWS's own.

Source: AWS KMS Developer Guide, "KMS key access and permissions", "Create aliases" and "Delete an
alias", and AWS KMS API Reference, "CreateGrant" and "GrantConstraints", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from partywall.access.conditions import compile_test
from partywall.access.formula import Formula, KeyTest, both, either
from partywall.access.language.operators import Comparison, Operator
from partywall.access.language.records import PrincipalEntry, PrincipalSet
from partywall.access.layers.layer import Hit, Layer, allowed_by
from partywall.access.naming import How, names
from partywall.access.rules import Query
from partywall.kernel.arn import parse_arn

GRANTS = "key grants"
EQUALS: Final = Operator(Comparison.STRING_EQUALS)
LIKE: Final = Operator(Comparison.ARN_LIKE)
NO_OTHER: Final = Operator(Comparison.STRING_EQUALS, quantifier="ForAllValues")
CONTEXT_KEYS: Final = "kms:encryptioncontextkeys"
CRYPTOGRAPHIC: Final = frozenset(
    {
        "decrypt",
        "encrypt",
        "generatedatakey",
        "generatedatakeypair",
        "generatedatakeypairwithoutplaintext",
        "generatedatakeywithoutplaintext",
        "reencryptfrom",
        "reencryptto",
    }
)
"""What has an encryption context; constraints on it hold for nothing else."""


class Constraints(Struct, frozen=True, rename="pascal"):
    """What the encryption context of a cryptographic request must be, or must hold."""

    encryption_context_equals: dict[str, str] = {}
    encryption_context_subset: dict[str, str] = {}
    source_arn: str = ""


class Grant(Struct, frozen=True, rename="pascal"):
    """A grant of a key, as `kms:ListGrants` shows it."""

    operations: tuple[str, ...]
    grantee_principal: str = ""
    grantee_service_principal: str = ""
    grant_id: str = ""
    constraints: Constraints = Constraints()


def is_key(action: str, resource: str) -> bool:
    """Whether an action in lower case is on a key, and not on an alias or on nothing."""
    if not action.startswith("kms:"):
        return False
    arn = parse_arn(resource)
    return arn is not None and arn.resource.startswith("key/")


def never_allowed(query: Query) -> str:
    """Why the request is denied whatever policies say, or nothing."""
    if query.action not in ("kms:createalias", "kms:deletealias", "kms:updatealias"):
        return ""
    arn = parse_arn(query.resource)
    reserved = arn is not None and arn.resource.startswith("alias/aws/")
    return "the aliases below alias/aws/ are AWS's own" if reserved else ""


def grant_layer(grants: Sequence[Grant], query: Query) -> Layer:
    """What the grants of the key allow this requester."""
    hits = []
    for index, grant in enumerate(grants):
        when = _granted(grant, query)
        if when is not False:
            hits.append(Hit(GRANTS, grant.grant_id or f"[{index}]", "Allow", when, How.ROLE))
    return Layer(GRANTS, allowed_by(hits), False, tuple(hits))


def _granted(grant: Grant, query: Query) -> Formula:
    name = query.action.partition(":")[2]
    if name not in {one.lower() for one in grant.operations}:
        return False
    entries = [PrincipalEntry("AWS", grant.grantee_principal)] if grant.grantee_principal else []
    if grant.grantee_service_principal:
        entries.append(PrincipalEntry("Service", grant.grantee_service_principal))
    named = [when for _, when in names(PrincipalSet(tuple(entries)), query.requester, False, False)]
    if not named:
        return False
    tests = _tests(grant.constraints, name in CRYPTOGRAPHIC)
    return both(either(*named), *[compile_test(test)(query.context) for test in tests])


def _tests(constraints: Constraints, cryptographic: bool) -> Iterator[KeyTest]:
    """The constraints as conditions on the keys of a request."""
    if constraints.source_arn:
        yield KeyTest(LIKE, "aws:sourcearn", (constraints.source_arn,))
    if not cryptographic:
        return
    pairs = {**constraints.encryption_context_subset, **constraints.encryption_context_equals}
    for key, value in sorted(pairs.items()):
        yield KeyTest(EQUALS, f"kms:encryptioncontext:{key.lower()}", (value,))
    if constraints.encryption_context_equals:
        yield KeyTest(NO_OTHER, CONTEXT_KEYS, tuple(sorted(constraints.encryption_context_equals)))
