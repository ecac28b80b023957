"""What an administrator is, exactly, and what identities turn into.

An administrator of an account may attach AdministratorAccess to a role that no policy names,
rewrite whom it trusts, and assume it; or attach it to a user that no policy names and make a key
for it. Whoever can do either can do everything there that SCPs leave to anybody; whether that
identity's own policies already say `*` makes no difference.
"""

from __future__ import annotations

from typing import Final

from partywall.access.context import Found, Values
from partywall.access.escalation.asking import FRESH, Asker, together
from partywall.access.escalation.world import Group, Held, Identity, altered
from partywall.access.formula import Formula, either
from partywall.access.layers.layer import Attached
from partywall.access.rules import rules_of

EVERYTHING: Final = Held(
    Attached(
        "any policy",
        rules_of(
            '{"Version": "2012-10-17", "Statement":'
            ' [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
        ),
    )
)
ROLE: Final = ("iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy")
USER: Final = ("iam:AttachUserPolicy", "iam:CreateAccessKey")


def policy_keys(identity: Identity, boundary: str = "") -> dict[str, Found]:
    """The keys of a request that attaches AdministratorAccess to somebody with this boundary."""
    arn = f"arn:{identity.requester.partition}:iam::aws:policy/AdministratorAccess"
    return {
        "iam:policyarn": Values((arn,)),
        "iam:permissionsboundary": Values((boundary,)) if boundary else None,
    }


def trusting(identity: Identity) -> Attached:
    """A trust policy that names the identity."""
    statement = f'{{"Effect": "Allow", "Principal": {{"AWS": "{identity.arn}"}}, '
    text = f'{{"Statement": [{statement}"Action": "sts:AssumeRole"}}]}}'
    return Attached("a trust policy of its own", rules_of(text))


def is_administrator(asker: Asker, identity: Identity) -> Formula:
    """When the identity is an administrator of its account."""
    if identity.outside:
        return False
    keys = policy_keys(identity)
    found: list[Formula] = []
    if asker.may(identity, ROLE):
        role = _fresh(identity, "role")
        requests = [asker.allowed(identity, action, role, keys) for action in ROLE]
        requests.append(assumes_own(asker, identity, role))
        found.append(together(requests))
    if asker.may(identity, USER):
        user = _fresh(identity, "user")
        found.append(together(asker.allowed(identity, action, user, keys) for action in USER))
    return either(*found)


def assumes_own(asker: Asker, identity: Identity, role: str) -> Formula:
    """When the identity may assume a role whose trust policy it has written."""
    return asker.allowed(identity, "sts:AssumeRole", role, policies=(trusting(identity),))


def _fresh(identity: Identity, what: str) -> str:
    return f"arn:{identity.requester.partition}:iam::{identity.account}:{what}/{FRESH}"


def raised(identity: Identity) -> Identity:
    """The identity with any policy that whoever edits its policies likes."""
    policies = (*identity.policies, EVERYTHING)
    return altered(identity, "edit", "with any policy", policies=policies)


def unbound(identity: Identity) -> Identity:
    """The identity without its permissions boundary."""
    return altered(identity, "unbound", "unbound", boundary=(), boundary_arn="")


def joined(identity: Identity, group: Group) -> Identity:
    """The user as a member of a group."""
    policies = (*identity.policies, *group.policies)
    groups = (*identity.groups, group.arn)
    return altered(identity, "join", f"in {group.name}", policies=policies, groups=groups)


def without(identity: Identity, gone: tuple[Held, ...]) -> Identity:
    """The identity without some of its policies."""
    kept = tuple([one for one in identity.policies if one not in gone])
    names = ", ".join(dict.fromkeys(one.attached.name for one in gone))
    return altered(identity, "undeny", f"without {names}", policies=kept)
