"""Small estates, and one request asked of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from partywall.access.context import Context
from partywall.access.world import Home, World
from partywall.access.world.answers import Answer
from partywall.access.world.world import UNTOLD
from partywall.estate.estate import Estate
from partywall.estate.fold import fold
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.sources.inputs import InputOptions, Inputs

ME, OTHER, REGION = "111111111111", "222222222222", "eu-west-1"
HOME = Home(ME, REGION)
ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "examples" / "account" / "authorization-details.json"
STOREFRONT = ROOT / "examples" / "storefront"
STOREFRONT_HOME = Home("111122223333", REGION)

Json = dict[str, Any]


def resource(kind: str, address: str, **properties: Any) -> Resource:
    return Resource(type=f"AWS::{kind}", address=address, properties=properties)


def policy(*statements: Json) -> Json:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action: Any = "*", on: Any = "*", **more: Any) -> Json:
    return {"Effect": "Allow", "Action": action, "Resource": on, **more}


def deny(action: Any = "*", on: Any = "*", **more: Any) -> Json:
    return {"Effect": "Deny", "Action": action, "Resource": on, **more}


def trust(principal: Any, action: Any = "sts:AssumeRole", **more: Any) -> Json:
    return policy({"Effect": "Allow", "Principal": principal, "Action": action, **more})


def role(name: str = "app", *statements: Json, **more: Any) -> Resource:
    inline = [{"PolicyName": "own", "PolicyDocument": policy(*statements)}] if statements else None
    trusted = more.pop("trust", trust({"Service": "ec2.amazonaws.com"}))
    return resource(
        "IAM::Role", f"Role{name}", RoleName=name, AssumeRolePolicyDocument=trusted,
        **{"Policies": inline, **more},
    )  # fmt: skip


def user(name: str = "ann", *statements: Json, **more: Any) -> Resource:
    inline = [{"PolicyName": "own", "PolicyDocument": policy(*statements)}] if statements else None
    return resource("IAM::User", f"User{name}", UserName=name, **{"Policies": inline, **more})


def world(*resources: Resource, home: Home = HOME, unseen: Unknown | None = None) -> World:
    return World([Estate(resources, unseen=unseen)], home)


def ask(where: World, who: str, action: str, on: str, context: Context = UNTOLD) -> Answer:
    return where.ask(where.requester(who), action, where.target(on, action), context)


def said(where: World, who: str, action: str, on: str) -> str:
    return ask(where, who, action, on).outcome.value


def read(path: Path, home: Home) -> World:
    options = InputOptions(account=home.account, region=home.region)
    readings = Inputs([str(path)], options).readings()
    return World([fold(one.resources, one.fragments, one.unseen) for one in readings], home)
