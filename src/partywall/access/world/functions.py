"""Permissions of a function: each is a statement of the policy of the function, or of an alias.

Who adds a permission names the function by its name or its ARN, and may name a version or an alias
with it. Then the permission is about requests to that alone. Whether one that names neither is
also about requests to an alias is not documented: unknown.

Source: AWS Lambda API Reference, "AddPermission" (the forms of FunctionName), and AWS Lambda
Developer Guide, "Viewing resource-based IAM policies in Lambda" (not re-read).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from msgspec import Struct

from partywall.access.language.records import Statement
from partywall.access.world.arns import Named
from partywall.access.world.documents import Documents
from partywall.access.world.principals import value_of
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown

FUNCTION, PERMISSION = "AWS::Lambda::Function", "AWS::Lambda::Permission"
ALIAS, VERSION, URL = "AWS::Lambda::Alias", "AWS::Lambda::Version", "AWS::Lambda::Url"
OPEN: Final = "NONE"
WRITTEN: Final = re.compile(
    r"(?:arn:[^:]+:lambda:[^:]*:|)(?:(?P<account>\d{12}):)?(?:function:)?(?P<name>[\w-]+)"
    r"(?::(?P<qualifier>[\w$-]+))?"
)
SOURCE_KEYS: Final = (
    ("SourceArn", "ArnLike", "aws:SourceArn"),
    ("SourceAccount", "StringEquals", "aws:SourceAccount"),
    ("PrincipalOrgID", "StringEquals", "aws:PrincipalOrgID"),
    ("EventSourceToken", "StringEquals", "lambda:EventSourceToken"),
    ("FunctionUrlAuthType", "StringEquals", "lambda:FunctionUrlAuthType"),
)
"""Property of a Lambda permission → the condition that it becomes."""


class Given(Struct, frozen=True):
    """A permission of a function; `sure`: it surely is."""

    permission: Resource
    sure: bool = True


def permissions_of(function: Resource, named: Named, documents: Documents) -> Iterator[Given]:
    """The permissions of a function, also those that name it in a form of their own."""
    seen = set()
    for one in documents.estate.companions(function, PERMISSION, function.guard):
        seen.add(id(one.resource))
        yield Given(one.resource, one.sure is True)
    for permission in documents.estate.by_type.get(PERMISSION, ()):
        if id(permission) not in seen and _names(permission, named):
            yield Given(permission, not permission.guard)
    yield from _of_urls(function, documents)


def qualified(named: Named, statements: Iterable[Statement]) -> tuple[Named, ...]:
    """The versions and aliases of a function that statements are about, and not the function."""
    found: dict[str, None] = {}
    for one in statements:
        texts = one.resources.texts if one.resources is not None else ()
        if named.text not in texts:
            starts = f"{named.text}:"
            found |= dict.fromkeys(
                text if isinstance(text, str) else f"{starts}*"
                for text in texts
                if (text if isinstance(text, str) else text.prefix).startswith(starts)
            )
    shape = named.shape
    return tuple(
        [Named(one, f"{shape}{one.removeprefix(named.text)}" if shape else "") for one in found]
    )


def _of_urls(function: Resource, documents: Documents) -> Iterator[Given]:
    """The permission that Terraform's provider adds for a URL that asks for no credentials.

    Source: the provider's resource aws_lambda_function_url, read 2026-11-23.
    """
    for one in documents.estate.companions(function, URL, function.guard):
        url = one.resource
        kind = value_of(url, "AuthType")
        if url.origin == "terraform" and (kind == OPEN or type(kind) is Unknown):
            told = {
                "Action": "lambda:InvokeFunctionUrl",
                "FunctionName": value_of(url, "TargetFunctionArn"),
                "FunctionUrlAuthType": OPEN,
                "Principal": "*",
            }
            added = Resource(type=PERMISSION, address=url.address, properties=told)
            added.unmapped = {"qualifier": value_of(url, "Qualifier")}
            yield Given(added, one.sure is True and kind == OPEN)


def is_followed(permission: Resource, estate: Estate, named: Iterator[Named]) -> bool:
    """Whether a permission is of a function of the estate, or may be."""
    value = value_of(permission, "FunctionName")
    return bool(estate.link(value, FUNCTION).targets) or any(
        _names(permission, one) for one in named
    )


def _names(permission: Resource, named: Named) -> bool:
    """Whether a permission names a function, by its name or in part of its ARN."""
    value = value_of(permission, "FunctionName")
    found = WRITTEN.fullmatch(value) if isinstance(value, str) else None
    if found is None or "<" in named.text:
        return False
    account, name = named.text.split(":")[4], named.text.rpartition(":")[2]
    return found["name"] == name and found["account"] in (None, account)


def statement_of(permission: Resource, named: Named, documents: Documents) -> dict[str, object]:
    """The statement that a permission of a function is."""
    condition: dict[str, dict[str, object]] = {}
    for key, operator, name in SOURCE_KEYS:
        value = value_of(permission, key)
        if value is not None:
            condition.setdefault(operator, {})[name] = value
    statement: dict[str, object] = {
        "Sid": permission.address,
        "Effect": "Allow",
        "Principal": _principal(value_of(permission, "Principal")),
        "Action": value_of(permission, "Action"),
        "Resource": _resources(permission, named, documents.estate),
    }
    if condition:
        statement["Condition"] = condition
    return {"Version": "2012-10-17", "Statement": [statement]}


def _resources(permission: Resource, named: Named, estate: Estate) -> list[object]:
    """What a permission is about: the function, or one version or alias of it."""
    qualifier = _qualifier(permission, estate)
    if isinstance(qualifier, str) and qualifier:
        return [f"{named.text}:{qualifier}"]
    beyond = Unknown("which version or alias the permission is about", prefix=f"{named.text}:")
    return [beyond] if qualifier else [named.text, beyond]


def _qualifier(permission: Resource, estate: Estate) -> str | Unknown:
    """The version or alias that is named with the function; nothing when none is."""
    apart = (permission.unmapped or {}).get("qualifier")
    if isinstance(apart, str) or type(apart) is Unknown:
        return apart
    value = value_of(permission, "FunctionName")
    if isinstance(value, str):
        found = WRITTEN.fullmatch(value)
        return (found["qualifier"] if found is not None else "") or ""
    if type(value) is not Unknown:
        return ""
    after = value.suffix.rpartition(":")[2] if ":" in value.suffix else ""
    if after:
        return after
    alias = next((one for ref in value.refs if (one := estate.by_address.get(ref))), None)
    if alias is None or alias.type not in (ALIAS, VERSION):
        return ""
    name = alias.properties.get("Name")
    return name if isinstance(name, str) else Unknown("which version or alias it is")


def _principal(value: Any) -> object:
    """A service by its name, anybody, or an account, role or user."""
    if type(value) is Unknown or value is None:
        return value
    if value == "*":
        return "*"
    return {"Service" if "." in str(value) and ":" not in str(value) else "AWS": value}
