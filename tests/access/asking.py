"""Short words for requests and policies, so that a table reads as the rule it shows."""

from __future__ import annotations

import json
from typing import Any

from partywall.access.requests import answer

ME, OTHER = "111111111111", "222222222222"
USER = f"arn:aws:iam::{ME}:user/ann"
ROLE = f"arn:aws:iam::{ME}:role/app"
SESSION = f"arn:aws:sts::{ME}:assumed-role/app/one"
FEDERATED = f"arn:aws:sts::{ME}:federated-user/fred"
ROOT = f"arn:aws:iam::{ME}:root"
STRANGER = f"arn:aws:iam::{OTHER}:user/eve"
OBJECT = "arn:aws:s3:::shop/orders/1"
KEY = f"arn:aws:kms:eu-west-1:{ME}:key/k1"
VAULT = f"arn:aws:iam::{ME}:role/vault"

Json = dict[str, Any]


def statement(effect: str, action: str | list[str] = "*", **elements: Any) -> Json:
    return {"Effect": effect, "Action": action, "Resource": "*", **elements}


def policy(*statements: Json, version: str = "2012-10-17") -> Json:
    return {"Version": version, "Statement": list(statements)}


def allow(action: str | list[str] = "*", **elements: Any) -> Json:
    return policy(statement("Allow", action, **elements))


def deny(action: str | list[str] = "*", **elements: Any) -> Json:
    return policy(statement("Deny", action, **elements))


def trust(principal: Any, action: Any = "sts:AssumeRole", **elements: Any) -> Json:
    one = {"Effect": "Allow", "Principal": principal, "Action": action, **elements}
    return policy(one)


def ask(
    principal: Any, action: str = "s3:GetObject", resource: str = OBJECT, *, unknown: bool = False,
    **layers: Any,
) -> Json:  # fmt: skip
    request = {"principal": principal, "action": action, "resource": resource, **layers}
    return answer(json.dumps(request).encode(), unknown)


def decision(*args: Any, **layers: Any) -> str:
    found: str = ask(*args, **layers)["decision"]
    return found
