"""What answers over an estate show for themselves: replays, certificates, and those of lists."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from access.test_certificates import mutations, resealed
from access.world.worlds import (
    ME,
    OTHER,
    SAMPLE,
    Json,
    allow,
    deny,
    policy,
    read,
    resource,
    role,
    trust,
    user,
    world,
)
from partywall.access.certificates import Uncertified
from partywall.access.checker import verify
from partywall.access.checker.decision import read_layers
from partywall.access.checker.language import Rejected
from partywall.access.checker.request import Asked, read_statements
from partywall.access.checker.worlds import settled
from partywall.access.context import read_context
from partywall.access.decide import decide
from partywall.access.indexing import Index
from partywall.access.questions.proofs import certificates, example, listing, replay
from partywall.access.questions.who import who
from partywall.access.requests import answer
from partywall.access.world import Home, World
from partywall.kernel.unknown import Unknown

ARN = f"arn:aws:iam::{ME}"
MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
LATER = Unknown("known after apply")


def vault(**more: Any) -> World:
    """A role that many may take on, or not, each for another reason."""
    trusted = trust({"AWS": [OTHER, f"arn:aws:iam::{OTHER}:user/eve", f"{ARN}:user/ann",
                             f"{ARN}:root"], "Service": "ec2.amazonaws.com"})  # fmt: skip
    return world(
        role("vault", trust=more.pop("trust", trusted)), user("ann"),
        user("bob", allow("sts:AssumeRole")), user("cleo", allow("sts:*", Condition=MFA)),
        user("dan", allow("sts:*"), deny("sts:*")), user("eva", allow("s3:*", on=LATER)),
        user("fay", ManagedPolicyArns=["arn:aws:iam::aws:policy/NewerThanTheData"]), **more,
    )  # fmt: skip


def listed(found: World) -> Json:
    return listing(found, "sts:AssumeRole", found.target("vault"))


def outcomes(certificate: Json) -> dict[str, str]:
    return {
        str(one["request"]["principal"]): one["decision"] for one in certificate["decisions"]
    }  # fmt: skip


def test_a_list_has_everybody_with_a_decision_or_the_reason_why_not() -> None:
    found = listed(vault())
    assert outcomes(found) == {
        f"{ARN}:user/ann": "ALLOW", f"{ARN}:user/bob": "ALLOW", f"{ARN}:user/cleo": "CONDITIONAL",
        f"{ARN}:user/dan": "EXPLICIT_DENY", f"{ARN}:user/eva": "IMPLICIT_DENY",
        f"{ARN}:role/vault": "IMPLICIT_DENY", f"{ARN}:root": "IMPLICIT_DENY",
        f"arn:aws:iam::{OTHER}:role/<any>": "ALLOW", f"arn:aws:iam::{OTHER}:user/eve": "ALLOW",
        "ec2.amazonaws.com": "ALLOW", "*": "IMPLICIT_DENY",
        "arn:aws:iam::<another account>:role/<any>": "IMPLICIT_DENY",
    }  # fmt: skip
    assert [one["principal"] for one in found["unproved"]] == [f"{ARN}:user/fay"]
    assert "NewerThanTheData" in found["unproved"][0]["because"]
    assert verify(found).startswith("of 13 principals 5 surely can sts:AssumeRole on")
    assert verify(found).endswith("1 may under conditions, 6 cannot, and of 1 it is not shown")


def test_who_and_its_list_agree() -> None:
    found = read(SAMPLE, Home())
    for action, on in [("sts:AssumeRole", "vendor-backup"), ("iam:PassRole", "orders")]:
        target = found.target(on, action)
        named = {one.requester.arn for one in who(found, Index(found), action, target).answers}
        proved = listing(found, action, target)
        let = {one for one, outcome in outcomes(proved).items() if "DENY" not in outcome}
        assert let | {one["principal"] for one in proved["unproved"]} == named
        assert verify(proved)


@pytest.mark.parametrize("spoil", [
    lambda one: one["decisions"].pop(),
    lambda one: one["decisions"].append(one["decisions"][0]) or one["decisions"].pop(1),
    lambda one: one.update(action="sts:TagSession"),
    lambda one: one.update(resource=f"{ARN}:role/other"),
    lambda one: one.update(unproved=one["unproved"] * 2),
    lambda one: one["unproved"].append({"principal": f"{ARN}:user/bob", "because": "so"}),
    lambda one: one["unproved"][0].pop("because"),
    lambda one: one.update(not_shown=[""]),
    lambda one: one.update(more=1),
    lambda one: one.update(decisions=[]),
])  # fmt: skip
def test_what_a_list_may_not_say(spoil: Callable[[Json], Any]) -> None:
    found = listed(vault())
    spoil(found)
    with pytest.raises(Rejected):
        verify(found)


@pytest.mark.parametrize("gone", [
    "*", "arn:aws:iam::<another account>:role/<any>", f"arn:aws:iam::{OTHER}:role/<any>",
    f"arn:aws:iam::{OTHER}:user/eve", f"{ARN}:user/ann", "ec2.amazonaws.com",
])  # fmt: skip
def test_nobody_whom_the_policy_names_is_left_out(gone: str) -> None:
    found = listed(vault())
    found["decisions"] = [
        one for one in found["decisions"] if one["request"]["principal"] != gone
    ]  # fmt: skip
    with pytest.raises(Rejected, match="there is no decision of"):
        verify(found)


STRANGER = "arn:aws:iam::<another account>:role/<any>"


@pytest.mark.parametrize(("name", "change"), [
    (STRANGER, {"identity_policies": []}),
    (STRANGER, {"permissions_boundary": [policy(allow("s3:*"))]}),
    (STRANGER, {"context": {}}),
    (STRANGER, {"context": {"aws:principalaccount": OTHER}}),
    (f"{ARN}:user/bob", {"resource_policy": trust({"AWS": f"{ARN}:user/bob"})}),
    (f"{ARN}:user/bob", {"resource_account": OTHER}),
    (f"{ARN}:user/bob", {"rcps": []}),
    (f"{ARN}:user/bob", {"scps": [[policy(allow())]]}),
])  # fmt: skip
def test_each_decision_is_about_the_same_resource_and_strangers_are_free(
    name: str, change: Json
) -> None:
    """Also when the decision itself would be true of the request that it has."""
    from partywall.access.certificates import certify

    found = listed(vault())
    for place, one in enumerate(found["decisions"]):
        if one["request"]["principal"] == name:
            line = json.dumps({**one["request"], **change}).encode()
            found["decisions"][place] = certify(line, unknown=True)
    with pytest.raises(Rejected):
        verify(found)


def test_no_change_of_a_list_is_accepted_that_changes_a_decision() -> None:
    found = listed(vault())
    count, dice = 0, random.Random(3)
    for what, new in mutations(found):
        if dice.random() > 0.1:
            continue
        count += 1
        try:
            verify(new)
        except Rejected:
            continue
        assert outcomes(new) == outcomes(found), what
        assert new["action"] == found["action"]
    assert count > 200


def test_changed_requests_of_a_list_are_rejected_or_decided_so() -> None:
    """Also when all hashes are put right."""
    found, dice = listed(vault()), random.Random(5)
    rejected = 0
    for place, one in enumerate(found["decisions"]):
        for what, new in mutations(one):
            if not what.startswith("('request', ") or dice.random() > 0.1:
                continue
            resealed(new)
            spoiled = copy.deepcopy(found)
            spoiled["decisions"][place] = new
            try:
                verify(spoiled)
            except Rejected:
                rejected += 1
                continue
            kept = answer(json.dumps(new["request"]).encode(), unknown=True)
            assert kept["decision"] == new["decision"], what
            assert new["request"]["resource_policy"] == one["request"]["resource_policy"], what
    assert rejected > 50


@pytest.mark.parametrize("identity", [
    [allow("sts:*"), allow("s3:*", on=LATER)],
    [allow("sts:*"), deny("s3:*", on=LATER)],
    [allow("sts:*"), deny("sts:*", Condition={"StringEquals": {"aws:x": LATER}})],
    [allow("sts:*", on=LATER)],
    [allow(LATER)],
    [allow("sts:*", on=Unknown("later", prefix="arn:aws:s3:::"))],
    [allow("sts:*"), deny("sts:*", on=Unknown("later", prefix=f"{ARN}:role/v"))],
])  # fmt: skip
def test_what_is_not_known_stands_in_a_certificate_or_prevents_it(identity: list[Json]) -> None:
    found = world(role("vault", trust=trust({"AWS": f"{ARN}:root"})), user("ann", *identity))
    said = found.ask(found.requester("ann"), "sts:AssumeRole", found.target("vault"))
    if said.outcome.value == "UNKNOWN":
        with pytest.raises(Uncertified):
            certificates(said)
        return
    (one,) = certificates(said)
    assert one["decision"] == said.outcome.value
    assert "unknown" in json.dumps(one["request"]["identity_policies"])
    again = answer(json.dumps(one["request"]).encode(), unknown=True)
    assert again["decision"] == one["decision"]
    for what, new in mutations(one):
        if not what.startswith("('request', 'identity_policies'"):
            continue
        resealed(new)
        try:
            verify(new)
        except Rejected:
            continue
        kept = answer(json.dumps(new["request"]).encode(), unknown=True)
        assert kept["decision"] == new["decision"], what


def test_every_yes_of_the_sample_is_replayed_and_certified() -> None:
    found = read(SAMPLE, Home())
    target = found.target(f"{found.roots[0].arn.removesuffix('root')}user/x")
    answers = who(found, Index(found), "iam:CreateUser", target).answers
    sure = [one for one in answers if one.outcome.value == "ALLOW"]
    assert sure and all(replay(one) == "" for one in sure)
    for one in answers:
        if one.outcome.value == "UNKNOWN":
            with pytest.raises(Uncertified, match="not modelled or not told"):
                certificates(one)
        else:
            assert [verify(each) for each in certificates(one)]


def test_a_replay_that_comes_to_something_else_is_told() -> None:
    found = vault()
    said = found.ask(found.requester("bob"), "sts:AssumeRole", found.target("vault"))
    assert replay(said) == ""
    (case,) = said.cases
    spoiled = replace(case, situation=replace(case.situation, resource=()))
    forged = replace(said, cases=(spoiled,))
    assert replay(forged) == "decided again it is IMPLICIT_DENY"


@pytest.mark.parametrize(("condition", "context"), [
    (MFA, {"aws:MultiFactorAuthPresent": "true"}),
    ({"StringLike": {"aws:PrincipalOrgID": ["o-1"]}, "Null": {"aws:SourceVpc": "true"}},
     {"aws:PrincipalOrgID": "o-1", "aws:SourceVpc": None}),
    ({"NumericLessThan": {"aws:MultiFactorAuthAge": "300"}}, {"aws:MultiFactorAuthAge": "-99700"}),
    ({"StringEquals": {"aws:SourceVpc": "${aws:PrincipalTag/vpc}"}}, None),
])  # fmt: skip
def test_a_yes_under_conditions_has_an_example(condition: Json, context: Json | None) -> None:
    found = world(role("vault", trust=trust({"AWS": f"{ARN}:root"})),
                  user("ann", allow("sts:*", Condition=condition)))  # fmt: skip
    said = found.ask(found.requester("ann"), "sts:AssumeRole", found.target("vault"))
    shown = example(said)
    assert (shown or {}).get("context") == context
    if shown is not None:
        again = replace(said.cases[0].request, context=read_context(shown["context"], LATER))
        assert decide(again, said.cases[0].situation).outcome.value == "ALLOW"


def test_what_is_sure_or_never_allowed_has_no_example() -> None:
    found = vault()
    for name in ("bob", "dan", "fay"):
        said = found.ask(found.requester(name), "sts:AssumeRole", found.target("vault"))
        assert example(said) is None


def test_a_resource_with_several_policies_is_written_as_one() -> None:
    found = world(
        resource("Lambda::Function", "Fn", FunctionName="fn"),
        resource("Lambda::Permission", "One", FunctionName="fn", Principal="s3.amazonaws.com",
                 Action="lambda:InvokeFunction"),
        resource("Lambda::Permission", "Two", FunctionName="fn", Principal="sns.amazonaws.com",
                 Action="lambda:InvokeFunction"),
    )  # fmt: skip
    target = found.target("fn", "lambda:InvokeFunction")
    for name in ("s3.amazonaws.com", "sns.amazonaws.com"):
        said = found.ask(found.requester(name), "lambda:InvokeFunction", target)
        (one,) = certificates(said)
        assert one["decision"] == "ALLOW"
        assert len(one["request"]["resource_policy"]["Statement"]) == 2


def test_a_resource_whose_policy_is_not_in_the_input_has_no_list() -> None:
    found = vault()
    with pytest.raises(Uncertified, match="not in the input"):
        listing(found, "s3:GetObject", found.target("arn:aws:s3:::elsewhere/x"))


def test_two_parts_that_are_not_known_for_the_same_reason_are_two() -> None:
    """The one may match what the other misses: that it is denied is not proved."""
    both = policy(allow("s3:*", on={"unknown": "later"}), deny("s3:*", on={"unknown": "later"}))
    request = {"principal": f"{ARN}:user/ann", "action": "s3:GetObject",
               "resource": "arn:aws:s3:::a/b", "identity_policies": [both]}  # fmt: skip
    asked = Asked(request, "unknown")
    allows, denies = read_layers(asked, list(read_statements(asked)))["identity policies"]
    assert settled(lambda world: allows(world) and not denies(world)) is None
