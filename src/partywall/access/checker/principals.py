"""Who asks, and how a statement names them.

Source: IAM User Guide, "AWS JSON policy elements: Principal" (not re-read) and "AWS JSON policy
elements: NotPrincipal", read 2026-11-23.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from partywall.access.checker.conditions import OPEN, Keys, meets
from partywall.access.checker.language import Rejected, listed
from partywall.access.checker.worlds import Claim, surely

WEB = ("accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com",
       "www.amazon.com")  # fmt: skip
SERVICES = (".amazonaws.com", ".amazonaws.com.cn", ".amazon.com", ".aws.internal")
ARN = re.compile(r"arn:([^:]+):(iam|sts):[^:]*:([^:]*):(?:(root)|([a-z-]+)/(.+))")
KINDS = {"iam user": "user", "iam role": "role", "sts federated-user": "federated",
         "iam saml-provider": "provider", "iam oidc-provider": "provider"}  # fmt: skip
TYPES = {"user": "User", "role": "AssumedRole", "session": "AssumedRole", "root": "Account",
         "federated": "FederatedUser"}  # fmt: skip
EVERYONE, ACCOUNT, ROLE, SESSION = "everyone", "its account", "its role", "the session"
CANONICAL, ISSUER = "its canonical id", "the user whose federated session it is"
OWN = {"user": "the user", "role": ROLE, "session": SESSION, "federated": SESSION,
       "root": ACCOUNT, "service": "the service", "provider": "the identity provider",
       "canonical": CANONICAL}  # fmt: skip
"""By kind, how a statement names a requester that it names in person."""
AS_LISTED = {"Service": "service", "Federated": "provider", "CanonicalUser": "canonical"}
Naming = dict[str, list[Claim]]
"""Each way in which the requester is named, and when."""


@dataclass(frozen=True)
class Who:
    """The requester; `account` is empty for those that belong to none."""

    kind: str
    name: str
    account: str = ""
    partition: str = "aws"
    role: str = ""
    session: str = ""
    issuer: str = ""

    @property
    def linked(self) -> bool | None:
        """Whether it is a service-linked role; None when only its name hints at it."""
        if self.kind == "role":
            return ":role/aws-service-role/" in self.name
        return None if self.role.startswith("AWSServiceRoleFor") else False


def read_who(principal: Any) -> Who:
    """The requester that a request names. Raises Rejected for what makes no requests."""
    kind, issuer, name = "AWS", "", principal
    if isinstance(principal, dict):
        issuer = principal.get("issuer", "")
        ((kind, name),) = [pair for pair in principal.items() if pair[0] != "issuer"]
    if kind not in ("AWS", *AS_LISTED):
        raise Rejected(f"there is no kind of principal {kind!r}")
    if kind == "CanonicalUser":
        return Who("canonical", name)
    if name in ("*", "anonymous"):
        return Who("anonymous", "*")
    if re.fullmatch(r"\d{12}", name):
        name = f"arn:aws:iam::{name}:root"
    match = ARN.fullmatch(name)
    if match is not None:
        return _of_arn(name, match, issuer)
    if not name.startswith("arn:") and (name in WEB or kind == "Federated"):
        return Who("provider", name)
    if not name.startswith("arn:") and (name.endswith(SERVICES) or kind == "Service"):
        return Who("service", name)
    raise Rejected(f"{name!r} makes no requests")


def _of_arn(name: str, match: re.Match[str], issuer: str) -> Who:
    partition, service, account, root, what, rest = match.groups("")
    if root and service == "iam":
        return Who("root", name, account, partition)
    if f"{service} {what}" == "sts assumed-role" and rest.count("/") == 1:
        return Who("session", name, account, partition, *rest.split("/"))
    found = KINDS.get(f"{service} {what}")
    if found is None:
        raise Rejected(f"{name!r} makes no requests")
    if found == "provider":
        return Who(found, name)
    role = re.split("[/:]", rest)[-1] if found == "role" else ""
    session, issuer = (rest, issuer) if found == "federated" else ("", "")
    return Who(found, name, account, partition, role, session, issuer)


def facts(who: Who) -> dict[str, Any]:
    """The condition keys that follow from who asks; None where a key is surely absent.

    The roles of permission sets and services lie below a path that the ARN of a session does not
    tell (IAM Identity Center User Guide, "Referencing permission sets", not re-read).
    """
    found: dict[str, Any] = {"aws:principalisawsservice": str(who.kind == "service").lower()}
    if who.kind == "service":
        found["aws:principalservicename"] = who.name
    if who.kind in ("service", "anonymous"):
        gone = ("aws:principalarn", "aws:principalaccount", "aws:principalorgid", "aws:username")
        found |= dict.fromkeys(gone)
    if who.kind == "anonymous":
        found["aws:principaltype"] = "Anonymous"
    if who.kind not in TYPES:
        return found
    role = f"arn:{who.partition}:iam::{who.account}:role/{who.role}"
    found["aws:principalaccount"] = who.account
    found["aws:principalarn"] = role if who.kind == "session" else who.name
    if who.kind == "session" and who.role.startswith(("AWSServiceRoleFor", "AWSReservedSSO_")):
        found["aws:principalarn"] = OPEN
    found["aws:principaltype"] = TYPES[who.kind]
    found["aws:username"] = who.name.rpartition("/")[2] if who.kind == "user" else None
    if who.kind == "root":
        found["aws:userid"] = who.account
    if who.kind == "federated":
        found["aws:userid"] = f"{who.account}:{who.session}"
    return found


def naming(statement: Any, who: Who, bounded: bool, keys: Keys) -> Naming:
    """How a statement names the requester; `bounded`: a permissions boundary is attached.

    Raises Rejected for principals that AWS would refuse.
    """
    found: Naming = {}
    negated = "NotPrincipal" in statement
    element = statement.get("NotPrincipal" if negated else "Principal", {})
    for kind, name in entries(element):
        way, when = _named(kind, name, who, keys)
        if way:
            found.setdefault(way, []).append(when)
    if not negated:
        return found
    if (statement["Effect"] == "Deny" and bounded) or not found:
        return {EVERYONE: [surely]}
    sure = {way for way, whens in found.items() if surely in whens}
    needed = {OWN.get(who.kind, OWN["provider"])} | ({ACCOUNT} if who.kind in TYPES else set())
    needed |= {ROLE} if who.kind == "session" else set()
    if EVERYONE in sure or needed <= sure:
        return {}
    if not sure & (needed - {ACCOUNT}) and len(sure) == len(found):
        return {EVERYONE: [surely]}
    return {EVERYONE: [lambda world: world(("not told", "NotPrincipal", repr(element)))]}


def entries(element: Any) -> list[tuple[str, str]]:
    """The kind and name of each principal of an element. Raises Rejected for what is none."""
    pairs = {"AWS": "*"} if element == "*" else element
    found = [(kind, name) for kind, names in pairs.items() for name in listed(names) or [None]]
    for kind, name in found:
        wild = not isinstance(name, str) or re.search("[*?]", name)
        if kind not in ("AWS", *AS_LISTED) or (wild and (kind, name) != ("AWS", "*")):
            raise Rejected(f"{name!r} is no principal of the kind {kind!r}")
    return found


def _named(kind: str, name: str, who: Who, keys: Keys) -> tuple[str, Claim]:
    """The way in which one entry names the requester, and when; an empty way when it does not."""
    identity = who.kind in TYPES
    if kind in AS_LISTED:
        if kind == "CanonicalUser" and identity:
            return CANONICAL, lambda world: world(("not told", "canonical id", name))
        return OWN[who.kind] if (AS_LISTED[kind], name) == (who.kind, who.name) else "", surely
    if name == "*":
        return EVERYONE, surely
    if identity and name in (who.account, f"arn:{who.partition}:iam::{who.account}:root"):
        return ACCOUNT, surely
    if identity and name == who.name:
        return OWN[who.kind], surely
    match = ARN.fullmatch(name)
    if not identity or not match or match[3] != who.account:
        return "", surely
    same, what, rest = match[1] == who.partition, f"{match[2]} {match[5]}", match[6] or ""
    if who.kind == "session" and same and what == "iam role":
        return ROLE if re.split("[/:]", rest)[-1] == who.role else "", surely
    role, _, session = rest.partition("/")
    if who.kind == "role" and same and what == "sts assumed-role" and role == who.role:
        like = [f"*:{session}"]
        return SESSION, meets("StringLike", "aws:userid", like, False, "Principal", keys)
    if who.kind == "federated" and what == "iam user":
        if who.issuer:
            return ISSUER if who.issuer == name else "", surely
        return ISSUER, lambda world: world(("not told", "issuer", name))
    return "", surely
