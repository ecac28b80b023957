"""Who makes a request: the kinds of principal, and what follows from being one.

Source: IAM User Guide, "AWS JSON policy elements: Principal" and "AWS global condition context
keys" (not re-read), and "IAM policy elements: Variables and tags", read 2026-11-23.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import Final

from msgspec import Struct

from partywall.access.context import Found, Values
from partywall.kernel.arn import Arn, parse_arn
from partywall.kernel.unknown import Unknown


class Kind(Enum):
    """The kinds of principal; the value is what aws:PrincipalType says, where it says anything."""

    USER = "User"
    ROLE = "AssumedRole (session not named)"
    SESSION = "AssumedRole"
    FEDERATED_USER = "FederatedUser"
    ROOT = "Account"
    SERVICE = "Service"
    PROVIDER = "Federated"
    CANONICAL = "CanonicalUser"
    ANONYMOUS = "Anonymous"


IDENTITIES: Final = (Kind.USER, Kind.ROLE, Kind.SESSION, Kind.FEDERATED_USER, Kind.ROOT)
"""The kinds that belong to an account and are bound by its policies."""

WEB_PROVIDERS: Final = frozenset(
    {"accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com",
     "www.amazon.com"}
)  # fmt: skip
SERVICE_ENDINGS: Final = (".amazonaws.com", ".amazonaws.com.cn", ".amazon.com", ".aws.internal")
SERVICE_LINKED_PATH: Final = "role/aws-service-role/"
SERVICE_LINKED_NAME: Final = "AWSServiceRoleFor"
PERMISSION_SET_NAME: Final = "AWSReservedSSO_"
PATH_NOT_TOLD: Final = Unknown("the ARN of a session does not tell the path of its role")


class Requester(Struct, frozen=True, gc=False):
    """A principal that makes a request.

    `arn` is its ARN (for an account its root's), or the name of a service or provider. `role` is
    the role's name and `session` the session's, for those that have one. `issuer` is the ARN of
    the IAM user whose federated session this is, where it is told.
    """

    kind: Kind
    arn: str
    account: str = ""
    partition: str = "aws"
    role: str = ""
    session: str = ""
    issuer: str = ""

    @property
    def is_identity(self) -> bool:
        """Whether it belongs to an account, so that policies can be attached to it."""
        return self.kind in IDENTITIES

    @property
    def role_arn(self) -> str:
        """The ARN of its role; of a session's role the path is not told, and none is assumed."""
        if self.kind is Kind.ROLE:
            return self.arn
        return f"arn:{self.partition}:iam::{self.account}:role/{self.role}"

    @property
    def service_linked(self) -> bool | None:
        """Whether it is a service-linked role; None when only the name of its role hints at it."""
        if self.kind is Kind.ROLE:
            return f":{SERVICE_LINKED_PATH}" in self.arn
        return None if self.role.startswith(SERVICE_LINKED_NAME) else False


@lru_cache(maxsize=65536)
def parse_requester(name: str, kind: str = "", issuer: str = "") -> Requester:
    """The principal of this ARN or name; `kind` is the key it stands under in a policy, if told.

    `*` is anybody without credentials. Raises ValueError for what makes no requests.
    """
    if kind == "CanonicalUser":
        return Requester(Kind.CANONICAL, name)
    if name in ("*", "anonymous"):
        return Requester(Kind.ANONYMOUS, "*")
    if len(name) == 12 and name.isdigit():
        name = f"arn:aws:iam::{name}:root"
    arn = parse_arn(name)
    if arn is None:
        return _named(name, kind)
    found = _of_arn(name, arn, issuer)
    if found is None:
        raise ValueError(
            f"{name!r} makes no requests; a principal is the ARN of a user, a role, a session, an"
            " account or a provider, the name of a service, or '*' for anonymous"
        )
    return found


def _named(name: str, kind: str) -> Requester:
    if name in WEB_PROVIDERS or kind == "Federated":
        return Requester(Kind.PROVIDER, name)
    if name.endswith(SERVICE_ENDINGS) or kind == "Service":
        return Requester(Kind.SERVICE, name)
    raise ValueError(f"{name!r} is no ARN, no account id and no name of a service")


def _of_arn(name: str, arn: Arn, issuer: str) -> Requester | None:
    what, _, rest = arn.resource.partition("/")
    account, partition = arn.account, arn.partition
    if arn.service == "iam":
        if arn.resource == "root":
            return Requester(Kind.ROOT, name, account, partition)
        if what in ("saml-provider", "oidc-provider") and rest:
            return Requester(Kind.PROVIDER, name, account, partition)
        if what == "user" and rest:
            return Requester(Kind.USER, name, account, partition)
        if what == "role" and rest:
            return Requester(Kind.ROLE, name, account, partition, role=arn.name)
    if arn.service == "sts":
        if what == "assumed-role" and rest.count("/") == 1:
            role, session = rest.split("/")
            return Requester(Kind.SESSION, name, account, partition, role, session)
        if what == "federated-user" and rest:
            return Requester(
                Kind.FEDERATED_USER, name, account, partition, session=rest, issuer=issuer
            )
    return None


@lru_cache(maxsize=65536)
def facts(requester: Requester) -> dict[str, Found]:
    """The context keys that follow from who asks; None where the key is surely absent."""
    kind = requester.kind
    found: dict[str, Found] = {
        "aws:principalisawsservice": Values(("true" if kind is Kind.SERVICE else "false",))
    }
    if kind is Kind.SERVICE:
        found["aws:principalservicename"] = Values((requester.arn,))
    if kind in (Kind.SERVICE, Kind.ANONYMOUS):
        found |= dict.fromkeys(
            ("aws:principalarn", "aws:principalaccount", "aws:principalorgid", "aws:username")
        )
    if kind is Kind.ANONYMOUS:
        found["aws:principaltype"] = Values(("Anonymous",))
    if not requester.is_identity:
        return found
    found["aws:principalaccount"] = Values((requester.account,))
    found["aws:principalarn"] = _principal_arn(requester)
    found["aws:principaltype"] = Values(
        ("AssumedRole" if kind is Kind.ROLE else requester.kind.value,)
    )
    found["aws:username"] = (
        Values((requester.arn.rpartition("/")[2],)) if kind is Kind.USER else None
    )
    if kind is Kind.ROOT:
        found["aws:userid"] = Values((requester.account,))
    elif kind is Kind.FEDERATED_USER:
        found["aws:userid"] = Values((f"{requester.account}:{requester.session}",))
    return found


def _principal_arn(requester: Requester) -> Found:
    """The roles of permission sets and services lie below a path that names a Region or service.

    Source: IAM Identity Center User Guide, "Referencing permission sets in resource policies, …"
    and IAM User Guide, "Service-linked roles" (not re-read).
    """
    if requester.kind is not Kind.SESSION:
        return Values((requester.arn,))
    if requester.role.startswith((SERVICE_LINKED_NAME, PERMISSION_SET_NAME)):
        return PATH_NOT_TOLD
    return Values((requester.role_arn,))
