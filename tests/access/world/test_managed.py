"""AWS managed policies: the data, which text counts, and that the date is said."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import zlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from access.world.worlds import HOME, ME, OTHER, allow, ask, policy, resource, role, said, world
from partywall.access.changes import changes
from partywall.access.rules import rules_of
from partywall.access.world import Home, World
from partywall.access.world.managed import DATA, as_of, is_of_aws, published
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown

SCRIPT = Path(__file__).parents[3] / "scripts" / "compile_managed_policies.py"
PUBLISHED = json.loads(aws_managed_policies_data)
AWS = "arn:aws:iam::aws:policy"
READ_ONLY = f"{AWS}/ReadOnlyAccess"
INSTANCE = f"arn:aws:ec2:eu-west-1:{ME}:instance/i-1"
START, LOOK = "ec2:StartInstances", "ec2:DescribeInstances"


def compiled(policies: dict[str, Any]) -> bytes:
    spec = importlib.util.spec_from_file_location("compile_managed_policies", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: bytes = module.compile_policies(policies, "moto 0")
    return found


def managed(arn: str, *statements: Any) -> Resource:
    return Resource(
        type="AWS::IAM::ManagedPolicy", address=f"policy {arn}", names=(arn,),
        properties={"ManagedPolicyName": arn.rpartition("/")[2],
                    "PolicyDocument": policy(*statements)},
    )  # fmt: skip


class TestData:
    """The file, as it was compiled."""

    def test_it_is_small(self) -> None:
        assert DATA.stat().st_size < 500_000

    def test_every_document_is_there_and_understood(self) -> None:
        source = msgspec.msgpack.decode(DATA.read_bytes())["source"]
        if source != f"moto {importlib.metadata.version('moto')}":
            pytest.skip(f"the data are of {source}")
        for name, one in PUBLISHED.items():
            found = published(f"{AWS}{one['Path']}{name}")
            assert found is not None, name
            assert json.loads(found.text) == one["Document"]
            assert (found.version, found.edited) == (
                one["DefaultVersionId"], one["UpdateDate"][:10]
            )  # fmt: skip
            rules = rules_of(found.text)
            assert rules.flaw is None, name
            assert rules.rules, name
            assert all(rule.flaw is None for rule in rules.rules), name
        assert as_of() == max(one["UpdateDate"][:10] for one in PUBLISHED.values())

    def test_same_policies_same_bytes(self) -> None:
        few = dict(list(PUBLISHED.items())[:300])
        turned = dict(reversed(few.items()))
        assert compiled(few) == compiled(turned)
        blocks = msgspec.msgpack.decode(compiled(few))["blocks"]
        assert sum(zlib.decompress(one).count(b"\n") + 1 for one in blocks) == 300

    @pytest.mark.parametrize("arn", [
        f"{AWS}/NewerThanTheData",
        f"{AWS}/AWSLambdaBasicExecutionRole",  # its path is /service-role/
        f"{AWS}/readonlyaccess",
        "arn:aws-cn:iam::aws:policy/ReadOnlyAccess",
        "arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess",
        f"arn:aws:iam::{ME}:policy/ReadOnlyAccess",
        "ReadOnlyAccess",
        "",
    ])  # fmt: skip
    def test_what_it_does_not_have(self, arn: str) -> None:
        assert published(arn) is None

    def test_administration_is_the_same_everywhere(self) -> None:
        found = published("arn:aws-cn:iam::aws:policy/AdministratorAccess")
        assert found is not None and found.said.endswith(f"as of {as_of()}, the same in aws-cn")

    def test_of_aws(self) -> None:
        assert is_of_aws("arn:aws-cn:iam::aws:policy/x")
        assert not is_of_aws(f"arn:aws:iam::{ME}:policy/x")
        assert not is_of_aws(Unknown("later"))


@pytest.mark.parametrize(("more", "resources", "outcome"), [
    ({"ManagedPolicyArns": [READ_ONLY]}, [], "IMPLICIT_DENY"),
    ({"ManagedPolicyArns": [f"{AWS}/AmazonEC2FullAccess"]}, [], "ALLOW"),
    ({"ManagedPolicyArns": [f"{AWS}/AWSDenyAll", f"{AWS}/AmazonEC2FullAccess"]}, [],
     "EXPLICIT_DENY"),
    ({"ManagedPolicyArns": [f"{AWS}/PowerUserAccess"], "PermissionsBoundary": READ_ONLY}, [],
     "IMPLICIT_DENY"),
    ({"ManagedPolicyArns": [Unknown("the partition", among=(
        READ_ONLY, "arn:aws-cn:iam::aws:policy/ReadOnlyAccess"))]}, [], "IMPLICIT_DENY"),
    # the input's own text of AWS's policy counts, whatever the data have
    ({"ManagedPolicyArns": [READ_ONLY]}, [managed(READ_ONLY, allow(START))], "ALLOW"),
    # and no other policy's does that has its name
    ({"ManagedPolicyArns": [READ_ONLY]},
     [managed(f"arn:aws:iam::{ME}:policy/ReadOnlyAccess", allow(START))], "IMPLICIT_DENY"),
    ({"ManagedPolicyArns": [f"arn:aws:iam::{OTHER}:policy/m"]},
     [resource("IAM::ManagedPolicy", "M", ManagedPolicyName="m", PolicyDocument=policy(allow()))],
     "UNKNOWN"),
    ({"ManagedPolicyArns": [f"arn:aws:iam::{ME}:policy/team/m"]},
     [resource("IAM::ManagedPolicy", "M", ManagedPolicyName="m", PolicyDocument=policy(allow()))],
     "UNKNOWN"),
    ({"ManagedPolicyArns": [f"arn:aws:iam::{ME}:policy/team/m"]},
     [resource("IAM::ManagedPolicy", "M", ManagedPolicyName="m", Path="/team/",
               PolicyDocument=policy(allow()))], "ALLOW"),
])  # fmt: skip
def test_which_text_counts(more: Any, resources: list[Resource], outcome: str) -> None:
    assert said(world(role(**more), *resources), "app", START, INSTANCE) == outcome


def test_another_input_brings_the_text() -> None:
    plan, export = Estate([role(ManagedPolicyArns=[READ_ONLY])]), Estate([
        managed(READ_ONLY, allow(START))
    ])  # fmt: skip
    for estates in ([plan, export], [export, plan]):
        answer = ask(World(estates, HOME), "app", START, INSTANCE)
        assert answer.outcome.value == "ALLOW"
        assert not [one for one in answer.assumed if "managed policy" in one]


def test_the_date_is_said() -> None:
    fact = f"AWS managed policy ReadOnlyAccess {published(READ_ONLY).version} as of {as_of()}"  # type: ignore[union-attr]
    for key, value in (("ManagedPolicyArns", [READ_ONLY]), ("PermissionsBoundary", READ_ONLY)):
        app = role("app", allow(), **{key: value})
        for action in (START, LOOK):
            assert fact in ask(world(app), "app", action, "*").assumed
    assert world(role(ManagedPolicyArns=[READ_ONLY])).rests_on == (fact,)
    assert world(role()).rests_on == ()


def test_elsewhere_only_the_name_is_known() -> None:
    app = role(ManagedPolicyArns=["arn:aws-cn:iam::aws:policy/ReadOnlyAccess"])
    there = world(app, home=Home(ME, "cn-north-1"))
    answer = ask(there, "app", START, "*")
    assert answer.outcome.value == "UNKNOWN"
    assert "the AWS managed policy ReadOnlyAccess is not in the input" in answer.because


def test_a_text_that_one_input_has_counts_in_both() -> None:
    app, old = role(ManagedPolicyArns=[READ_ONLY]), managed(READ_ONLY, allow("s3:GetObject"))
    found = changes(world(app, old), world(app))
    assert not found.allows.changes and not found.no_longer.changes
    assert found.allows.unknown == found.no_longer.unknown == ()
    assert not [one for one in found.assumed if "AWS managed policy" in one]
