"""The questions over an estate, as people and programs ask them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.support import BROKEN, PLAN, ROOT, invoke
from partywall.access.world.managed import as_of

SAMPLE = ROOT / "examples" / "account" / "authorization-details.json"
TERRAFORM = ROOT / "examples" / "storefront" / "terraform"
TEMPLATE = ROOT / "examples" / "storefront" / "cloudformation"
HOME = ("--account", "111122223333", "--region", "eu-west-1")
ACCOUNT = "210987654321"
USER = f"arn:aws:iam::{ACCOUNT}:user/x"
SAME = ("storefront-worker", "s3:GetObject", "storefront-production-uploads")


def asked(*words: object) -> Any:
    done = invoke("access", *words, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize(("who", "action", "on", "says"), [
    ("administrator", "iam:CreateUser", USER, "Yes: "),
    ("alice", "iam:CreateUser", USER, "No: "),
    ("ivan", "iam:CreateUser", USER, "No, denied: "),
    ("ci-legacy", "iam:CreateUser", USER, "No: "),
    ("dave", "ec2:StopInstances", f"arn:aws:ec2:eu-west-1:{ACCOUNT}:instance/i-1", "Only if: "),
    ("judy", "iam:CreateUser", USER, "No: "),
])  # fmt: skip
def test_can(who: str, action: str, on: str, says: str) -> None:
    done = invoke("access", "can", who, action, on, SAMPLE)
    assert done.exit_code == 0
    assert done.stdout.startswith(says)
    assert "  assumed: " in done.stdout


def test_can_names_the_statements() -> None:
    done = invoke("access", "can", "administrator", "iam:CreateUser", USER, SAMPLE)
    assert "identity policies: Allow by AdministratorAccess" in done.stdout
    found = asked("can", "administrator", "iam:CreateUser", USER, SAMPLE)
    assert found["decision"] == "ALLOW"
    assert found["principal"] == f"arn:aws:iam::{ACCOUNT}:role/administrator"
    assert found["decisions"][0]["layers"][0]["layer"] == "identity policies"


@pytest.mark.parametrize("path", [PLAN, TERRAFORM, TEMPLATE])
def test_every_source_gives_the_same_answer(path: Path) -> None:
    done = invoke("access", "can", *SAME, path, *HOME)
    first = done.stdout.splitlines()[0]
    assert first.startswith("Only if: arn:aws:iam::111122223333:role/storefront-worker")
    assert "ALLOW if not (aws:SecureTransport = false)" in first


def test_why_shows_every_layer() -> None:
    done = invoke("access", "why", "ivan", "iam:PassRole", "app/orders", SAMPLE)
    assert done.exit_code == 2
    done = invoke("access", "why", "ivan", "iam:PassRole", "orders", SAMPLE)
    assert "permissions boundary: blocks: denies by boundary developer-boundary" in done.stdout
    assert "service control policies: lets it through" in done.stdout
    assert "VPC endpoint policies: lets it through" in done.stdout


def test_who() -> None:
    done = invoke("access", "who", "sts:AssumeRole", "vendor-backup", SAMPLE)
    assert done.stdout.splitlines()[:2] == [
        f"1 surely can sts:AssumeRole on arn:aws:iam::{ACCOUNT}:role/vendor-backup,"
        " 0 under conditions, of 0 it is not known.",
        "  ALLOW: account 456789012345",
    ]
    found = asked("who", "sqs:SendMessage", "storefront-mail", PLAN, *HOME)
    decided = {one["principal"]: one["decision"] for one in found["principals"]}
    assert decided["*"] == "ALLOW"


def test_who_says_what_is_not_seen() -> None:
    found = asked("who", "s3:GetObject", "arn:aws:s3:::acme-payroll/x", SAMPLE)
    assert "acme-payroll/x, which is not in the input" in found["policy_not_seen"]
    assert {one["decision"] for one in found["principals"]} == {"UNKNOWN"}
    supposed = {
        one["principal"].rpartition("/")[2]: one["without_that_policy"]["decision"]
        for one in found["principals"]
    }
    assert supposed["office-finance"] == "ALLOW"
    assert supposed["erin"] == "CONDITIONAL"
    assert "alice" not in supposed


def test_what() -> None:
    done = invoke("access", "what", "pipeline", SAMPLE)
    assert done.stdout.splitlines()[0].endswith("can, or may, do 5 actions of 3 services.")
    assert f"Write: PassRole on arn:aws:iam::{ACCOUNT}:role/stack-maker: ALLOW" in done.stdout
    found = asked("what", "judy", SAMPLE)
    assert found["policies_not_read"] == []
    assert found["rests_on"] == [f"AWS managed policy IAMReadOnlyAccess v4 as of {as_of()}"]


def test_public() -> None:
    found = asked("public", PLAN, *HOME)
    assert {one["address"] for one in found["openings"]} == {"aws_sqs_queue.mail"}
    done = invoke("access", "public", PLAN, *HOME)
    assert done.stdout.startswith("1 resource is open to everybody, 0 may be.")


def test_external() -> None:
    found = asked("external", SAMPLE)
    missing = {one["address"]: one["missing_conditions"] for one in found["ways_in"]}
    assert missing[f"arn:aws:iam::{ACCOUNT}:role/vendor-monitoring"] == []
    assert missing[f"arn:aws:iam::{ACCOUNT}:role/vendor-backup"] != []
    assert not any(one["perhaps_own"] for one in found["ways_in"])


def test_an_account_that_may_be_the_inputs_own_is_not_said_to_be_outside() -> None:
    def ways(*more: object) -> dict[str, set[bool]]:
        told: dict[str, set[bool]] = {}
        for one in asked("external", PLAN, *more)["ways_in"]:
            told.setdefault(one["who"], set()).add(one["perhaps_own"])
        return told

    assert ways()["account 111122223333"] == {True}
    assert ways()["the service lambda.amazonaws.com"] == {False}
    assert "account 111122223333" not in ways(*HOME)
    assert "may be your own: tell it with --account" in invoke("access", "external", PLAN).stdout


@pytest.mark.parametrize(("words", "says"), [
    (("can", "alcie", "s3:GetObject", "*", SAMPLE), "did you mean alice"),
    (("can", "alice", "s3:GetObjct", "*", SAMPLE), "did you mean s3:GetObject"),
    (("can", "alice", "s3:Get*", "*", SAMPLE), "is no action"),
    (("can", "alice", "s3:GetObject", "nowhere", SAMPLE), "no resource nowhere"),
    (("who", "sts:AssumeRole", "vendor-backpu", SAMPLE), "did you mean vendor-backup"),
    (("what", "nobody-at-all", SAMPLE), "no principal nobody-at-all"),
    (("can", "alice", "s3:GetObject", "*"), "PATH"),
])  # fmt: skip
def test_questions_about_what_is_not_there(words: tuple[object, ...], says: str) -> None:
    done = invoke("access", *words)
    assert done.exit_code == 2
    assert says in done.output


def test_incomplete_input(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text(BROKEN)
    done = invoke("access", "public", tmp_path / "broken.yaml")
    assert done.exit_code == 3
    done = invoke("access", "what", "alice", SAMPLE, tmp_path / "broken.yaml")
    assert done.exit_code == 3
    assert done.stdout.startswith(f"arn:aws:iam::{ACCOUNT}:user/alice")


def test_a_cut_export_decides_nothing_it_cannot_see(tmp_path: Path) -> None:
    export = json.loads(SAMPLE.read_text())
    (tmp_path / "page.json").write_text(json.dumps({**export, "IsTruncated": True}))
    done = invoke("access", "can", "ci-legacy", "iam:CreateUser", USER, tmp_path / "page.json")
    assert done.exit_code == 3
    assert done.stdout.startswith("Not known: ")


def test_same_input_same_bytes() -> None:
    for words in (("who", *SAME[1:]), ("external",), ("public",), ("what", SAME[0])):
        runs = {invoke("access", *words, PLAN, *HOME, "--format", "json").stdout for _ in range(2)}
        assert len(runs) == 1


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    template = """
Parameters: {Word: {Type: String, NoEcho: true, Default: hunter2hunter2}}
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      RoleName: app
      AssumeRolePolicyDocument: {Statement: []}
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: '*', Resource: '*',
                 Condition: {StringEquals: {'aws:x': !Ref Word}}}
"""
    (tmp_path / "t.yaml").write_text(template)
    done = invoke("access", "why", "app", "ec2:StartInstances", "*", tmp_path / "t.yaml")
    assert "hunter2" not in done.output
    assert done.exit_code == 0


def template(tmp_path: Path, name: str, *statements: Any, **more: Any) -> Path:
    """A template of one user with these statements, and of one bucket."""
    user = {"UserName": "ann", "Policies": [{"PolicyName": "own", "PolicyDocument": {
        "Version": "2012-10-17", "Statement": list(statements)}}]}  # fmt: skip
    resources = {"Ann": {"Type": "AWS::IAM::User", "Properties": user}, **more}
    file = tmp_path / f"{name}.json"
    file.write_text(json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}))
    return file


READS = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop/*"}
WRITES = READS | {"Action": "s3:PutObject", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}
TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "222222222222"}}
TRUSTING = {
    "Type": "AWS::IAM::Role",
    "Properties": {
        "RoleName": "vendor",
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [TRUST]},
    },
}


def test_compare_estates(tmp_path: Path) -> None:
    before, after = (
        template(tmp_path, "a", READS),
        template(tmp_path, "b", READS, WRITES, Vendor=TRUSTING),
    )
    done = invoke("access", "compare", before, after, *HOME)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[:9] == [
        "2 newly allowed (0 to everybody, 1 to others from outside), 0 no longer;"
        " of 0 it cannot be told.",
        "  new: arn:aws:iam::111122223333:role/vendor",
        "Newly allowed",
        "  account 222222222222: sts:AssumeRole on arn:aws:iam::111122223333:role/vendor",
        "    by the policy of the resource (Vendor)",
        "    shown by sts:AssumeRole on arn:aws:iam::111122223333:role/vendor: ALLOW,"
        " in the other IMPLICIT_DENY",
        "  arn:aws:iam::111122223333:user/ann: s3:PutObject on arn:aws:s3:::shop/*",
        "    by its own policies, if aws:SecureTransport = true",
        "    shown by s3:PutObject on arn:aws:s3:::shop/ with aws:SecureTransport = true: ALLOW,"
        " in the other IMPLICIT_DENY",
    ]
    assert invoke("access", "compare", before, after, *HOME, "--exit-code").exit_code == 1
    assert invoke("access", "compare", before, before, *HOME, "--exit-code").exit_code == 0


def test_compare_estates_for_programs(tmp_path: Path) -> None:
    before, after = template(tmp_path, "a", READS, WRITES), template(tmp_path, "b", READS)
    found = asked("compare", before, after, *HOME)
    assert found["newly_allowed"] == []
    (one,) = found["no_longer_allowed"]
    assert (one["actions"], one["condition"]) == (["s3:PutObject"], "aws:SecureTransport = true")
    assert (one["witness"]["before"], one["witness"]["after"]) == ("ALLOW", "IMPLICIT_DENY")
    assert one["witness"]["context"] == {"aws:SecureTransport": "true"}


def test_compare_two_of_a_kind(tmp_path: Path) -> None:
    estate, policy = template(tmp_path, "a", READS), tmp_path / "policy.json"
    policy.write_text(json.dumps({"Version": "2012-10-17", "Statement": [READS]}))
    assert invoke("access", "compare", estate, policy).exit_code == 2
    assert invoke("access", "compare", policy, policy).stdout.startswith("A and B permit the same")
    done = invoke("access", "compare", estate, estate, "--certificate", tmp_path / "proof.json")
    assert done.exit_code == 2
    broken = tmp_path / "broken.yaml"
    broken.write_text(BROKEN)
    assert invoke("access", "compare", broken, estate, *HOME).exit_code == 3


@pytest.mark.parametrize("path", [PLAN, TERRAFORM, TEMPLATE, SAMPLE])
def test_an_estate_permits_no_more_than_itself(path: Path) -> None:
    options = HOME if path != SAMPLE else ()
    done = invoke("access", "compare", path, path, *options)
    assert done.stdout.startswith("Nothing is newly allowed, 0 no longer;")


def verified(file: Path) -> list[dict[str, Any]]:
    done = invoke("access", "verify", file, "--format", "json")
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(("words", "path", "proves"), [
    (("can", "administrator", "iam:CreateUser", USER), SAMPLE, ["ALLOW: "]),
    (("why", "ivan", "iam:CreateUser", USER), SAMPLE, ["EXPLICIT_DENY: "]),
    (("can", *SAME), PLAN, ["CONDITIONAL: "]),
    (("who", "sts:AssumeRole", "vendor-backup"), SAMPLE, ["of 54 principals 1 surely can "]),
    (("public",), PLAN, ["ALLOW: ", "ALLOW: "]),
])  # fmt: skip
def test_certificates(
    tmp_path: Path, words: tuple[str, ...], path: Path, proves: list[str]
) -> None:
    file = tmp_path / "proofs.jsonl"
    home = HOME if path == PLAN else ()
    done = invoke("access", *words, path, *home, "--certificate", file)
    assert (done.exit_code, done.stderr) == (0, "")
    found = verified(file)
    assert [one["accepted"] for one in found] == [True] * len(proves)
    assert all(one["proves"].startswith(say) for one, say in zip(found, proves, strict=True))
    certificate = json.loads(file.read_text().splitlines()[0])
    certificate["decision" if "decision" in certificate else "action"] = "ALLOW by mistake"
    file.write_text(json.dumps(certificate))
    assert invoke("access", "verify", file).exit_code == 1


def test_what_has_no_certificate_is_said(tmp_path: Path) -> None:
    file, export = tmp_path / "proofs.jsonl", tmp_path / "export.json"
    text = SAMPLE.read_text("utf-8")
    for name in ("IAMReadOnlyAccess", "SecurityAudit", "AWS_ConfigRole"):
        text = text.replace(name, f"{name}OfTomorrow")
    export.write_text(text.replace("ManagedInstanceCore", "ManagedInstanceCoreOfTomorrow"), "utf-8")
    done = invoke("access", "can", "judy", "iam:CreateUser", USER, export, "--certificate", file)
    assert done.exit_code == 3
    assert done.stderr.startswith("partywall: no certificate: ")
    assert "IAMReadOnlyAccess" in done.stderr
    assert not file.exists()
    done = invoke("access", "external", PLAN, *HOME, "--certificate", file)
    assert done.exit_code == 3
    assert all(one["accepted"] for one in verified(file))
    done = invoke("access", "who", "iam:CreateUser", USER, export, "--certificate", file)
    assert done.exit_code == 3
    assert done.stderr.count("partywall: not certified: ") == 4
    (one,) = verified(file)
    assert one["proves"].endswith("and of 4 it is not shown")


def test_a_certificate_with_a_secret_is_not_written(tmp_path: Path) -> None:
    """Without it the policies would be others."""
    from partywall.access.certificates import Uncertified
    from partywall.access.world import World
    from partywall.assess.access import Asked
    from partywall.cli.access.asking import write

    with (tmp_path / "proofs").open("w") as proofs, pytest.raises(Uncertified, match="secret"):
        write(Asked(World([]), secrets={"hunter2hunter2"}), proofs, {"policy": "hunter2hunter2"})


def test_every_yes_is_replayed() -> None:
    done = invoke("access", "can", "administrator", "iam:CreateUser", USER, SAMPLE)
    says = "  replayed: decided again from the policies written out: ALLOW"
    assert done.stdout.splitlines()[1] == says
    assert asked("can", "administrator", "iam:CreateUser", USER, SAMPLE)["replayed"] is True
    done = invoke("access", "can", *SAME, PLAN, *HOME)
    says = "uploads/, with aws:SecureTransport = true: decided so, it is ALLOW"
    assert done.stdout.splitlines()[1].endswith(says)
    shown = asked("can", *SAME, PLAN, *HOME)["example"]
    assert shown["context"] == {"aws:SecureTransport": "true"}
    assert "replayed" not in asked("can", "alice", "iam:CreateUser", USER, SAMPLE)
    done = invoke("access", "who", "iam:CreateUser", USER, SAMPLE)
    assert "  replayed: 3 of 3 sure answers, decided again" in done.stdout
