"""A second opinion: the decision of a small request, worked out slowly and without our code.

It knows JSON and regular expressions and follows the rules as the documentation states them, in
the order of the documentation. It covers what the generator makes and nothing else.
"""

from __future__ import annotations

import itertools
import random
import re
from typing import Any

ME, OTHER = "111111111111", "222222222222"
ACTIONS = ["s3:GetObject", "s3:PutObject", "sqs:SendMessage"]
RESOURCES = {
    "s3": ["arn:aws:s3:::b/k", "arn:aws:s3:::b/x/k", "arn:aws:s3:::c/k"],
    "sqs": [f"arn:aws:sqs:eu-west-1:{ME}:q", f"arn:aws:sqs:eu-west-1:{OTHER}:q"],
}
PRINCIPALS = [
    f"arn:aws:iam::{ME}:user/u",
    f"arn:aws:iam::{ME}:role/p/r",
    f"arn:aws:sts::{ME}:assumed-role/r/s",
    f"arn:aws:iam::{ME}:root",
    "lambda.amazonaws.com",
    "*",
]
WORDS = ["a", "ab", "b", "zz"]
SETS = [list(one) for size in range(5) for one in itertools.combinations(WORDS, size)] + [[""]]
KEYS: dict[str, list[Any]] = {"aws:x": WORDS, "aws:y": ["true", "false", "?"], "aws:z": SETS}
MISSING = object()


def fits(pattern: str, text: str, fold: bool = False) -> bool:
    """Whether a pattern with `*` and `?` matches all of a text."""
    source = "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern)
    return re.fullmatch(source, text, re.DOTALL | (re.IGNORECASE if fold else 0)) is not None


def resource_fits(pattern: str, text: str) -> bool:
    if pattern == "*":
        return True
    left, right = pattern.split(":", 5), text.split(":", 5)
    return len(left) == len(right) and all(map(fits, left, right))


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def holds(operator: str, wanted: list[str], found: Any) -> bool:
    """One condition, key by key."""
    qualifier, _, base = operator.rpartition(":")
    if_exists = base.endswith("IfExists")
    base = base.removesuffix("IfExists")
    if base == "Null":
        absent = found is MISSING or found == []
        return any(absent == (one == "true") for one in wanted)
    if found is MISSING or found == []:
        if if_exists:
            return True
        return {"ForAllValues": True, "ForAnyValue": False}.get(qualifier, "Not" in base)
    if found == [""] and qualifier:  # "resolves to an empty data set, such as an empty string"
        return qualifier == "ForAllValues"
    test = {
        "StringEquals": lambda one: one in wanted,
        "StringNotEquals": lambda one: one not in wanted,
        "StringLike": lambda one: any(fits(pattern, one) for pattern in wanted),
        "StringNotLike": lambda one: not any(fits(pattern, one) for pattern in wanted),
        "Bool": lambda one: one in wanted,
    }[base]
    answers = [test(one) for one in listed(found)]
    return any(answers) if qualifier == "ForAnyValue" else all(answers)


def applies(statement: dict[str, Any], request: dict[str, Any], context: dict[str, Any]) -> bool:
    covered = any(
        fits(one, request["action"], fold=True)
        for one in listed(statement.get("Action", statement.get("NotAction")))
    )
    if covered == ("NotAction" in statement):
        return False
    if "Resource" in statement or "NotResource" in statement:
        patterns = listed(statement.get("Resource", statement.get("NotResource")))
        met = any(
            resource_fits(one.replace("${aws:x}", context.get("aws:x", "")), request["resource"])
            for one in patterns
            if "${" not in one or "aws:x" in context
        )
        if met == ("NotResource" in statement):
            return False
    return all(
        holds(operator, listed(values), context.get(key, MISSING))
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
    )


def effects(policies: list[Any], request: dict[str, Any], context: dict[str, Any]) -> set[str]:
    return {
        statement["Effect"]
        for policy in policies
        for statement in policy["Statement"]
        if applies(statement, request, context)
    }


def naming(statement: dict[str, Any], who: str) -> set[str]:
    """How a statement names the requester: `all`, `account`, `self`, `role`."""
    found: set[str] = set()
    account = re.fullmatch(r"arn:aws:\w+::(\d+):.*", who)
    for kind, names in statement["Principal"].items():
        for name in listed(names):
            if kind == "Service":
                found |= {"self"} if name == who else set()
            elif name == "*":
                found.add("all")
            elif account and name in (account[1], f"arn:aws:iam::{account[1]}:root"):
                found.add("account")
            elif name == who:
                found.add("role" if ":role/" in who else "self")
            elif ":assumed-role/r/" in who and name == f"arn:aws:iam::{ME}:role/p/r":
                found.add("role")
    return found


def decide(request: dict[str, Any]) -> str:
    """ALLOW, IMPLICIT_DENY or EXPLICIT_DENY."""
    who, context = request["principal"], dict(request.get("context") or {})
    mine = who.startswith("arn:")
    allows: set[str] = set()
    denied = False
    policy = request.get("resource_policy")
    for statement in policy["Statement"] if policy else []:
        ways = naming(statement, who)
        if ways and applies(statement, request, context):
            denied = denied or statement["Effect"] == "Deny"
            allows |= ways if statement["Effect"] == "Allow" else set()

    def layer(name: str) -> set[str]:
        return effects(request.get(name) or [], request, context)

    identity = layer("identity_policies") if mine else set()
    boundary = layer("permissions_boundary") if mine else set()
    session = layer("session_policies") if mine else set()
    levels = [effects(one, request, context) for one in request.get("scps") or []] if mine else []
    rcp = [
        statement
        for level in request.get("rcps") or []
        for one in level
        for statement in one["Statement"]
        if applies(statement, request, context)
    ]
    denied = denied or "Deny" in identity | boundary | session
    denied = denied or any("Deny" in one for one in levels)
    denied = denied or any(one["Effect"] == "Deny" for one in rcp)
    if denied:
        return "EXPLICIT_DENY"
    if any("Allow" not in one for one in levels):
        return "IMPLICIT_DENY"
    root = who.endswith(":root")
    in_boundary = not request.get("permissions_boundary") or "Allow" in boundary
    in_session = request.get("session_policies") is None or "Allow" in session
    own = ("Allow" in identity or root) and in_boundary and in_session
    field = request["resource"].split(":")[4]
    owner = request.get("resource_account") or field or ME
    if not mine:
        allowed = bool(allows)
    elif owner != ME:
        allowed = bool(allows) and own
    else:
        itself = "self" in allows and (":user/" not in who or in_session)
        by_role = "role" in allows and in_boundary and in_session
        allowed = own or "all" in allows or itself or by_role
    return "ALLOW" if allowed else "IMPLICIT_DENY"


def completions(request: dict[str, Any]) -> list[dict[str, Any]]:
    """Every context in which the keys that are not given hold one of their values, or nothing.

    The values are one of each kind that the generator's conditions can tell apart.
    """
    given, written = request["context"], str(request)
    open_keys = [key for key in KEYS if key not in given and key in written]
    choices = [[MISSING, *KEYS[key]] for key in open_keys]
    return [
        given | {k: v for k, v in zip(open_keys, chosen, strict=True) if v is not MISSING}
        for chosen in itertools.product(*choices)
    ]


class Generator:
    """Random requests over a universe small enough that everything happens."""

    def __init__(self, seed: int, variables: bool = False) -> None:
        self.random = random.Random(seed)
        self.variables = variables

    def some(self, choices: list[Any], most: int = 2) -> list[Any]:
        return self.random.sample(choices, self.random.randint(1, most))

    def condition(self) -> dict[str, Any]:
        pick = self.random.choice
        key = pick(list(KEYS))
        suffix = pick(["", "", "IfExists"])
        if self.random.random() < 0.2:
            return {"Null": {key: pick(["true", "false"])}}
        if key == "aws:y":
            return {f"Bool{suffix}": {key: pick(["true", "false"])}}
        base = pick(["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"])
        qualifier = pick(["ForAllValues:", "ForAnyValue:"]) if key == "aws:z" else ""
        values = self.some(["a", "b", "a*", "?b", "*"] if "Like" in base else ["a", "ab", "b"])
        return {f"{qualifier}{base}{suffix}": {key: values}}

    def statement(self, principal: bool = False, effect: str = "") -> dict[str, Any]:
        pick = self.random.choice
        found: dict[str, Any] = {"Effect": effect or pick(["Allow", "Allow", "Deny"])}
        actions = self.some(["*", "s3:*", "S3:get*", "s3:?utObject", "sqs:SendMessage"])
        found[pick(["Action", "Action", "Action", "NotAction"])] = actions
        resources = self.some(
            ["*", "arn:aws:s3:::b/*", "arn:aws:s3:::?/k", "arn:aws:*:*:*:*k", "arn:aws:sqs:*:*:q",
             f"arn:aws:sqs:eu-west-1:{ME}:*"]
        )  # fmt: skip
        found[pick(["Resource", "Resource", "Resource", "NotResource"])] = resources
        if self.variables and "Resource" in found and self.random.random() < 0.5:
            found["Resource"] = ["arn:aws:s3:::${aws:x}/*", *resources[1:]]
        if self.random.random() < 0.4:
            found["Condition"] = self.condition()
        if principal:
            found["Principal"] = pick(
                [{"AWS": "*"}, {"AWS": ME}, {"AWS": PRINCIPALS[0]}, {"AWS": PRINCIPALS[1:3]},
                 {"AWS": PRINCIPALS[2]}, {"Service": "lambda.amazonaws.com"},
                 {"AWS": f"arn:aws:iam::{ME}:root"}]
            )  # fmt: skip
        return found

    def policy(self, principal: bool = False, effect: str = "") -> dict[str, Any]:
        count = self.random.randint(1, 3)
        statements = [self.statement(principal, effect) for _ in range(count)]
        return {"Version": "2012-10-17", "Statement": statements}

    def policies(self, least: int = 0) -> list[Any]:
        return [self.policy() for _ in range(self.random.randint(least, 2))]

    def request(self) -> dict[str, Any]:
        chance, pick = self.random.random, self.random.choice
        action = pick(ACTIONS)
        found = {
            "principal": pick(PRINCIPALS),
            "action": action,
            "resource": pick(RESOURCES[action.partition(":")[0]]),
            "context": {key: pick(values) for key, values in KEYS.items() if chance() < 0.5},
            "identity_policies": self.policies(),
        }
        if ":role/" in found["principal"]:  # or it hangs on the name of the session
            found["context"]["aws:userid"] = "AROAEXAMPLE:t"
        if chance() < 0.2:
            found["resource_account"] = pick([ME, OTHER])
        if chance() < 0.3:
            found["permissions_boundary"] = self.policies(1)
        if chance() < 0.2:
            found["session_policies"] = self.policies()
        if chance() < 0.6:
            found["resource_policy"] = self.policy(principal=True)
        if chance() < 0.3:
            found["scps"] = [self.policies() for _ in range(2)]
        if chance() < 0.2:
            found["rcps"] = [[self.everybody()] for _ in range(2)]
        return found

    def everybody(self) -> dict[str, Any]:
        policy = self.policy(effect="Deny")
        for statement in policy["Statement"]:
            statement["Principal"] = {"AWS": "*"}
        return policy
