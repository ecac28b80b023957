"""`check --baseline`: an earlier report, or the sources as they were."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cli.support import (
    BROKEN,
    PLAN,
    PROVED,
    REFUTED,
    check,
    errors,
    here,
    invoke,
    report,
    written,
)

__all__ = ["here"]

STOREFRONT = PLAN.parent / "terraform"
SAMPLE = PLAN.parents[1] / "account" / "authorization-details.json"

VENDOR = """
resource "aws_iam_role" "vendor" {
  name               = "vendor"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::222222222222:root" }
    }]
  })
}

resource "aws_lb_listener" "admin" {
  load_balancer_arn = aws_lb.shop.arn
  port              = 8443
  protocol          = "HTTPS"
  certificate_arn   = var.balancer_certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.tasks.arn
  }
}
"""

TEMPLATE = """\
Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      RoleName: worker
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {{Effect: Allow, Action: sts:AssumeRole, Principal: {{Service: ec2.amazonaws.com}}}}
      Policies:
        - PolicyName: own
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{{Effect: Allow, Action: [{actions}], Resource: "*"}}]
"""
READS = TEMPLATE.format(actions="s3:GetObject")
WRITES = TEMPLATE.format(actions="s3:GetObject, s3:PutObject")


def openings(*arguments: object) -> dict[str, Any]:
    """What the JSON report says that a change opens and closes."""
    found: dict[str, Any] = report(*arguments)["comparison"]["openings"]
    return found


def in_short(found: list[dict[str, Any]]) -> list[tuple[str, list[str], str]]:
    return [(one["who"].rpartition("/")[2], one["actions"], one["whom"]) for one in found]


class TestTwoCommits:
    """A branch that widens policies and opens a group, against a worktree of main."""

    @pytest.fixture
    def shop(self, here: Path) -> Path:
        """A repository in `shop`, its first commit also in `main`, the second one checked out."""

        def git(*words: str) -> None:
            who = ("-c", "user.name=Jo", "-c", "user.email=jo@example.com")
            subprocess.run(["git", *who, *words], cwd=here / "shop", check=True,
                           capture_output=True)  # fmt: skip

        shutil.copytree(STOREFRONT, here / "shop" / "infra")
        git("init", "--quiet")
        git("add", ".")
        git("commit", "--quiet", "-m", "The shop")
        changed(here / "shop" / "infra" / "identity.tf", '"dynamodb:Query"]',
                '"dynamodb:Query", "dynamodb:DeleteItem"]')  # fmt: skip
        changed(here / "shop" / "infra" / "network.tf", "HTTPS = 443 }",
                "HTTPS = 443, Admin = 8443 }")  # fmt: skip
        (here / "shop" / "infra" / "vendor.tf").write_text(VENDOR)
        git("add", ".")
        git("commit", "--quiet", "-m", "Let the vendor in")
        git("worktree", "add", "--quiet", "../main", "HEAD~1")
        return here

    def test_what_it_newly_allows(self, shop: Path) -> None:
        found = openings("shop", "--baseline", "main")["access"]
        assert in_short(found["newly"]) == [
            ("account 222222222222", ["sts:AssumeRole"], "outside"),
            ("storefront-task", ["dynamodb:DeleteItem"], "account"),
        ]
        assert found["newly"][0]["perhaps_own"]
        assert found["new_principals"] == ["arn:aws:iam::<account>:role/vendor"]
        assert found["no_longer"] == found["gone_principals"] == []
        deletes = found["newly"][1]
        assert deletes["resource"].endswith(":table/storefront-carts")
        assert (deletes["witness"]["before"], deletes["witness"]["after"]) == (
            "IMPLICIT_DENY", "ALLOW",
        )  # fmt: skip
        back = openings("main", "--baseline", "shop")["access"]
        assert in_short(back["no_longer"]) == in_short(found["newly"])
        assert back["newly"] == []

    def test_what_the_internet_newly_reaches(self, shop: Path) -> None:
        found = openings("shop", "--baseline", "main")["reach"]
        (one,) = found["newly"]
        assert (one["resource"], one["headers"], one["answered"], one["sources"]) == (
            "aws_lb.shop", ["tcp/8443"], ["tcp/8443"], ["the Internet (IPv4)"],
        )  # fmt: skip
        assert found["no_longer"] == found["unknown"] == []

    def test_findings_are_those_of_an_earlier_report(self, shop: Path) -> None:
        """Whichever form the baseline has."""
        check("main", "--output", "main.json")
        by_report = report("shop", "--baseline", "main.json")["comparison"]
        by_sources = report("shop", "--baseline", "main")["comparison"]
        assert by_report["openings"] is None
        for key in ("new", "gone", "became_undecided"):
            assert by_report[key] == by_sources[key]
        assert {one["control"] for one in by_sources["new"]} >= {
            "ec2-only-web-ports-open-to-internet"
        }

    def test_people_read_it(self, shop: Path) -> None:
        text = check("shop", "--baseline", "main").stdout
        assert "Newly allowed: 2 (1 to what may be your own account)" in text
        told = ("--account", "111122223333")
        text = check("shop", "--baseline", "main", *told).stdout
        assert "Newly allowed: 3 (1 to others from outside)" in text
        assert "Newly reached from the Internet: 1" in text
        comment = check("shop", "--baseline", "main", *told, "--format", "md").stdout
        assert "### 3 newly allowed (1 to others from outside), 1 newly reached" in comment
        page = check("shop", "--baseline", "main", *told, "--format", "html")
        assert '<section id="openings"' in page.stdout
        assert "arn:aws:iam::111122223333:role/storefront-task" in page.stdout
        assert "3 newly allowed (1 to others from outside), 1 newly reached" in page.stderr

    def test_same_bytes(self, shop: Path) -> None:
        for form in ("json", "html", "md", "text", "sarif"):
            one, other = (check("shop", "--baseline", "main", "--format", form).stdout
                          for _ in range(2))  # fmt: skip
            assert one == other


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


def test_the_other_forms(here: Path) -> None:
    """Plans and templates, one by one and in folders that are called otherwise."""
    written(here, a_yaml=READS, b_yaml=WRITES, old__t_yaml=READS, new__t_yaml=WRITES)
    plan = json.loads(PLAN.read_text())
    (role,) = (one["change"]["after"] for one in plan["resource_changes"]
               if one["address"] == "aws_iam_role.worker")  # fmt: skip
    trust = json.loads(role["assume_role_policy"])
    trust["Statement"][0]["Principal"] = {"AWS": "*"}
    role["assume_role_policy"] = json.dumps(trust)
    written(here, plan_json=json.dumps(plan))
    for arguments in (("b.yaml", "a.yaml"), ("new", "old")):
        found = openings(arguments[0], "--baseline", arguments[1])["access"]
        assert in_short(found["newly"]) == [("worker", ["s3:PutObject"], "account")]
    found = openings("plan.json", "--baseline", PLAN)["access"]
    assert found["newly"][0]["whom"] == "everybody"


def test_inputs_are_the_same_when_they_stand_in_the_same_place(here: Path) -> None:
    written(here, old__a_yaml=REFUTED, old__b__c_yaml=PROVED, new__a_yaml=REFUTED,
            new__b__c_yaml=REFUTED)  # fmt: skip
    found = report("new", "--baseline", "old")["comparison"]
    assert [one["file"] for one in found["new"]] == ["new/b/c.yaml"]
    assert found["gone"] == []
    seen = report("new/a.yaml", "new/b", "--baseline", "old")["comparison"]
    assert len(seen["new"]) == 2  # other places: nothing there was compared


QUEUE = """\
  Mail:
    Type: AWS::SQS::Queue
    Properties: {QueueName: mail}
  Anybody:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Mail]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: "*", Action: sqs:SendMessage,
             Resource: "arn:aws:sqs:eu-west-1:111122223333:mail"}
"""


def test_what_would_tell_more_is_said(here: Path) -> None:
    """Whether the policy is about the queue hangs on the account."""
    reads, sends = (TEMPLATE.format(actions=name) for name in ("s3:GetObject", "sqs:SendMessage"))
    written(here, a_yaml=reads + QUEUE, b_yaml=sends + QUEUE)
    hint = "(the account is not known; --account tells it)"
    told = ("b.yaml", "--baseline", "a.yaml", "--region", "eu-west-1")
    assert hint in " ".join(check(*told).stdout.split())
    assert hint not in " ".join(check(*told, "--account", "111122223333").stdout.split())


def test_only_findings_make_the_exit_code(here: Path) -> None:
    written(here, a_yaml=READS, b_yaml=WRITES)
    found = check("b.yaml", "--baseline", "a.yaml")
    assert "Newly allowed: 1" in found.stdout
    assert found.exit_code == 0


def test_a_report_does_not_tell(here: Path) -> None:
    written(here, t_yaml=READS)
    check("t.yaml", "--output", "r.json")
    for form in ("text", "md", "html"):
        found = check("t.yaml", "--baseline", "r.json", "--format", form).stdout
        assert "is not known from a report" in " ".join(found.split())


def test_a_report_written_anew_is_still_one(here: Path) -> None:
    """`jq -S` sorts the keys, so that it begins like nothing in particular."""
    written(here, t_yaml=REFUTED)
    check("t.yaml", "--output", "r.json")
    data = json.loads((here / "r.json").read_text())
    written(here, sorted_json=json.dumps(data, indent=2, sort_keys=True))
    assert report("t.yaml", "--baseline", "sorted.json")["comparison"]["openings"] is None


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "cannot read the baseline: No such file"),
        ({"b_json": '{"Statement": []}'}, "neither a partywall report nor what partywall"),
        ({"b_json": ""}, "neither a partywall report nor what partywall check reads"),
        ({"b_json": '{"schema": "partywall-report/9", "findings": []}'}, "has schema"),
        ({"b_json": '{"schema":"partywall-report/2","findings":[{'}, "no partywall report"),
        ({"b.json__x_txt": "nothing"}, "no plan, no template and no Terraform source"),
    ],
)
def test_what_is_no_baseline(here: Path, files: dict[str, str], said: str) -> None:
    written(here, t_yaml=PROVED, **files)
    found = check("t.yaml", "--baseline", "b.json")
    assert found.exit_code == 3
    assert said in found.stderr
    assert found.stdout == ""


def test_a_baseline_that_is_not_read_in_full(here: Path) -> None:
    """It is compared as far as it goes; nothing in it counts as absent, and the run is not 0."""
    written(here, new__t_yaml=WRITES, old__t_yaml=READS, old__u_yaml=BROKEN)
    found = report("new", "--baseline", "old")
    assert any(one.startswith("in the baseline: ") for one in errors(found))
    assert check("new", "--baseline", "old").exit_code == 3


def test_sources_are_read_alike(here: Path) -> None:
    """Variables, accounts and root modules are those of what is checked."""
    role = ('variable "n" {}\nresource "aws_iam_role_policy" "p" {\n  role = "worker-${var.n}"\n'
            '  policy = jsonencode({Version = "2012-10-17", Statement = [{Effect = "Allow",'
            ' Action = "%s", Resource = "*"}]})\n}\nresource "aws_iam_role" "r" {\n'
            '  name = "worker-${var.n}"\n  assume_role_policy = "{}"\n}\n')  # fmt: skip
    reads, writes = (role % name for name in ("s3:GetObject", "s3:PutObject"))
    written(here, old__prod__main_tf=reads, new__prod__main_tf=writes, old__dev__main_tf="",
            new__dev__main_tf="")  # fmt: skip
    told = ("--var", "n=7", "--account", "111122223333", "--root", "new/prod")
    found = openings("new", "--baseline", "old", *told)["access"]
    assert in_short(found["newly"]) == [("worker-7", ["s3:PutObject"], "account")]
    assert found["newly"][0]["principal"] == "arn:aws:iam::111122223333:role/worker-7"
    refused = check("new/prod", "new/dev", "--baseline", "old", "--root", "new/prod")
    assert refused.exit_code == 2
    assert "name one folder around it" in refused.stderr


def test_a_plan_is_not_joined_with_the_folder_of_another(here: Path) -> None:
    found = check(PLAN, "--hcl", STOREFRONT, "--baseline", STOREFRONT)
    assert found.exit_code == 2
    assert "sources are read without it" in found.stderr


def test_two_accounts_are_not_compared(here: Path) -> None:
    text = SAMPLE.read_text()
    (account,) = {one.split(":")[4] for one in text.split('"') if one.startswith("arn:aws:iam::2")}
    written(here, other_json=text.replace(account, "111122223333"))
    found = check(SAMPLE, "--baseline", "other.json")
    assert "Newly allowed: not compared (the two are of different accounts" in found.stdout


def test_secrets_of_either_side_stay_secret(here: Path) -> None:
    role = ('variable "n" {\n  sensitive = true\n  default = "%s"\n}\nresource "aws_iam_role" "r" {'
            '\n  name = "worker-${var.n}"\n  assume_role_policy = "{}"\n}\n')  # fmt: skip
    written(here, old__main_tf=role % "hush-one", new__main_tf=role % "hush-two")
    for form in ("text", "md", "html", "json"):
        found = check("new", "--baseline", "old", "--format", form)
        assert "hush" not in found.output
    assert openings("new", "--baseline", "old")["access"]["new_principals"] == [
        "arn:aws:iam::<account>:role/worker-(sensitive)"
    ]


def test_help_tells_both() -> None:
    words = " ".join(invoke("check", "--help").stdout.split())
    assert "Compare with an earlier JSON report, or with the sources as they were." in words
