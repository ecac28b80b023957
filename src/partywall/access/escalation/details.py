"""What escalation reads in a single resource: its managed policies, its ARN, its class.

Source: CloudFormation Template Reference of each type (not re-read).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partywall.access.rules import Rule
from partywall.access.world.arns import Named, arn_of, name_of
from partywall.access.world.documents import Documents
from partywall.access.world.principals import MANAGED, managed_policy, value_of
from partywall.estate.resource import Resource
from partywall.estate.views.classification import CLASSES, HARMLESS, plain


def principals_let_in(rule: Rule) -> Iterator[Any]:
    """The AWS and federated principals that a statement lets in by name."""
    principals = rule.statement.principals
    if principals is not None and not principals.negated and rule.statement.effect != "Deny":
        for entry in principals.entries:
            if isinstance(entry.name, str) and entry.kind in ("AWS", "Federated"):
                yield entry


def listed(value: object) -> list[Any]:
    """The elements of a list; none where there is no list."""
    return value if isinstance(value, list) else []


def label_of(resource: Resource, key: str) -> str:
    """What people call it: its name if it is written, else its address."""
    name = resource.properties.get(key)
    return name if isinstance(name, str) else resource.address


def managed_of(resource: Resource, documents: Documents, of: str) -> Iterator[tuple[str, str]]:
    """Label → ARN of the managed policies of a user, role or group."""
    for value in listed(value_of(resource, "ManagedPolicyArns")):
        found = managed_policy(value, documents)
        arn = managed_arn(value, documents)
        if found is not None:
            yield f"{of}{label_of(found[0], 'ManagedPolicyName')}", arn
        elif arn:
            yield f"{of}{arn.rpartition('/')[2]}", arn
    for one in documents.estate.companions(resource, MANAGED, resource.guard):
        named = arn_of(one.resource, documents.home)
        if named is not None:
            yield f"{of}{label_of(one.resource, 'ManagedPolicyName')}", named.text


def managed_arn(value: object, documents: Documents) -> str:
    """The ARN of a managed policy, or nothing where it is not known."""
    found = managed_policy(value, documents)
    named = arn_of(found[0], found[1].home) if found is not None else None
    if named is not None:
        return named.text
    text = documents.text(value)
    return text if isinstance(text, str) else ""


def made_arn(resource: Resource, form: str, key: str, documents: Documents) -> Named:
    """The ARN of a type that `arn_of` does not know."""
    service, _, shape = form.partition(":")
    home, name = documents.home, name_of(resource, key, documents.home)
    region, account = home.region or "<region>", home.account or "<account>"
    start = f"arn:{home.partition}:{service}:{region}:{account}:"
    text = f"{start}{shape.replace('{}', name.text).replace('*', '<id>')}"
    known = home.region and home.account and not name.shape and "*" not in shape
    if known:
        return Named(text)
    pattern = f"arn:{home.partition}:{service}:{home.region or '*'}:{home.account or '*'}:"
    return Named(text, f"{pattern}{shape.replace('{}', name.pattern)}")


def is_classified(resource: Resource) -> bool:
    """Whether a tag says that the data are not for everybody."""
    return any(
        plain(tag.get("Key")) in CLASSES and plain(tag.get("Value")) not in HARMLESS
        for tag in listed(value_of(resource, "Tags"))
        if isinstance(tag, dict)
    )
