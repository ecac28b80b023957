"""What a change newly allows: table cases, and a loop over small worlds as oracle."""

from __future__ import annotations

import random
from typing import Any

import pytest

from access.world.worlds import (
    ME,
    OTHER,
    REGION,
    SAMPLE,
    STOREFRONT,
    STOREFRONT_HOME,
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
from partywall.access.changes import changes
from partywall.access.changes.change import Change, Direction
from partywall.access.context import Context, Values
from partywall.access.decision import DENIALS, Outcome
from partywall.access.world import Home, World
from partywall.assess.access import of_one_account
from partywall.estate.resource import Resource
from partywall.kernel.errors import QuestionError
from partywall.kernel.unknown import Unknown

ROLE = f"arn:aws:iam::{ME}:role/app"
SHOP = "arn:aws:s3:::shop/*"
TLS = {"Bool": {"aws:SecureTransport": "true"}}
OPEN = dict.fromkeys(
    ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), False
)


def bucket(**more: Any) -> Resource:
    return resource("S3::Bucket", "Shop", **{
        "BucketName": "shop", "PublicAccessBlockConfiguration": OPEN,
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}, **more,
    })  # fmt: skip


def bucket_policy(*statements: Any) -> Resource:
    return resource(
        "S3::BucketPolicy", "ShopPolicy", Bucket="shop", PolicyDocument=policy(*statements)
    )


def named(principal: Any, *names: str, **more: Any) -> Any:
    return allow(list(names), SHOP, Principal=principal, **more)


def told(found: Direction) -> set[tuple[str, tuple[str, ...], str, str, str]]:
    """Changes in short: who, actions, resource, by whose policy, condition."""
    return {
        (one.name.rpartition("/")[2], one.actions, one.resource, one.by.split()[1],
         "" if one.shown.allowed_if is True else str(one.shown.allowed_if))
        for one in found.changes
    }  # fmt: skip


GET, PUT = "s3:GetObject", "s3:PutObject"


class TestIdentities:
    """What principals may do by their own policies."""

    def test_another_action(self) -> None:
        found = changes(world(role("app", allow(GET, SHOP))),
                        world(role("app", allow([GET, PUT], SHOP))))  # fmt: skip
        assert told(found.allows) == {("app", (PUT,), SHOP, "own", "")}
        assert not found.no_longer.changes
        assert not found.allows.unknown and not (found.not_compared or found.left_open)
        assert (found.new, found.gone) == ((), ())

    def test_a_condition_comes_and_goes(self) -> None:
        free, bound = (world(role("app", allow(GET, SHOP, **more)))
                       for more in ({}, {"Condition": TLS}))  # fmt: skip
        found = changes(free, bound)
        assert not found.allows.changes
        assert told(found.no_longer) == {
            ("app", (GET,), SHOP, "own", "not (aws:SecureTransport = true)")
        }
        (one,) = found.no_longer.changes
        assert one.shown.request.context.get("aws:securetransport") == Values(("false",))

    def test_a_denial_goes(self) -> None:
        found = changes(world(role("app", allow(GET, SHOP), deny("s3:*", "arn:aws:s3:::shop/p*"))),
                        world(role("app", allow(GET, SHOP))))  # fmt: skip
        (one,) = found.allows.changes
        assert (one.actions, one.shown.partly) == ((GET,), True)
        assert one.shown.request.resource == "arn:aws:s3:::shop/p"

    def test_a_boundary_goes(self) -> None:
        """It said nothing of the action that is newly allowed."""
        text = policy(allow(GET))
        managed = resource("IAM::ManagedPolicy", "Limit", ManagedPolicyName="limit",
                           PolicyDocument=text)  # fmt: skip
        arn = f"arn:aws:iam::{ME}:policy/limit"
        mine = allow([GET, "sqs:SendMessage"])
        found = changes(world(managed, role("app", mine, PermissionsBoundary=arn)),
                        world(managed, role("app", mine)))  # fmt: skip
        assert told(found.allows) == {("app", ("sqs:SendMessage",), "*", "own", "")}

    def test_the_same_said_otherwise(self) -> None:
        one = world(role("app", allow([GET, PUT], SHOP)))
        other = world(role("app", allow(PUT, SHOP), allow("s3:getobject", SHOP)))
        found = changes(one, other)
        assert found.allows == Direction((), ()) == found.no_longer

    def test_new_and_gone(self) -> None:
        found = changes(world(role("app"), user("ann")),
                        world(role("app"), user("bob", allow(GET, SHOP))))  # fmt: skip
        assert found.new == (f"arn:aws:iam::{ME}:user/bob",)
        assert found.gone == (f"arn:aws:iam::{ME}:user/ann",)
        (one,) = found.allows.changes
        assert one.is_new and one.shown.denied is None and one.actions == (GET,)

    @pytest.mark.parametrize("change", [
        {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/NewerThanTheData"]},
        {"Policies": Unknown("later")},
    ])  # fmt: skip
    def test_a_policy_that_nobody_sees(self, change: Any) -> None:
        found = changes(world(role("app")), world(role("app", **change)))
        assert not found.allows.changes
        assert [one.name for one in found.allows.unknown] == [ROLE]
        back = changes(world(role("app", **change)), world(role("app")))
        assert [one.name for one in back.allows.unknown] == [ROLE]

    def test_what_neither_tells_is_named(self) -> None:
        open_ended = role("app", allow(GET, Unknown("var.bucket")))
        found = changes(world(open_ended), world(open_ended))
        assert [one.reasons for one in found.left_open] == [
            ("own/Statement[0] is not known in full",)
        ]
        unread = role("app", ManagedPolicyArns=[f"arn:aws:iam::{ME}:policy/elsewhere"])
        found = changes(world(unread), world(unread))
        assert "policy elsewhere is not in the input" in found.left_open[0].reasons[0]


class TestResources:
    """What policies of resources let in."""

    def test_public_comes_first(self) -> None:
        before = world(bucket(), role("app"))
        after = world(
            bucket(), bucket_policy(named("*", GET)), role("app", allow(PUT, SHOP)),
            resource("SQS::Queue", "Q", QueueName="q"),
        )  # fmt: skip
        found = changes(before, after).allows
        assert [one.is_public for one in found.changes] == [True, True, False, False]
        assert ("anybody without credentials", (GET,), SHOP, "policy", "") in told(found)
        assert ("app", (PUT,), SHOP, "own", "") in told(found)
        assert ("app", (GET,), SHOP, "policy", "") in told(found)

    def test_another_account(self) -> None:
        found = changes(world(bucket()), world(bucket(), bucket_policy(
            named({"AWS": OTHER}, GET, Condition=TLS)
        ))).allows  # fmt: skip
        assert told(found) == {
            (f"account {OTHER}", (GET,), SHOP, "policy", "aws:SecureTransport = true")
        }
        assert found.changes[0].is_from_outside

    def test_block_public_access_goes(self) -> None:
        shut = bucket(PublicAccessBlockConfiguration=dict.fromkeys(OPEN, True))
        opening = bucket_policy(named("*", GET))
        found = changes(world(shut, opening), world(bucket(), opening)).allows
        assert {one.name for one in found.changes} == {
            "anybody without credentials", "any principal of another account"
        }  # fmt: skip

    def test_a_public_acl_on_a_new_bucket(self) -> None:
        acl = bucket(
            AccessControl="PublicRead",
            OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]},
        )
        found = changes(world(), world(acl)).allows
        assert "s3:ListBucket" in {
            name for one in found.changes if one.is_public for name in one.actions
        }

    def test_a_denial_of_the_bucket_goes(self) -> None:
        """The principal stays as it is, and can do more."""
        app = role("app", allow(GET, SHOP))
        refused = bucket_policy(deny(GET, SHOP, Principal="*"))
        found = changes(world(bucket(), refused, app), world(bucket(), app)).allows
        assert told(found) == {
            ("app", (GET,), SHOP, "policy", ""),
            (f"the root user of {ME}", (GET,), SHOP, "policy", ""),
        }

    def test_a_denial_of_the_principal_goes_where_a_bucket_lets_it_in(self) -> None:
        opening = bucket_policy(named({"AWS": ROLE}, GET))
        found = changes(world(bucket(), opening, role("app", deny(GET))),
                        world(bucket(), opening, role("app"))).allows  # fmt: skip
        assert told(found) == {("app", (GET,), SHOP, "policy", "")}

    def test_what_a_bucket_leaves_to_the_account_is_told_once(self) -> None:
        leaving = bucket_policy(named({"AWS": ME}, GET))
        found = changes(world(bucket(), leaving, role("app")),
                        world(bucket(), leaving, role("app", allow(GET, SHOP)))).allows  # fmt: skip
        assert told(found) == {("app", (GET,), SHOP, "own", "")}

    def test_a_new_role_of_another_account(self) -> None:
        found = changes(world(), world(role("app", trust=trust({"AWS": OTHER})))).allows
        assert told(found) == {(f"account {OTHER}", ("sts:AssumeRole",), ROLE, "policy", "")}

    def test_tags_that_conditions_may_look_at(self) -> None:
        tagged = bucket(Tags=[{"Key": "team", "Value": "a"}])
        found = changes(world(bucket()), world(tagged))
        assert [one.resource for one in found.not_compared] == ["arn:aws:s3:::shop"]


def test_one_account() -> None:
    mine, nobodys = world(role("app")), world(role("app"), home=Home(region=REGION))
    assert [one.home.account for one in of_one_account(mine, nobodys)] == [ME, ME]
    with pytest.raises(QuestionError, match=f"of different accounts: {ME} and {OTHER}"):
        of_one_account(mine, world(role("app"), home=Home(OTHER)))


def test_endpoints_are_named() -> None:
    """No question tells whether a request goes through one."""
    gate = {"ServiceName": "com.amazonaws.eu-west-1.s3"}
    shut, wide = (
        resource("EC2::VPCEndpoint", "Gate", PolicyDocument=policy(one(Principal="*")), **gate)
        for one in (deny, allow)
    )
    found = changes(world(shut), world(wide))
    assert [one.reasons for one in found.not_compared] == [
        ("what goes through Gate, whose policy differs",)
    ]
    assert not changes(world(shut), world(shut)).not_compared


@pytest.mark.parametrize(("path", "home"), [(SAMPLE, Home()), (STOREFRONT, STOREFRONT_HOME)])
def test_an_estate_and_itself(path: Any, home: Home) -> None:
    found = changes(read(path, home), read(path, home))
    assert found.allows == Direction((), ()) == found.no_longer
    assert (found.new, found.gone) == ((), ())


# -- every request of a small universe as oracle

ACTIONS = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket")
PLACES = ("arn:aws:s3:::shop", "arn:aws:s3:::shop/a", "arn:aws:s3:::shop/p", "arn:aws:s3:::z/a")
ON = ("*", SHOP, "arn:aws:s3:::shop", "arn:aws:s3:::shop/p*", "arn:aws:s3:::*/a")
CONDITIONS: tuple[Any, ...] = (
    {}, {}, {"Condition": TLS}, {"Condition": {"StringEquals": {"s3:prefix": "x"}}},
    {"Condition": {"StringNotEquals": {"s3:prefix": ["x", "y"]}}},
)  # fmt: skip
WHOM: tuple[Any, ...] = ("*", {"AWS": ROLE}, {"AWS": ME}, {"AWS": OTHER})


def some(draw: random.Random, **more: Any) -> Any:
    make = draw.choice((allow, allow, deny))
    names = draw.sample((*ACTIONS, "s3:*", "s3:*Object"), draw.randint(1, 2))
    return make(names, draw.choice(ON), **draw.choice(CONDITIONS), **more)


def small(draw: random.Random) -> World:
    own, others = drawn(draw)
    return world(role("app", *own), *others)


def drawn(draw: random.Random) -> tuple[list[Any], list[Resource]]:
    """The statements of a role, and a bucket with or without a policy."""
    own = [some(draw) for _ in range(draw.randint(1, 3))]
    found = [bucket()]
    if draw.random() < 0.6:
        guards = [some(draw, Principal=draw.choice(WHOM)) for _ in range(draw.randint(1, 2))]
        for one in guards:
            one["Resource"] = draw.choice((SHOP, "arn:aws:s3:::shop", "arn:aws:s3:::shop/p*"))
        found.append(bucket_policy(*guards))
    return own, found


def contexts() -> list[Context]:
    return [
        Context({"aws:securetransport": Values((tls,)), "s3:prefix": prefix})
        for tls in ("true", "false")
        for prefix in (None, Values(("x",)), Values(("y",)), Values(("z",)))
    ]


def newly(before: World, after: World, who: str) -> set[str]:
    """The actions that some request of the universe has newly allowed, one by one."""
    found = set()
    for action in ACTIONS:
        for place in PLACES[1:] if action.endswith("Object") else PLACES[:1]:
            for context in contexts():
                now, then = (
                    one.ask(one.requester(who), action, one.target(place, action), context)
                    for one in (after, before)
                )
                if now.outcome is Outcome.ALLOW and then.outcome in DENIALS:
                    found.add(action)
    return found


def covered(found: Direction, who: str) -> set[str]:
    shown: list[Change] = [one for one in found.changes if one.requester.arn == who]
    assert all(one.shown.allowed.outcome is Outcome.ALLOW for one in shown)
    assert all(one.shown.denied is None or one.shown.denied.outcome in DENIALS for one in shown)
    return {name for one in shown for name in one.actions}


@pytest.mark.parametrize("seed", range(80))
def test_nothing_is_left_out(seed: int) -> None:
    """Whatever some request of the universe shows is told."""
    draw = random.Random(seed)
    before, after = small(draw), small(draw)
    found = changes(before, after)
    for who in (ROLE, "*"):
        for direction, worlds in (
            (found.allows, (before, after)),
            (found.no_longer, (after, before)),
        ):
            shown = newly(*worlds, who)
            assert shown <= covered(direction, who)


OF_AWS = {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/NewerThanTheData"]}


class TestPoliciesOfAws:
    """Policies of which the name alone is known, attached before and after."""

    def test_what_they_cannot_change_is_told(self) -> None:
        one, other = (
            world(role("app", allow([GET, *more], SHOP), **OF_AWS)) for more in ((), (PUT,))
        )
        found = changes(one, other)
        assert [doubt.actions for doubt in found.allows.unknown] == [(PUT,)]
        assert not found.allows.changes
        assert not found.no_longer.unknown

    def test_nor_where_a_resource_changed(self) -> None:
        """It lets in another account; what the role may do is as it was."""
        held = role("app", allow(GET, SHOP), **OF_AWS)
        one, other = (
            world(held, bucket(), bucket_policy(named({"AWS": ROLE}, GET), *more))
            for more in ((), (named({"AWS": OTHER}, GET),))
        )
        found = changes(one, other)
        assert [one.name for one in found.allows.changes] == [f"account {OTHER}"]
        assert not found.allows.unknown

    def test_one_that_goes_is_no_such_policy(self) -> None:
        one, other = (world(role("app", allow(GET, SHOP), **more)) for more in (OF_AWS, {}))
        assert changes(one, other).allows.unknown
        assert changes(one, other).no_longer.unknown

    @pytest.mark.parametrize("seed", range(40))
    def test_whatever_they_say_nothing_is_left_out(self, seed: int) -> None:
        """Each text that the policy may have: what it makes newly allowed is told or in doubt."""
        draw = random.Random(seed)
        sides = [drawn(draw) for _ in range(2)]
        before, after = (world(role("app", *own, **OF_AWS), *others) for own, others in sides)
        found = changes(before, after)
        for _ in range(4):
            text = [some(draw) for _ in range(draw.randint(0, 2))]
            known = [world(role("app", *own, *text), *others) for own, others in sides]
            for direction, worlds in ((found.allows, known), (found.no_longer, known[::-1])):
                doubted = {
                    name for one in direction.unknown if one.name == ROLE for name in one.actions
                }
                assert newly(worlds[0], worlds[1], ROLE) <= covered(direction, ROLE) | doubted
