"""What Terraform does not tell is never taken for a yes or a no."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.support import invoke

HOME = ("--account", "111122223333", "--region", "eu-west-1")
INSTANCE = "arn:aws:ec2:eu-west-1:111122223333:instance/i-1"
START = ("ec2:StartInstances", INSTANCE)
LATER = 'variable "later" {}\n'


def written(action: str, **more: str) -> str:
    parts = {"Effect": '"Allow"', "Action": f'"{action}"', "Resource": '"*"', **more}
    statement = ", ".join(f"{key} = {value}" for key, value in parts.items())
    return f'jsonencode({{ Version = "2012-10-17", Statement = [{{ {statement} }}] }})'


def block(kind: str, label: str, /, **arguments: str) -> str:
    lines = "".join(f"  {key} = {value}\n" for key, value in arguments.items())
    return f'resource "{kind}" "{label}" {{\n{lines}}}\n'


TRUST = '"{}"'
ROLE = block("aws_iam_role", "app", name='"app"', assume_role_policy=TRUST)
EC2 = '"arn:aws:iam::aws:policy/AmazonEC2FullAccess"'
POLICY = block("aws_iam_policy", "all", name='"all"', policy=written("ec2:*"))
USER = block("aws_iam_user", "ann", name='"ann"') + block("aws_iam_group", "g", name='"g"')
USER += block("aws_iam_group_policy", "g", group="aws_iam_group.g.name", policy=written("*"))
MEMBERS = {"name": '"m"', "group": "aws_iam_group.g.name"}


def role_policy(**more: str) -> str:
    told = {"role": "aws_iam_role.app.name", "policy": written("ec2:*"), **more}
    return block("aws_iam_role_policy", "p", **told)


def attached(**more: str) -> str:
    told = {"role": "aws_iam_role.app.name", "policy_arn": EC2, **more}
    return block("aws_iam_role_policy_attachment", "p", **told)


def for_all(**more: str) -> str:
    told = {"name": '"x"', "roles": "[aws_iam_role.app.name]",
            "policy_arn": "aws_iam_policy.all.arn", **more}  # fmt: skip
    return block("aws_iam_policy_attachment", "p", **told)


def said(tmp_path: Path, text: str, *words: str) -> str:
    (tmp_path / "main.tf").write_text(LATER + text)
    done = invoke("access", *words, tmp_path, *HOME)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(("text", "says"), [
    (ROLE, "No: "),
    (ROLE + role_policy(), "Yes: "),
    (ROLE + role_policy(count="var.later"), "Not known: "),
    (ROLE + role_policy(count="0"), "No: "),
    (ROLE + role_policy(count="var.later", policy=written("s3:*")), "No: "),
    (ROLE + role_policy(policy=written("ec2:*", Effect="var.later")), "Not known: "),
    (ROLE + role_policy(policy="var.later"), "Not known: "),
    (ROLE + role_policy(policy='file("there-is-none.json")'), "Not known: "),
    (ROLE + role_policy(role="var.later"), "Not known: "),
    (ROLE + attached(), "Yes: "),
    (ROLE + attached(policy_arn="var.later"), "Not known: "),
    (ROLE + attached(for_each="var.later", policy_arn="each.value"), "Not known: "),
    (ROLE + attached(for_each=f"toset([{EC2}])", policy_arn="each.value"), "Yes: "),
    (ROLE + POLICY + for_all(), "Yes: "),
    (ROLE + POLICY + for_all(roles="var.later"), "Not known: "),
    (ROLE + POLICY + for_all(roles='["another"]'), "No: "),
    (ROLE + POLICY + for_all(count="var.later"), "Not known: "),
    (ROLE + for_all(policy_arn="var.later"), "Not known: "),
    (ROLE + role_policy() + role_policy(count="var.later", policy=written(
        "ec2:Start*", Effect='"Deny"')).replace('"p"', '"d"'), "Not known: "),
    (ROLE + role_policy() + role_policy(count="var.later", policy=written(
        "s3:*", Effect='"Deny"')).replace('"p"', '"d"'), "Yes: "),
])  # fmt: skip
def test_a_role(tmp_path: Path, text: str, says: str) -> None:
    assert said(tmp_path, text, "can", "app", *START).startswith(says)


@pytest.mark.parametrize(("text", "says"), [
    (USER, "No: "),
    (USER + block("aws_iam_group_membership", "m", users='["ann"]', **MEMBERS), "Yes: "),
    (USER + block("aws_iam_group_membership", "m", users='["bob"]', **MEMBERS), "No: "),
    (USER + block("aws_iam_group_membership", "m", users="var.later", **MEMBERS), "Not known: "),
    (USER + block("aws_iam_group_membership", "m", count="var.later", users='["ann"]', **MEMBERS),
     "Not known: "),
    (USER + block("aws_iam_user_group_membership", "m", user='"ann"', groups="var.later"),
     "Not known: "),
])  # fmt: skip
def test_a_user(tmp_path: Path, text: str, says: str) -> None:
    assert said(tmp_path, text, "can", "ann", *START).startswith(says)


def test_a_boundary_that_may_not_be_there(tmp_path: Path) -> None:
    bounded = ROLE.replace("assume", "permissions_boundary = aws_iam_policy.all[0].arn\n  assume")
    kept = POLICY.replace('"ec2:*"', '"s3:*"')
    found = said(tmp_path, bounded + role_policy() + kept.replace("  name", "  count = 1\n  name"),
                 "can", "app", *START)  # fmt: skip
    assert found.startswith("No: ")
    found = said(tmp_path, bounded + role_policy() + kept.replace("  name", "  count = var.later\n"
                 "  name"), "can", "app", *START)  # fmt: skip
    assert found.startswith("Not known: ")


BUCKET = block("aws_s3_bucket", "b", bucket='"shop"')
OWNED = block("aws_s3_bucket_ownership_controls", "b", bucket="aws_s3_bucket.b.id").replace(
    "}\n", '  rule {\n    object_ownership = "BucketOwnerEnforced"\n  }\n}\n'
)
OPEN = written("s3:GetObject", Principal='"*"', Resource='"arn:aws:s3:::shop/*"')
BOUND = "aws_s3_bucket.b.id"


def bucket(
    *, policy: str = OPEN, count: str = "1", restrict: str = "false", to: str = BOUND
) -> str:
    return BUCKET + OWNED + block("aws_s3_bucket_policy", "b", count=count, bucket=to,
                                  policy=policy) + block(
        "aws_s3_bucket_public_access_block", "b", bucket="aws_s3_bucket.b.id",
        block_public_policy="false", restrict_public_buckets=restrict)  # fmt: skip


def account(**more: str) -> str:
    return block("aws_s3_account_public_access_block", "a", restrict_public_buckets="true", **more)


NOTHING, SURE, MAYBE = (
    "Nothing is open to everybody.",
    "1 resource is open to everybody, 0 may be.",
    "0 resources are open to everybody, 1 may be.",
)


@pytest.mark.parametrize(("text", "says"), [
    (bucket(), SURE),
    (bucket(restrict="true"), NOTHING),
    (bucket(restrict="var.later"), MAYBE),
    (bucket(count="var.later"), MAYBE),
    (bucket(count="0"), NOTHING),
    (bucket(count="var.later", policy=written("s3:*", Principal='"*"', Effect='"Deny"')), NOTHING),
    (bucket(policy="var.later"), MAYBE),
    (bucket(to="var.later"), MAYBE),
    (bucket() + account(), NOTHING),
    (bucket() + account(account_id='"111122223333"'), NOTHING),
    (bucket() + account(account_id='"999999999999"'), SURE),
    (bucket() + account(account_id="var.later"), MAYBE),
    (bucket() + account(count="var.later"), MAYBE),
])  # fmt: skip
def test_everybody(tmp_path: Path, text: str, says: str) -> None:
    assert said(tmp_path, text, "public").splitlines()[0] == says


def test_a_policy_that_is_not_known_may_let_anybody_in(tmp_path: Path) -> None:
    text = bucket(policy="var.later")
    found = said(tmp_path, text, "who", "s3:GetObject", "shop")
    assert "UNKNOWN: anybody without credentials" in found
    assert "UNKNOWN: any principal of another account" in found
    found = said(tmp_path, text, "external")
    assert found.startswith("Nobody from outside the account is let in, as far as is known.")
    assert "not known: what aws_s3_bucket.b (AWS::S3::Bucket) opens" in found


def test_a_policy_of_a_bucket_elsewhere(tmp_path: Path) -> None:
    found = said(tmp_path, bucket(to='"another"'), "public")
    assert found.splitlines() == [
        "Nothing is open to everybody, as far as is known.",
        "  not known: what aws_s3_bucket_policy.b[0] (AWS::S3::BucketPolicy) opens: it is about"
        " something that is not in the input",
    ]


@pytest.mark.parametrize(("attribute", "says"), [
    ("arn", SURE), ("stream_arn", "Nothing is open to everybody, as far as is known."),
])  # fmt: skip
def test_a_policy_of_a_stream_is_not_the_table_s(tmp_path: Path, attribute: str, says: str) -> None:
    table = block("aws_dynamodb_table", "t", name='"t"', hash_key='"id"')
    arn = f"aws_dynamodb_table.t.{attribute}"
    policy = written("dynamodb:*", Principal='"*"')
    opened = block("aws_dynamodb_resource_policy", "p", policy=policy, resource_arn=arn)
    assert said(tmp_path, table + opened, "public").splitlines()[0] == says


def trusting(condition: str) -> str:
    provider = '"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"'
    policy = written("sts:AssumeRoleWithWebIdentity", Principal=f"{{ Federated = {provider} }}",
                     Condition=condition).replace(', Resource = "*"', "")  # fmt: skip
    return block("aws_iam_role", "app", name='"app"', assume_role_policy=policy)


@pytest.mark.parametrize(("condition", "says", "lines"), [
    ('{ StringLike = { "HOST:sub" = "repo:a/b:*", "HOST:aud" = "x" } }', "0 without", 0),
    ('{ StringLike = { "HOST:sub" = "repo:a/b:*" } }', "1 without", 0),
    ('{ StringLike = { "HOST:sub" = var.later } }', "of 1 it is not known", 1),
    ('{ StringLike = { "HOST:sub" = var.later, "HOST:aud" = "x" } }', "0 without", 0),
    ("var.later", "of 1 it is not known", 2),
])  # fmt: skip
def test_conditions_that_are_not_known(
    tmp_path: Path, condition: str, says: str, lines: int
) -> None:
    text = trusting(condition.replace("HOST", "token.actions.githubusercontent.com"))
    found = said(tmp_path, text, "external")
    assert says in found.splitlines()[0]
    assert found.count("may be missing: ") == lines
