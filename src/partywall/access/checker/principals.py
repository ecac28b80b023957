"""Who asks, and how a statement names them.

Source: IAM User Guide, "AWS JSON policy elements: Principal" (not re-read) and "AWS JSON policy
elements: NotPrincipal", read 2026-11-23.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from partywall.access.checker.formulas import Formula, Rejected
from partywall.access.checker.matching import OPEN, Keys, meets

WEB = ("accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com",
       "www.amazon.com")  # fmt: skip
SERVICES = (".amazonaws.com", ".amazonaws.com.cn", ".amazon.com", ".aws.internal")
ARN = re.compile(r"arn:([^:]+):(iam|sts):[^:]*:([^:]*):(?:(root)|([a-z-]+)/(.+))")
KINDS = {"iam user": "user", "iam role": "role", "sts federated-user": "federated",
         "iam saml-provider": "provider", "iam oidc-provider": "provider"}  # fmt: skip
TYPES = {"user": "User", "role": "AssumedRole", "session": "AssumedRole", "root": "Account",
         "federated": "FederatedUser"}  # fmt: skip
OWN = {"user": "the user", "role": "its role", "session": "the session",
       "federated": "the session", "root": "its account"}  # fmt: skip
WHOEVER = ("AWS", "*")
Naming = dict[str, Formula]
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
    kind, issuer, name = "", "", principal
    if isinstance(principal, dict):
        issuer = principal.get("issuer", "")
        ((kind, name),) = [pair for pair in principal.items() if pair[0] != "issuer"]
        if kind not in ("AWS", "Service", "Federated", "CanonicalUser"):
            raise Rejected(f"there is no kind of principal {kind!r}")
    if kind == "CanonicalUser":
        return Who("canonical", name)
    if name in ("*", "anonymous"):
        return Who("anonymous", "*")
    if re.fullmatch(r"\d{12}", name):
        name = f"arn:aws:iam::{name}:root"
    match = ARN.fullmatch(name)
    if not match:
        if name.startswith("arn:"):
            raise Rejected(f"{name!r} makes no requests")
        if name in WEB or kind == "Federated":
            return Who("provider", name)
        if name.endswith(SERVICES) or kind == "Service":
            return Who("service", name)
        raise Rejected(f"{name!r} makes no requests")
    partition, service, account, root, what, rest = match.groups()
    if root and service == "iam":
        return Who("root", name, account, partition)
    if f"{service} {what}" == "sts assumed-role" and rest.count("/") == 1:
        return Who("session", name, account, partition, *rest.split("/"))
    found = KINDS.get(f"{service} {what}")
    if found is None:
        raise Rejected(f"{name!r} makes no requests")
    if found == "provider":
        return Who(found, name)
    last = re.split("[/:]", rest)[-1]
    role, session = last if found == "role" else "", rest if found == "federated" else ""
    return Who(found, name, account, partition, role, session, issuer)


def facts(who: Who) -> dict[str, Any]:
    """The condition keys that follow from who asks; None where a key is surely absent.

    The roles of permission sets and services lie below a path that the ARN of a session does not
    tell (IAM Identity Center User Guide, "Referencing permission sets", not re-read).
    """
    found: dict[str, Any] = {
        "aws:principalisawsservice": "true" if who.kind == "service" else "false"
    }
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
    listed: Naming = {}
    negated = "NotPrincipal" in statement
    element = statement.get("NotPrincipal" if negated else "Principal", {})
    if negated and "Principal" in statement:
        raise Rejected("a statement has Principal or NotPrincipal, not both")
    for kind, names in ({"AWS": "*"} if element == "*" else element).items():
        for name in names if isinstance(names, list) and names else [names]:
            if not isinstance(name, str) or (re.search(r"[*?]", name) and (kind, name) != WHOEVER):
                raise Rejected(f"{name!r} is no principal")
            way, when = _named(kind, name, who, keys)
            if way and listed.get(way) is not True:
                listed[way] = ("any", listed[way], when) if way in listed else when
    if not negated:
        return listed
    everyone = {"everyone": True}
    if (statement["Effect"] == "Deny" and bounded) or not listed:
        return everyone
    sure = {way for way, when in listed.items() if when is True}
    needed = _needed(who)
    if "everyone" in sure or needed <= sure:
        return {}
    if not sure & (needed - {"its account"}) and len(sure) == len(listed):
        return everyone
    return {"everyone": ("open", ("not told", "NotPrincipal", repr(element)))}


def _needed(who: Who) -> set[str]:
    """What NotPrincipal has to list for the requester to be spared."""
    of_kind = {
        "session": {"its account", "its role", "the session"},
        "role": {"its account", "its role"}, "user": {"its account", "the user"},
        "federated": {"its account", "the session"}, "root": {"its account"},
        "service": {"the service"}, "canonical": {"its canonical id"},
    }  # fmt: skip
    return of_kind.get(who.kind, {"the identity provider"})


def _named(kind: str, name: str, who: Who, keys: Keys) -> tuple[str, Formula]:
    """The way in which one entry names the requester, and when; an empty way when it does not."""
    if kind in ("Service", "Federated"):
        mine = {"Service": "service", "Federated": "provider"}[kind]
        way = {"Service": "the service", "Federated": "the identity provider"}[kind]
        return (way if (who.kind, who.name) == (mine, name) else "", True)
    if kind == "CanonicalUser":
        if who.kind == "canonical":
            return ("its canonical id" if who.name == name else "", True)
        unsure = ("open", ("not told", "canonical id", name))
        return ("its canonical id" if who.kind in TYPES else "", unsure)
    if kind != "AWS":
        raise Rejected(f"there is no kind of principal {kind!r}")
    if name == "*":
        return "everyone", True
    if who.kind not in TYPES:
        return "", False
    if name in (who.account, f"arn:{who.partition}:iam::{who.account}:root"):
        return "its account", True
    if name == who.name:
        return OWN[who.kind], True
    return _indirectly(name, who, keys)


def _indirectly(name: str, who: Who, keys: Keys) -> tuple[str, Formula]:
    """A session named by its role, a role by one session of it, a federation by its user."""
    match = ARN.fullmatch(name)
    if not match or match[3] != who.account:
        return "", False
    same, what, rest = match[1] == who.partition, f"{match[2]} {match[5]}", match[6] or ""
    if who.kind == "session" and same and what == "iam role":
        return ("its role" if re.split("[/:]", rest)[-1] == who.role else "", True)
    if who.kind == "role" and same and what == "sts assumed-role":
        role, _, session = rest.partition("/")
        if role == who.role:
            like = meets("StringLike", "aws:userid", [f"*:{session}"], False, keys)
            return "the session", like
    if who.kind == "federated" and what == "iam user":
        way = "the user whose federated session it is"
        if who.issuer:
            return (way if who.issuer == name else "", True)
        return way, ("open", ("not told", "issuer", name))
    return "", False
