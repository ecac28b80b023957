"""Small worlds for escalation, built in a line or two each."""

from __future__ import annotations

import json
from typing import Any

from access.asking import ME
from partywall.access.escalation.world import Group, Held, Holder, Identity, Treasure, World
from partywall.access.layers.layer import Attached, Policies
from partywall.access.requester import parse_requester
from partywall.access.rules import rules_of

Json = dict[str, Any]


def arn(what: str, name: str, account: str = ME) -> str:
    return f"arn:aws:iam::{account}:{what}/{name}"


def attached(document: Json | str, name: str = "policy") -> Attached:
    text = document if isinstance(document, str) else json.dumps(document)
    return Attached(name, rules_of(text))


def policies(*documents: Json | str) -> Policies:
    return tuple([attached(one, f"policy {n}") for n, one in enumerate(documents)])


def held(*documents: Json | str, **more: Any) -> tuple[Held, ...]:
    return tuple([Held(one, **more) for one in policies(*documents)])


def can(*actions: str, on: Any = "*", **more: Any) -> Json:
    one = {"Effect": "Allow", "Action": list(actions), "Resource": on, **more}
    return {"Version": "2012-10-17", "Statement": [one]}


def cannot(*actions: str, on: Any = "*", **more: Any) -> Json:
    one = {"Effect": "Deny", "Action": list(actions), "Resource": on, **more}
    return {"Version": "2012-10-17", "Statement": [one]}


def trusts(action: str = "sts:AssumeRole", condition: Json | None = None, **principal: Any) -> Json:
    one: Json = {"Effect": "Allow", "Action": action, "Principal": principal}
    if condition:
        one["Condition"] = condition
    return {"Version": "2012-10-17", "Statement": [one]}


def user(name: str, *documents: Json | str, **more: Any) -> Identity:
    more.setdefault("policies", held(*documents))
    return Identity(name, parse_requester(arn("user", name)), **more)


def role(name: str, *documents: Json | str, trust: Json | None = None, **more: Any) -> Identity:
    if trust is not None:
        more["trust"] = policies(trust)
    more.setdefault("policies", held(*documents))
    return Identity(name, parse_requester(arn("role", name)), **more)


def world(*everything: Any, **more: Any) -> World:
    def of(kind: type) -> tuple[Any, ...]:
        return tuple([one for one in everything if isinstance(one, kind)])

    return World(of(Identity), of(Group), of(Holder), of(Treasure), **more)
