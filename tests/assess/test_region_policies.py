"""Whether service control policies keep an account out of other Regions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from access.world.worlds import ME, OTHER, allow, deny, policy, resource
from partywall.access.catalogue import read_on
from partywall.access.context import Context, Values
from partywall.access.decide import decide
from partywall.access.decision import Outcome
from partywall.access.layers.layer import Attached
from partywall.access.requester import parse_requester
from partywall.access.rules import rules_of
from partywall.access.situation import Request, Situation
from partywall.access.world import Home, World
from partywall.assess.data_services import SERVICES, writing
from partywall.assess.region_policies import RegionPolicies
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.resilience.residency import Prevention
from resilience.estates import ref

UNIT = "ou-abcd-12345678"
ALLOWED = ("eu-central-1", "eu-west-1")
GLOBAL = ["iam:*", "route53:*", "cloudfront:*", "sts:*", "kms:*", "s3:ListAllMyBuckets",
          "s3:*MultiRegionAccessPoint*"]  # fmt: skip
HERE = {"StringNotEquals": {"aws:RequestedRegion": list(ALLOWED)}}


def elsewhere(**more: Any) -> dict[str, Any]:
    """A Deny of all but global services outside of the Regions, in the shape that AWS documents."""
    return {
        "Sid": "Elsewhere", "Effect": "Deny", "NotAction": GLOBAL, "Resource": "*",
        "Condition": HERE, **more,
    }  # fmt: skip


def exempting(*arns: str) -> dict[str, Any]:
    return elsewhere(Condition={**HERE, "ArnNotLike": {"aws:PrincipalARN": list(arns)}})


def scp(*statements: dict[str, Any], name: str = "Scp", targets: Any = (ME,), **more: Any) -> Any:
    own = {"Type": "SERVICE_CONTROL_POLICY", "Content": policy(*statements)}
    return resource("Organizations::Policy", name, TargetIds=list(targets), **{**own, **more})


def account(parent: Any = "r-abcd", manager: str = "") -> Resource:
    found = resource("Organizations::Account", "Mine", ParentIds=[parent])
    arn = f"arn:aws:organizations::{manager}:account/o-abcd/{ME}"
    found.names = (arn,) if manager else (ME,)
    return found


def asked(
    *resources: Resource, regions: tuple[str, ...] = ALLOWED, home: str = ME,
    unseen: Unknown | None = None, services: tuple[str, ...] = ("rds", "s3", "sns"),
) -> Prevention:  # fmt: skip
    estate = Estate(resources, unseen=unseen)
    return RegionPolicies([estate], home, services).prevention(regions)


def verdict(*resources: Resource, **more: Any) -> str:
    return asked(*resources, **more).verdict


class TestProved:
    """A Deny that reaches every request to write."""

    def test_by_the_statement(self) -> None:
        found = asked(account(), scp(elsewhere()), services=SERVICES)
        assert (found.verdict, found.by) == ("proved", ("Scp/Elsewhere",))
        assert read_on() in found.why
        assert "service-linked" in " ".join(found.not_bound)

    @pytest.mark.parametrize("statement", [
        deny(Condition=HERE),
        deny(Condition={"StringNotLike": {"aws:RequestedRegion": list(ALLOWED)}}),
        deny(Condition={"StringNotEqualsIgnoreCase": {"aws:requestedregion": list(ALLOWED)}}),
        deny(["*"], Condition={"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}),
        deny(),
    ])  # fmt: skip
    def test_other_spellings(self, statement: dict[str, Any]) -> None:
        assert verdict(account(), scp(statement)) == "proved"

    def test_by_two_statements_together(self) -> None:
        of = ["s3:*", "dynamodb:*"]
        rest = {**deny(Condition=HERE), "NotAction": of}
        del rest["Action"]
        found = asked(
            account(), scp(deny(of, Condition=HERE), name="A"), scp(rest, name="B"),
            scp(deny("ec2:RunInstances", Condition=HERE), name="C"),
        )  # fmt: skip
        assert found.verdict == "proved"
        assert found.by == ("A/Statement[0]", "B/Statement[0]")

    def test_at_any_level(self) -> None:
        org = resource("Organizations::Organization", "Org")
        unit = resource("Organizations::OrganizationalUnit", "Unit", ParentId=ref("Org", "RootId"))
        for target in (ref("Unit"), ref("Org", "RootId"), ref("Mine")):
            mine = account(ref("Unit"))
            assert verdict(org, unit, mine, scp(elsewhere(), targets=[target])) == "proved"

    def test_who_exempts_service_linked_roles_exempts_nobody(self) -> None:
        role = f"arn:aws:iam::{ME}:role/aws-service-role/*"
        assert verdict(account(), scp(exempting(role))) == "proved"

    def test_of_another_partition(self) -> None:
        statement = deny(Condition={"StringNotEquals": {"aws:RequestedRegion": "cn-north-1"}})
        assert verdict(account(), scp(statement), regions=("cn-north-1",)) == "proved"


class TestRefuted:
    """A request that no SCP denies, where the whole way up is in the input."""

    def refuted(self, *statements: dict[str, Any], regions: tuple[str, ...] = ALLOWED) -> Any:
        found = asked(account(), scp(*statements), regions=regions)
        assert found.verdict == "refuted", found
        assert {one.region for one in found.requests}.isdisjoint(regions)
        assert all(one.action in writing(one.action.split(":")[0]) for one in found.requests)
        assert "binds the account" in " ".join(found.assumed)
        return found.requests

    def test_a_region_more_than_allowed(self) -> None:
        requests = self.refuted(elsewhere(), regions=("eu-west-1",))
        assert {one.region for one in requests} == {"eu-central-1"}
        assert {one.action.split(":")[0] for one in requests} == {"rds", "s3", "sns"}

    def test_an_exempt_service(self) -> None:
        statement = elsewhere(NotAction=[*GLOBAL, "sns:*"])
        (one,) = self.refuted(statement)
        assert one.action.startswith("sns:")

    def test_an_exempt_principal(self) -> None:
        role = f"arn:aws:iam::{ME}:role/BreakGlass"
        requests = self.refuted(exempting("arn:aws:iam::*:role/BreakGlass"))
        assert {one.principal for one in requests} == {role}

    def test_other_circumstances(self) -> None:
        weak = elsewhere(Condition={**HERE, "Bool": {"aws:ViaAWSService": "false"}})
        requests = self.refuted(weak)
        assert all("aws:ViaAWSService true" in one.context for one in requests)

    def test_a_deny_of_reading_only(self) -> None:
        self.refuted(deny(["s3:Get*", "s3:List*"], Condition=HERE))


class TestUnknown:
    """What nobody sees is neither."""

    @pytest.mark.parametrize("resources, why", [
        ((), "no SCP"),
        ((account(),), "no SCP"),
        ((account(), scp(elsewhere(), targets=[OTHER])), "no SCP"),
        ((account(), resource("Organizations::Policy", "R", Type="RESOURCE_CONTROL_POLICY",
                              TargetIds=[ME], Content=policy(elsewhere(Principal="*")))), "no SCP"),
        ((scp(elsewhere()),), "unless it manages"),
        ((account(manager=ME), scp(elsewhere())), "manages its organization"),
        ((account(), scp(Content=Unknown("later"))), "not"),
        ((account(), scp(elsewhere(Effect=Unknown("later")))), "effect"),
        ((account(), scp(elsewhere(NotAction=Unknown("later")))), ""),
        ((account(), scp(elsewhere(Condition=Unknown("later")))), ""),
        ((account(), scp(elsewhere(Principal="*"))), "Principal"),
        ((account(), scp(elsewhere(), Type=Unknown("later"))), "binds this account"),
        ((account(UNIT), scp(elsewhere(), targets=["ou-else-where123"])), "binds this account"),
        ((account(UNIT), scp(deny("s3:*", Condition=HERE))), "units above"),
        ((account(), scp(deny("s3:*", Condition=HERE), Unknown("more"))), ""),
    ])  # fmt: skip
    def test_reasons(self, resources: tuple[Resource, ...], why: str) -> None:
        found = asked(*resources)
        assert found.verdict == "unknown"
        assert why in found.why

    def test_a_policy_that_may_not_be_made(self) -> None:
        perhaps = scp(elsewhere())
        perhaps.guard = (("Maybe", True),)
        assert verdict(account(), perhaps) == "unknown"
        assert verdict(account(), perhaps, scp(elsewhere(), name="Sure")) == "proved"

    def test_the_account(self) -> None:
        assert "--account" in asked(account(), scp(elsewhere()), home="").why

    def test_what_was_not_read(self) -> None:
        weak = (account(), scp(deny("s3:*", Condition=HERE)))
        assert verdict(*weak) == "refuted"
        assert verdict(*weak, unseen=Unknown("not read")) == "unknown"
        assert verdict(account(), scp(elsewhere()), unseen=Unknown("not read")) == "proved"

    def test_an_allow_list_that_may_stand_alone(self) -> None:
        inside = {"StringEquals": {"aws:RequestedRegion": list(ALLOWED)}}
        allows = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": inside}
        found = asked(account(), scp(allows))
        assert found.verdict == "unknown"
        assert "FullAWSAccess is attached beside Scp" in found.why

    def test_regions_to_come(self) -> None:
        """A list of all Regions that there are says nothing of the next."""
        from partywall.line.scope import regions

        others = sorted(regions() - set(ALLOWED))
        listed = deny(Condition={"StringEquals": {"aws:RequestedRegion": others}})
        found = asked(account(), scp(listed))
        assert found.verdict == "unknown"
        assert "may add" in found.why


def test_the_organization_of_another_input() -> None:
    mine, theirs = Estate([]), Estate([account(manager=OTHER), scp(elsewhere())])
    assert RegionPolicies([mine, theirs], ME, ["s3"]).prevention(ALLOWED).verdict == "proved"
    assert RegionPolicies([mine, theirs], OTHER, ["s3"]).prevention(ALLOWED).verdict == "unknown"


def test_every_service_writes() -> None:
    for one in SERVICES:
        assert writing(one), one
    assert "s3:CreateMultiRegionAccessPoint" not in writing("s3")
    assert "s3:GetObject" not in writing("s3")
    assert {"s3:PutObject", "s3:CreateBucket"} <= set(writing("s3"))


def test_what_is_proved_is_denied_one_by_one() -> None:
    """The oracle: every action in some Regions, asked of the procedure that decides requests."""
    found = World([Estate([account(), scp(elsewhere())])], Home(ME))
    assert RegionPolicies([Estate([account(), scp(elsewhere())])], ME).prevention(ALLOWED).by
    who = parse_requester(f"arn:aws:iam::{ME}:user/ann")
    everything = (Attached("all", rules_of(policy_text(allow()))),)
    for action in [one for service in SERVICES for one in writing(service)]:
        for region, outcome in (("us-east-1", Outcome.EXPLICIT_DENY), (ALLOWED[0], Outcome.ALLOW)):
            context = Context({"aws:requestedregion": Values((region,))})
            request = Request(who, action, f"arn:aws:{action.split(':')[0]}:::x", context)
            situation = Situation(identity=everything, scps=found.scps)
            assert decide(request, situation).outcome is outcome, (action, region)


def policy_text(*statements: dict[str, Any]) -> str:
    return json.dumps(policy(*statements))
