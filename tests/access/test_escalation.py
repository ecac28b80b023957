"""Escalation: every way on a minimal world, with and without each constraint; chains; an oracle."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest

from access.asking import ME, OTHER
from access.worlds import (
    arn,
    attached,
    can,
    cannot,
    held,
    policies,
    role,
    trusts,
    user,
    world,
)
from partywall.access.catalogue import find
from partywall.access.escalation.chains import CONDITIONAL, SURE, UNTOLD, Chain, escalations
from partywall.access.escalation.paths import COMPILED, Way, actions, compile_all, ways
from partywall.access.escalation.world import Group, Held, Holder, Identity, Treasure, World
from partywall.access.requester import parse_requester

FULL = can("*")
MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
SAML = arn("saml-provider", "corp")
OIDC = arn("oidc-provider", "gitlab.example")
TEAM = arn("group", "team")
HELD = arn("policy", "held")
ADMIN = can("iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy")
ALL = tuple(ways())


def minimal(way: Way, mine: Any, **more: Any) -> World:
    """A world in which `ann` needs nothing but the way, with the policy `mine`, to be admin."""
    kind = "role" if "role" in way.principals and way.kind != "create" else "user"
    if way.kind in ("edit-group", "join") or way.bond == "group":
        kind = "user"
    make = user if kind == "user" else role
    fields: dict[str, Any] = {"policies": held(mine), **more}
    others: list[Any] = []
    if way.kind == "edit-group":
        fields["groups"] = (TEAM,)
        others = [Group("team", TEAM)]
    elif way.kind == "join":
        others = [Group("team", TEAM, held(FULL))]
    elif way.kind == "edit-policy":
        fields["policies"] = held(mine, bond="managed", arn=HELD)
    elif way.kind == "unbound":
        fields["policies"] = held(mine, ADMIN)
        fields.setdefault("boundary", policies(can(way.needs[0].action)))
    elif way.kind == "undeny":
        bond = {"group": "group inline"}.get(way.bond, way.bond)
        denial = attached(cannot("iam:Attach*", "iam:Update*", "iam:Create*"))
        group = TEAM if way.bond == "group" else ""
        deny = Held(denial, bond, HELD if bond == "managed" else "", group)
        fields["policies"] = (*held(mine, ADMIN), deny)
        fields["groups"] = (TEAM,)
        others = [Group("team", TEAM)]
    elif way.kind == "user":
        others = [user("god", FULL)]
    elif way.kind in ("assume", "retrust", "federate", "hold", "pass"):
        trust = {
            "assume": trusts(AWS=ME), "pass": trusts(Service=way.service),
            "federate": trusts("sts:*", Federated=SAML if "saml" in way.bond else OIDC),
        }.get(way.kind, trusts(Service="ec2.amazonaws.com"))  # fmt: skip
        others = [role("god", FULL, trust=trust, profiled=way.profiled)]
        whose = "god" if way.kind == "hold" else "nobody"
        if way.type:
            others.append(Holder("thing", way.type, thing(way), arn("role", whose)))
    return world(make("ann", **fields), *others)


def thing(way: Way) -> str:
    service, _, what = way.needs[-1].action.partition(":")
    return f"arn:aws:{service.lower()}:eu-west-1:{ME}:{what.lower()}/thing"


def needed(way: Way) -> list[str]:
    found = [need.action for need in way.needs]
    return (
        [*dict.fromkeys(found), "iam:PassRole"] if way.kind == "pass" else [*dict.fromkeys(found)]
    )


def grant(way: Way, **more: Any) -> Any:
    """All that the way needs; for somebody new, only under a path (or it is administration)."""
    if way.kind == "create":
        more = {"on": [f"arn:aws:iam::{ME}:{way.principals[0]}/made*"], **more}
    return can(*needed(way), **more)


def chain(found: World, start: str = "ann") -> Chain | None:
    chains = [one for one in escalations(found).chains if one.start == start]
    return next((one for one in chains if one.goal == "administrator"), None)


def level(found: World) -> int | None:
    one = chain(found)
    return None if one is None else one.level


@pytest.mark.parametrize("way", ALL, ids=lambda way: way.id)
def test_the_way_leads_to_administrator(way: Way) -> None:
    found = chain(minimal(way, grant(way)))
    assert found is not None
    assert found.steps[0].ways == (way,)
    assert found.level == (UNTOLD if way.id == "add-oidc-client-id" else SURE)


@pytest.mark.parametrize("way", ALL, ids=lambda way: way.id)
def test_each_need_is_needed(way: Way) -> None:
    for one in needed(way):
        rest = [action for action in needed(way) if action != one]
        found = chain(minimal(way, can(*rest, "s3:Get*")))
        assert found is None or found.steps[0].ways != (way,), one


@pytest.mark.parametrize("way", ALL, ids=lambda way: way.id)
def test_constraints_bar_the_way(way: Way) -> None:
    """A denial by the SCP, a boundary without the action, another resource, another condition."""
    full, first = grant(way), needed(way)[-1]
    scps = (policies(FULL, cannot(first)),)
    assert level(minimal(way, full, scps=scps)) is None, "SCP"
    assert level(minimal(way, full, scps=((),))) is None, "SCP that allows nothing"
    if way.kind != "unbound":
        rest = [one for one in needed(way) if one != first]
        bound = policies(can("s3:Get*", *rest))
        assert level(minimal(way, full, boundary=bound)) is None, "boundary"
    elsewhere = grant(way, on="arn:aws:s3:::nothing")
    assert level(minimal(way, elsewhere)) is None, "resource"
    never = grant(way, Condition={"StringEquals": {"aws:PrincipalAccount": OTHER}})
    assert level(minimal(way, never)) is None, "condition that never holds"


@pytest.mark.parametrize("way", ALL, ids=lambda way: way.id)
def test_a_condition_is_told_and_no_alarm(way: Way) -> None:
    found = chain(minimal(way, grant(way, Condition=MFA)))
    assert found is not None
    assert found.level == (UNTOLD if way.id == "add-oidc-client-id" else CONDITIONAL)
    assert "aws:MultiFactorAuthPresent = true" in str(found.when)


def test_the_compiled_ways_are_the_written_ways() -> None:
    assert COMPILED.read_bytes() == compile_all(), "run scripts/compile_escalation.py"


def test_the_data_name_real_actions_and_types() -> None:
    assert len(ALL) >= 45
    assert len({way.id for way in ALL}) == len(ALL)
    for way in ALL:
        assert way.source
        for need in way.needs:
            action = find(need.action)
            assert action is not None, need
            types = {one.name for one in action.resource_types}
            assert need.on in types | {"", "target"} or need.on.startswith("arn:"), need
    assert all(find(one) for one in actions())


PASS = can("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction")
GOD = role("god", FULL, trust=trusts(Service="lambda.amazonaws.com"))


@pytest.mark.parametrize(("condition", "expected"), [
    ({"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}, SURE),
    ({"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}, None),
    ({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}, SURE),  # anybody may choose it
    (MFA, CONDITIONAL),
    ({"Bool": {"aws:ViaAWSService": "true"}}, CONDITIONAL),
])  # fmt: skip
def test_conditions_of_passing_a_role(condition: Any, expected: int | None) -> None:
    passing = can("iam:PassRole", Condition=condition)
    mine = can("lambda:CreateFunction", "lambda:InvokeFunction")
    assert level(world(user("ann", passing, mine), GOD)) == expected


def test_the_requester_chooses_the_region() -> None:
    mine = can("lambda:*", Condition={"StringEquals": {"aws:RequestedRegion": "eu-west-1"}})
    assert level(world(user("ann", can("iam:PassRole"), mine), GOD)) == SURE


@pytest.mark.parametrize(("name", "expected"), [("team-*", SURE), ("*", SURE), ("god", None)])
def test_new_things_go_where_they_may(name: str, expected: int | None) -> None:
    """Creating and invoking must be allowed on one function, whatever it is called."""
    create = can("lambda:CreateFunction", on=f"arn:aws:lambda:*:{ME}:function:{name}")
    invoke = can("lambda:InvokeFunction", on=f"arn:aws:lambda:*:{ME}:function:team-a*")
    found = level(world(user("ann", can("iam:PassRole"), create, invoke), GOD))
    assert found == expected


def test_a_boundary_that_must_be_there_holds() -> None:
    """Whoever may only make roles with a boundary does not get rid of it."""
    bounded = {"StringEquals": {"iam:PermissionsBoundary": arn("policy", "b")}}
    guarded = can("iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", Condition=bounded)
    assert level(world(user("ann", guarded))) is None


def test_a_bounded_role_with_any_policy_stays_bounded() -> None:
    bounded = role(
        "ann", can("iam:PutRolePolicy"), boundary=policies(can("s3:*", "iam:PutRolePolicy"))
    )
    assert level(world(bounded)) is None


def test_chains_are_shortest_and_cycles_end() -> None:
    def hop(name: str, *onward: str) -> Identity:
        on = [arn("role", one) for one in onward]
        return role(name, can("sts:AssumeRole", on=on), trust=trusts(AWS=ME))

    found = world(
        user("ann", can("sts:AssumeRole", on=[arn("role", "a"), arn("role", "b")])),
        hop("a", "b", "c"), hop("b", "a", "d"), hop("c", "d"), hop("d", "a", "god"),
        role("god", FULL, trust=trusts(AWS=ME)),
    )  # fmt: skip
    one = chain(found)
    assert one is not None
    assert [step.target.name for step in one.steps] == ["b", "d", "god"]


def test_a_sure_chain_goes_before_a_shorter_one_under_conditions() -> None:
    found = world(
        user("ann", can("sts:AssumeRole", on=arn("role", "god"), Condition=MFA),
             can("sts:AssumeRole", on=arn("role", "a"))),
        role("a", can("sts:AssumeRole"), trust=trusts(AWS=ME)),
        role("god", FULL, trust=trusts(AWS=ME)),
    )  # fmt: skip
    one = chain(found)
    assert one is not None and one.level == SURE
    assert len(one.steps) == 2


def test_editing_whom_one_becomes() -> None:
    """Neither the role nor its editing is enough alone."""
    weak = role("weak", can("s3:GetObject"), trust=trusts(AWS=arn("user", "ann")))
    edit = can("iam:PutRolePolicy", on=arn("role", "weak"))
    one = chain(world(user("ann", edit), weak))
    assert one is not None
    assert [way.id for way in one.steps[0].ways] == ["put-role-policy", "assume-role"]
    assert level(world(user("ann", edit), role("weak", can("s3:GetObject")))) is None


def test_outsiders() -> None:
    """A repository by its token, another account by its role."""
    deploy = role("deploy", FULL, trust=trusts(
        "sts:AssumeRoleWithWebIdentity", {"StringLike": {"gitlab.example:sub": "project:x"}},
        Federated=OIDC))  # fmt: skip
    audit = role("audit", FULL, trust=trusts(AWS=OTHER))
    pipeline = Identity("pipeline", parse_requester(OIDC), outside=True)
    stranger = Identity("stranger", parse_requester(arn("role", "any", OTHER)), held(FULL),
                        outside=True)  # fmt: skip
    found = world(deploy, audit, pipeline, stranger)
    one, other = chain(found, "pipeline"), chain(found, "stranger")
    assert one is not None and one.level == CONDITIONAL
    assert other is not None and other.level == SURE
    assert [name for name, _ in escalations(found).administrators] == ["audit", "deploy"]


def test_treasures() -> None:
    """Who has the resource needs no chain, who has not gets the shortest."""
    secret = f"arn:aws:secretsmanager:eu-west-1:{ME}:secret:pay-1"
    treasure = Treasure("pay", "AWS::SecretsManager::Secret", secret,
                        "secretsmanager:GetSecretValue", ME)  # fmt: skip
    found = escalations(world(
        user("ann", can("sts:AssumeRole")),
        role("reader", can("secretsmanager:Get*"), trust=trusts(AWS=ME)), treasure,
    ))  # fmt: skip
    assert [(one.start, one.goal, one.end) for one in found.chains] == [("ann", "pay", "reader")]


def test_what_cannot_be_read_is_told() -> None:
    found = escalations(world(user("ann", "no policy")))
    assert found.unread == (("ann", "policy 0"),)


def reachable(edges: dict[str, set[str]], start: str) -> set[str]:
    """Everybody that can be reached, by walking until nothing is new."""
    found = {start}
    while True:
        more = {two for one in found for two in edges.get(one, set())} - found
        if not more:
            return found
        found |= more


@pytest.mark.parametrize("seed", range(25))
def test_reachability_is_that_of_brute_force(seed: int) -> None:
    """Random trusts and grants: a chain to administrator exactly where a walk finds one."""
    dice = random.Random(seed)
    names = [f"r{n}" for n in range(9)]
    admins = set(dice.sample(names, 1))
    trusting = {one: dice.sample(names, 3) for one in names}
    asking = {one: dice.sample(names, 3) for one in names}
    editing = {one: dice.sample(names, 1) if dice.random() < 0.3 else [] for one in names}
    identities = []
    for one in names:
        mine = [can("sts:AssumeRole", on=[arn("role", two) for two in asking[one]])]
        if editing[one]:
            mine.append(can("iam:UpdateAssumeRolePolicy", on=arn("role", editing[one][0])))
        if one in admins:
            mine.append(FULL)
        named = [arn("role", two) for two in trusting[one]]
        whole = dice.random() < 0.3
        trusting[one] = names if whole else trusting[one]
        trust = trusts(AWS=ME) if whole else trusts(AWS=named)
        identities.append((role(one, *mine, trust=trust), whole))
    wholes = {one.name for one, whole in identities if whole}
    edges: dict[str, set[str]] = {
        one: {
            two for two in names
            if two != one and (
                (two in wholes and two in asking[one])
                or (two not in wholes and one in trusting[two])
                or two in editing[one]
            )
        }
        for one in names
    }  # fmt: skip
    found = escalations(world(*[one for one, _ in identities]))
    expected = {one for one in names if one not in admins and reachable(edges, one) & admins}
    assert {one.start for one in found.chains} == expected
    for one in found.chains:
        assert all(step.target.name in edges[step.source] for step in one.steps)


def test_a_thousand_roles_take_about_a_second() -> None:
    base = [can("s3:Get*", on="arn:aws:s3:::logs/*"), can("logs:*"), can("sqs:*", on="*")]
    services = ["lambda.amazonaws.com", "ec2.amazonaws.com", "ecs-tasks.amazonaws.com"]
    found = []
    for n in range(1000):
        own = can("dynamodb:*", on=f"arn:aws:dynamodb:*:{ME}:table/t{n}")
        more = [PASS] if n % 100 == 0 else []
        documents = [FULL] if n % 250 == 1 else [*base, own, *more]
        found.append(role(f"r{n}", *documents, trust=trusts(Service=services[n % 3])))
    begin = time.process_time()
    chains = escalations(world(*found)).chains
    assert time.process_time() - begin < 3  # seconds, on a busy machine
    assert chains
