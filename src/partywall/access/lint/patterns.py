"""Remarks about Action and Resource: names that do not exist, ARNs that are none, dead patterns.

Source: IAM User Guide, "IAM JSON policy elements: Resource" and "IAM JSON policy elements:
Action", both read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partywall.access.catalogue import actions, find, near, services
from partywall.access.language.reading import ACTION
from partywall.access.lint.elements import shape, strings
from partywall.access.lint.remark import Remark, error, nearest, warning
from partywall.access.patterns import VARIABLE, compile_glob, parse_pattern
from partywall.access.rules import solid
from partywall.kernel.partitions import PARTITIONS
from partywall.kernel.unknown import Path


def lint_actions(statement: dict[str, Any], path: Path) -> Iterator[Remark]:
    """Remarks about Action and NotAction."""
    for name in ("Action", "NotAction"):
        if name not in statement:
            continue
        yield from shape(statement[name], (*path, name))
        for place, text in strings(statement[name], (*path, name)):
            yield from _action(place, text)
    if statement.get("Effect") == "Allow" and "NotAction" in statement:
        yield warning(
            "allow-not-action",
            (*path, "NotAction"),
            "Allow with NotAction allows every other action of every service",
        )


def _action(path: Path, text: str) -> Iterator[Remark]:
    if not ACTION(text):
        yield error("bad-action", path, f"{text!r} is no action: a service in full, ':' and a name")
        return
    if text in ("*", "*:*"):
        return
    service, _, name = text.partition(":")
    if service.lower() not in services():
        yield error("unknown-service", path, f"no service has the prefix {service!r}", near(text))
    elif "*" in name or "?" in name:
        glob = compile_glob(solid(parse_pattern(name.lower())))
        if not any(map(glob.matches, actions(service.lower()))):
            yield warning(
                "action-matches-nothing", path, f"no action of today matches {text!r}", near(text)
            )
    elif find(text) is None:
        yield error("unknown-action", path, f"there is no action {text!r} today", near(text))


def lint_resources(statement: dict[str, Any], path: Path, variables: bool) -> Iterator[Remark]:
    """Remarks about Resource and NotResource."""
    for name in ("Resource", "NotResource"):
        if name not in statement:
            continue
        yield from shape(statement[name], (*path, name))
        for place, text in strings(statement[name], (*path, name)):
            yield from _resource(place, text, variables)


def _resource(path: Path, text: str, variables: bool) -> Iterator[Remark]:
    if text == "*":
        return
    bare = VARIABLE.sub("x", text)
    fields = bare.split(":", 5)
    if fields[0] != "arn":
        yield error("not-an-arn", path, f"{text!r} is neither an ARN nor '*'")
        return
    if len(fields) < 6 and not bare.endswith("*"):
        yield error("short-arn", path, f"{text!r} has {len(fields)} of the six fields of an ARN")
    if len(fields) > 2 and ("*" in fields[2] or "?" in fields[2]):
        yield error("wildcard-service", path, f"the service of an ARN has no wildcard: {text!r}")
    if "${" in text:
        if not variables:
            yield warning("variable-is-text", path, "${…} is plain text before version 2012-10-17")
        before = text.split("${", maxsplit=1)[0]
        if before.count(":") < 5:
            yield error("variable-in-arn", path, "variables stand only in the last field of an ARN")
        if text.count("${") != len(VARIABLE.findall(text)):
            yield error("open-variable", path, "a variable is not closed with '}'")
    partition = (*text.split(":"), "")[1]
    if "${" not in partition and not any(
        map(compile_glob(solid(parse_pattern(partition))).matches, PARTITIONS)
    ):
        near = nearest(partition, PARTITIONS)
        yield error("unknown-partition", path, f"there is no partition {partition!r}", near)
    account = fields[4] if len(fields) == 6 else ""
    if account.isdigit() and len(account) != 12:
        yield error("bad-account", path, f"{account!r} is no account id: it has twelve digits")
