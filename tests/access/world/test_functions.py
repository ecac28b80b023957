"""Permissions of functions: how they name the function, and which version or alias."""

from __future__ import annotations

from typing import Any

import pytest

from access.world.worlds import ME, OTHER, resource, said, world
from partywall.access.questions.external import external
from partywall.access.questions.public import not_followed, public
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown

INVOKE = "lambda:InvokeFunction"
ARN = f"arn:aws:lambda:eu-west-1:{ME}:function:f"
FUNCTION = resource("Lambda::Function", "F", FunctionName="f")
ALIAS = resource("Lambda::Alias", "A", FunctionName="f", Name="live")
VERSION = resource("Lambda::Version", "V", FunctionName="f")
LATER = Unknown("chosen later")


def permission(name: Any, **more: Any) -> Resource:
    told = {"FunctionName": name, "Action": INVOKE, "Principal": "*", **more}
    return resource("Lambda::Permission", "P", **told)


def ref(address: str, **more: Any) -> Unknown:
    return Unknown("assigned at deployment", (address,), "Ref", present=True, **more)


@pytest.mark.parametrize(("name", "plain", "live", "other"), [
    ("f", "ALLOW", "UNKNOWN", "UNKNOWN"),
    (ARN, "ALLOW", "UNKNOWN", "UNKNOWN"),
    (f"{ME}:function:f", "ALLOW", "UNKNOWN", "UNKNOWN"),
    (f"{ME}:f", "ALLOW", "UNKNOWN", "UNKNOWN"),
    ("function:f", "ALLOW", "UNKNOWN", "UNKNOWN"),
    (ref("F"), "ALLOW", "UNKNOWN", "UNKNOWN"),
    ("f:live", "IMPLICIT_DENY", "ALLOW", "IMPLICIT_DENY"),
    (f"{ARN}:live", "IMPLICIT_DENY", "ALLOW", "IMPLICIT_DENY"),
    (Unknown("later", ("F",), suffix=":live", present=True),
     "IMPLICIT_DENY", "ALLOW", "IMPLICIT_DENY"),
    (ref("A"), "IMPLICIT_DENY", "ALLOW", "IMPLICIT_DENY"),
    (ref("V"), "IMPLICIT_DENY", "UNKNOWN", "UNKNOWN"),
    ("g", "IMPLICIT_DENY", "IMPLICIT_DENY", "IMPLICIT_DENY"),
    (f"{OTHER}:function:f", "IMPLICIT_DENY", "IMPLICIT_DENY", "IMPLICIT_DENY"),
    (LATER, "UNKNOWN", "UNKNOWN", "UNKNOWN"),
])  # fmt: skip
def test_what_a_permission_is_about(name: Any, plain: str, live: str, other: str) -> None:
    found = world(FUNCTION, ALIAS, VERSION, permission(name))
    asked = [said(found, "*", INVOKE, on) for on in (ARN, f"{ARN}:live", f"{ARN}:other")]
    assert asked == [plain, live, other]


@pytest.mark.parametrize(("qualifier", "outcomes"), [
    (None, ["ALLOW", "UNKNOWN"]), ("live", ["IMPLICIT_DENY", "ALLOW"]),
    ("old", ["IMPLICIT_DENY", "IMPLICIT_DENY"]), (LATER, ["IMPLICIT_DENY", "UNKNOWN"]),
])  # fmt: skip
def test_terraform_writes_it_apart(qualifier: Any, outcomes: list[str]) -> None:
    one = permission("f")
    one.unmapped = {"qualifier": qualifier}
    found = world(FUNCTION, one)
    assert [said(found, "*", INVOKE, on) for on in (ARN, f"{ARN}:live")] == outcomes


@pytest.mark.parametrize(("name", "on"), [
    ("f", ARN), ("f:live", f"{ARN}:live"), (ref("A"), f"{ARN}:live"), (ref("V"), f"{ARN}:*"),
])  # fmt: skip
def test_an_open_alias_is_open(name: Any, on: str) -> None:
    found = world(FUNCTION, ALIAS, VERSION, permission(name))
    assert {one.resource for one in public(found)} == {on}
    assert {one.resource for one in external(found)} == {on}
    assert not_followed(found) == ()


def test_a_permission_of_a_function_elsewhere() -> None:
    assert [one.address for one in not_followed(world(FUNCTION, permission("g:live")))] == ["P"]


def test_an_action_that_is_not_known_is_a_way_in() -> None:
    one = permission("f", Action=LATER, Principal=OTHER)
    (way,) = external(world(FUNCTION, one))
    assert way.answer.outcome.value == "UNKNOWN"


URL = "lambda:InvokeFunctionUrl"


@pytest.mark.parametrize(("origin", "told", "outcome"), [
    ("terraform", {"AuthType": "NONE"}, "CONDITIONAL"),
    ("terraform", {"AuthType": LATER}, "UNKNOWN"),
    ("terraform", {"AuthType": "AWS_IAM"}, "IMPLICIT_DENY"),
    ("terraform", {"AuthType": "NONE", "Qualifier": "live"}, "IMPLICIT_DENY"),
    ("cloudformation", {"AuthType": "NONE"}, "IMPLICIT_DENY"),
])  # fmt: skip
def test_terraform_opens_a_url_without_credentials(
    origin: Any, told: dict[str, Any], outcome: str
) -> None:
    url = resource("Lambda::Url", "U", TargetFunctionArn="f", **told)
    url.origin = origin
    found = world(FUNCTION, url)
    assert said(found, "*", URL, ARN) == outcome
    where = {one.resource for one in public(found)}
    assert where == ({f"{ARN}:live"} if "Qualifier" in told else {ARN} if outcome != "IMPLICIT_DENY"
                     else set())  # fmt: skip
