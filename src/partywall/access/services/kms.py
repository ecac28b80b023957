"""KMS: a key's policy decides whether identity policies count, and grants are one more Allow.

Every key has a key policy; an identity policy permits nothing on a key unless the key policy
lets the account through. A grant permits its grantee the operations it lists, under its
constraint on the encryption context. Aliases are controlled by identity policies alone.

Source: AWS KMS Developer Guide, "KMS key access and permissions", read 2026-11-23; "Grants in
AWS KMS" (not re-read).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from partywall.access.conditions import compile_test
from partywall.access.formula import Formula, KeyTest, both
from partywall.access.language.operators import Comparison, Operator
from partywall.access.language.records import PrincipalEntry, PrincipalSet
from partywall.access.layers.layer import Hit, Layer, allowed_by
from partywall.access.naming import How, names
from partywall.access.rules import Query
from partywall.kernel.arn import parse_arn

GRANTS = "key grants"
EQUALS = Operator(Comparison.STRING_EQUALS)


class Grant(Struct, frozen=True, rename="pascal"):
    """A grant of a key, as `kms:ListGrants` shows it.

    `encryption_context_subset` must be part of the encryption context of the request;
    `encryption_context_equals` is its whole, of which a request's keys show only the parts.
    """

    grantee_principal: str
    operations: tuple[str, ...]
    grant_id: str = ""
    encryption_context: dict[str, str] = {}


def is_key(action: str, resource: str) -> bool:
    """Whether an action in lower case is on a key, and not on an alias or on nothing."""
    if not action.startswith("kms:"):
        return False
    arn = parse_arn(resource)
    return arn is not None and arn.resource.startswith("key/")


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
    grantee = PrincipalSet((PrincipalEntry("AWS", grant.grantee_principal),))
    if grant.grantee_principal.endswith(".amazonaws.com"):
        grantee = PrincipalSet((PrincipalEntry("Service", grant.grantee_principal),))
    named = [when for how, when in names(grantee, query.requester, False, False)]
    if not named:
        return False
    constraints = [
        compile_test(KeyTest(EQUALS, f"kms:encryptioncontext:{key.lower()}", (value,)))(
            query.context
        )
        for key, value in sorted(grant.encryption_context.items())
    ]
    return both(*named, *constraints)
