"""Write examples/account/authorization-details.json: an account as IAM's export shows it.

    python scripts/write_account_sample.py

Fourteen users, six groups, thirty-six roles and the policies between them, made up by us: what a
company of middling order has after some years. The same bytes in every run.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

ME: Final = "210987654321"
AUDITORS: Final = "345678901234"
VENDOR: Final = "456789012345"
FILE: Final = Path(__file__).parents[1] / "examples" / "account" / "authorization-details.json"
MADE: Final = "2024-03-04T09:00:00+00:00"
READ: Final = ["s3:GetObject", "s3:ListBucket"]
SECRET: Final = f"arn:aws:secretsmanager:eu-west-1:{ME}:secret:"
KEY: Final = f"arn:aws:kms:eu-west-1:{ME}:key/5d1c0a2e-0000-4000-8000-000000000001"
GITHUB: Final = "token.actions.githubusercontent.com"
PROVIDER: Final = f"arn:aws:iam::{ME}:oidc-provider/{GITHUB}"
SAML: Final = f"arn:aws:iam::{ME}:saml-provider/Office"
HAS_MFA: Final = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
EVERYTHING: Final = "*"

Json = dict[str, Any]


def allow(action: Any, resource: Any = EVERYTHING, **more: Any) -> Json:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any = EVERYTHING, **more: Any) -> Json:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def policy(*statements: Json) -> Json:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def trust(principal: Json, action: Any = "sts:AssumeRole", **more: Any) -> Json:
    return policy({"Effect": "Allow", "Principal": principal, "Action": action, **more})


def service(name: str, **more: Any) -> Json:
    return trust({"Service": f"{name}.amazonaws.com"}, **more)


def account(number: str, **more: Any) -> Json:
    return trust({"AWS": f"arn:aws:iam::{number}:root"}, **more)


def github(subject: str, **more: Any) -> Json:
    condition: Json = {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}
    if subject:
        condition["StringLike"] = {f"{GITHUB}:sub": subject}
    return trust(
        {"Federated": PROVIDER}, "sts:AssumeRoleWithWebIdentity", Condition=condition, **more
    )


def mine(name: str) -> str:
    return f"arn:aws:iam::{ME}:policy/{name}"


def aws(name: str) -> str:
    return f"arn:aws:iam::aws:policy/{name}"


def bucket(name: str, *keys: str) -> list[str]:
    return [f"arn:aws:s3:::{name}{key}" for key in keys or ("", "/*")]


POLICIES: Final[dict[str, Json]] = {
    "developer": policy(
        allow(["s3:Get*", "s3:List*", "sqs:*", "sns:*", "dynamodb:*", "logs:*", "cloudwatch:*"]),
        allow(["lambda:*", "states:*", "events:*", "apigateway:*"]),
        allow("iam:PassRole", f"arn:aws:iam::{ME}:role/app/*"),
        deny("s3:*", bucket("acme-payroll")),
    ),
    "developer-boundary": policy(
        allow(["s3:*", "sqs:*", "sns:*", "dynamodb:*", "lambda:*", "logs:*", "states:*", "xray:*"]),
        deny(["iam:*", "organizations:*"]),
    ),
    "needs-mfa": policy(
        deny(
            EVERYTHING,
            Sid="NothingWithoutMfa",
            Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
        ),
    ),
    "own-credentials": policy(
        allow(
            ["iam:*AccessKey*", "iam:ChangePassword", "iam:*MFADevice*", "iam:GetUser"],
            f"arn:aws:iam::{ME}:user/${{aws:username}}",
        ),
    ),
    "analyst": policy(
        allow(["athena:*", "glue:Get*"]),
        allow(READ, bucket("acme-lake")),
        allow(
            "s3:GetObject",
            bucket("acme-payroll", "/summaries/*"),
            Condition={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
        ),
    ),
    "payroll": policy(
        allow(["s3:GetObject", "s3:PutObject", "s3:ListBucket"], bucket("acme-payroll")),
        allow("secretsmanager:GetSecretValue", f"{SECRET}pay*"),
    ),
    "deploy": policy(
        allow(["cloudformation:*", "ecs:*", "ecr:*", "lambda:*", "s3:*"]),
        allow("iam:PassRole", f"arn:aws:iam::{ME}:role/*"),
    ),
    "operations": policy(
        allow(["ec2:*", "ssm:*", "cloudwatch:*", "logs:*", "rds:Describe*", "rds:Reboot*"]),
        allow(
            "iam:PassRole",
            f"arn:aws:iam::{ME}:role/instances/*",
            Condition={"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
        ),
    ),
    "team-by-tag": policy(
        allow(
            ["ec2:StartInstances", "ec2:StopInstances"],
            f"arn:aws:ec2:*:{ME}:instance/*",
            Condition={"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}},
        ),
        allow("ec2:Describe*"),
    ),
    "identity-helpdesk": policy(
        allow(["iam:List*", "iam:Get*"]),
        allow(["iam:UpdateLoginProfile", "iam:CreateLoginProfile"], f"arn:aws:iam::{ME}:user/*"),
    ),
    "policy-author": policy(
        allow(["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:Get*", "iam:List*"],
              f"arn:aws:iam::{ME}:policy/team/*"),
    ),
    "team/reporting": policy(
        allow(["s3:GetObject"], bucket("acme-lake", "/reports/*")),
        allow("quicksight:Describe*"),
    ),
    "only-europe": policy(
        allow(EVERYTHING),
        deny(
            EVERYTHING,
            Sid="OutsideEurope",
            Condition={
                "StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}
            },
        ),
    ),
}  # fmt: skip

BROUGHT_ALONG: Final[dict[str, Json]] = {
    "AdministratorAccess": policy(allow(EVERYTHING)),
    "service-role/AWSLambdaBasicExecutionRole": policy(
        allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"])
    ),
}
"""What AWS manages, with its text, as the export has it for everything that is attached."""

GROUPS: Final[dict[str, tuple[list[str], Json]]] = {
    "everybody": ([mine("needs-mfa"), mine("own-credentials")], {}),
    "developers": ([mine("developer")], {}),
    "analysts": ([mine("analyst")], {}),
    "operations": ([mine("operations")], {}),
    "payroll": ([mine("payroll")], {}),
    "helpdesk": ([mine("identity-helpdesk")], {"read-users": policy(allow("iam:ListUsers"))}),
}

USERS: Final[dict[str, Json]] = {
    "alice": {"groups": ["everybody", "developers"], "tags": {"team": "shop"}},
    "bob": {"groups": ["everybody", "developers"], "tags": {"team": "shop"}},
    "carol": {"groups": ["everybody", "analysts"], "tags": {"team": "finance"}},
    "dave": {"groups": ["everybody", "operations"], "tags": {"team": "platform"}},
    "erin": {"groups": ["everybody", "payroll"], "tags": {"team": "finance"}},
    "frank": {"groups": ["everybody", "helpdesk"]},
    "grace": {"groups": ["everybody", "developers", "analysts"]},
    "heidi": {"groups": ["everybody"], "attached": [mine("policy-author"), mine("team/reporting")]},
    "ivan": {"groups": ["developers"], "boundary": mine("developer-boundary")},
    "judy": {"groups": ["everybody"], "attached": [aws("IAMReadOnlyAccess")]},
    "break-glass": {"path": "/emergency/", "attached": [aws("AdministratorAccess")],
                    "inline": {"with-a-token": POLICIES["needs-mfa"]}},
    "ci-legacy": {"path": "/machines/", "attached": [mine("deploy")]},
    "backup-uploader": {
        "path": "/machines/",
        "inline": {"upload": policy(allow("s3:PutObject", bucket("acme-backups", "/*")))},
    },
    "mailer": {
        "path": "/machines/",
        "inline": {"send": policy(allow(["ses:SendEmail", "ses:SendRawEmail"]))},
    },
}  # fmt: skip

LINKED: Final = "/aws-service-role/"


def linked(name: str) -> Json:
    host = f"{name}.amazonaws.com"
    return {"path": f"{LINKED}{host}/", "trust": service(name),
            "inline": {"own": policy(allow(f"{name}:*"))}}  # fmt: skip


def function(*statements: Json) -> Json:
    basic = aws("service-role/AWSLambdaBasicExecutionRole")
    return {"path": "/app/", "trust": service("lambda"), "attached": [basic],
            "inline": {"work": policy(*statements)}}  # fmt: skip


def task(*statements: Json) -> Json:
    source = {"StringEquals": {"aws:SourceAccount": ME}}
    return {"path": "/app/", "trust": service("ecs-tasks", Condition=source),
            "inline": {"work": policy(*statements)}}  # fmt: skip


def table(name: str) -> str:
    return f"arn:aws:dynamodb:eu-west-1:{ME}:table/{name}"


def queue(name: str) -> str:
    return f"arn:aws:sqs:eu-west-1:{ME}:{name}"


ROLES: Final[dict[str, Json]] = {
    "deploy-production": {
        "trust": github("repo:acme/shop:environment:production"), "attached": [mine("deploy")]
    },
    "deploy-staging": {
        "trust": github("repo:acme/shop:*"), "attached": [mine("deploy")],
        "boundary": mine("developer-boundary"),
    },
    "deploy-anybody": {"trust": github(""), "attached": [mine("team/reporting")]},
    "auditor": {
        "trust": account(AUDITORS), "attached": [aws("SecurityAudit")],
        "inline": {"not-the-data": policy(deny("s3:GetObject"))},
    },
    "vendor-monitoring": {
        "trust": account(VENDOR, Condition={"StringEquals": {"sts:ExternalId": "acme-7f3a"}}),
        "inline": {"metrics": policy(allow(["cloudwatch:Get*", "cloudwatch:List*"]))},
    },
    "vendor-backup": {
        "trust": account(VENDOR),
        "inline": {"copy": policy(allow(READ, bucket("acme-backups")))},
    },
    "administrator": {
        "trust": trust({"AWS": f"arn:aws:iam::{ME}:user/emergency/break-glass"}, Condition=HAS_MFA),
        "attached": [aws("AdministratorAccess")],
    },
    "office-developer": {
        "trust": trust({"Federated": SAML}, "sts:AssumeRoleWithSAML", Condition={
            "StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}),
        "attached": [mine("developer")], "boundary": mine("developer-boundary"),
    },
    "office-finance": {
        "trust": trust({"Federated": SAML}, "sts:AssumeRoleWithSAML", Condition={
            "StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}),
        "attached": [mine("payroll"), mine("analyst")],
    },
    "platform": {
        "trust": account(ME, Condition=HAS_MFA), "attached": [mine("only-europe")],
        "tags": {"team": "platform"},
    },
    "team-operator": {
        "trust": account(ME), "attached": [mine("team-by-tag")], "tags": {"team": "shop"}
    },
    "stack-maker": {
        "trust": service("cloudformation"), "attached": [aws("AdministratorAccess")]
    },
    "pipeline": {
        "trust": service("codepipeline"),
        "inline": {"run": policy(
            allow(["codebuild:StartBuild", "codebuild:BatchGetBuilds"]),
            allow(["cloudformation:CreateStack", "cloudformation:UpdateStack"]),
            allow("iam:PassRole", f"arn:aws:iam::{ME}:role/stack-maker"))},
    },
    "builder": {
        "trust": service("codebuild"),
        "inline": {"build": policy(
            allow(["logs:*", "ecr:*"]), allow("s3:GetObject", bucket("acme-artifacts", "/*")))},
    },
    "orders": task(
        allow(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"], table("orders")),
        allow("sqs:SendMessage", queue("orders"))),
    "catalogue": task(
        allow(["dynamodb:GetItem", "dynamodb:Query"], table("catalogue")),
        allow("s3:GetObject", bucket("acme-pictures", "/*"))),
    "checkout": task(
        allow("secretsmanager:GetSecretValue",
              f"{SECRET}payment-*"),
        allow("kms:Decrypt", KEY)),
    "search": task(allow("es:ESHttpGet", f"arn:aws:es:eu-west-1:{ME}:domain/shop/*")),
    "thumbnails": function(
        allow(["s3:GetObject", "s3:PutObject"], bucket("acme-pictures", "/*"))),
    "invoices": function(
        allow("s3:PutObject", bucket("acme-payroll", "/invoices/*")), allow("ses:SendEmail")),
    "rotate-secrets": function(
        allow(["secretsmanager:*"], f"{SECRET}*")),
    "user-cleanup": function(
        allow(["iam:ListUsers", "iam:DeleteAccessKey", "iam:UpdateAccessKey"]),
        allow("iam:AttachUserPolicy", f"arn:aws:iam::{ME}:user/*")),
    "events-to-queue": {
        "path": "/app/", "trust": service("events"),
        "inline": {"send": policy(allow("sqs:SendMessage", queue("*")))},
    },
    "night-shift": {
        "path": "/app/", "trust": service("states"),
        "inline": {"start": policy(
            allow("lambda:InvokeFunction", f"arn:aws:lambda:eu-west-1:{ME}:function:night-*"))},
    },
    "web-server": {
        "path": "/instances/", "trust": service("ec2"), "profile": True,
        "inline": {"read": policy(allow("s3:GetObject", bucket("acme-artifacts", "/*")))},
    },
    "jump-host": {
        "path": "/instances/", "trust": service("ec2"), "profile": True,
        "attached": [aws("AmazonSSMManagedInstanceCore")],
    },
    "lake-etl": {
        "trust": service("glue"),
        "inline": {"lake": policy(allow("s3:*", bucket("acme-lake")), allow("glue:*"))},
    },
    "notebook": {
        "trust": service("sagemaker"),
        "inline": {"learn": policy(allow(READ), allow("sagemaker:*"))},
    },
    "flow-logs": {
        "trust": service("vpc-flow-logs"),
        "inline": {"write": policy(allow(["logs:CreateLogStream", "logs:PutLogEvents"]))},
    },
    "replication": {
        "trust": service("s3"),
        "inline": {"copy": policy(
            allow(["s3:GetObjectVersionForReplication"], bucket("acme-payroll", "/*")),
            allow(["s3:ReplicateObject"], bucket("acme-backups", "/*")))},
    },
    "config-recorder": {
        "trust": service("config", Condition={"StringEquals": {"aws:SourceAccount": ME}}),
        "attached": [aws("service-role/AWS_ConfigRole")],
    },
    "old-partner": {
        "trust": trust({"AWS": "AROAEXAMPLEGONE00001"}),
        "inline": {"read": policy(allow("s3:GetObject", bucket("acme-lake", "/partner/*")))},
    },
    "open-by-mistake": {
        "trust": trust({"AWS": "*"}),
        "inline": {"read": policy(allow("s3:GetObject", bucket("acme-pictures", "/*")))},
    },
    "AWSServiceRoleForECS": linked("ecs"),
    "AWSServiceRoleForRDS": linked("rds"),
    "AWSServiceRoleForAutoScaling": linked("autoscaling"),
}  # fmt: skip


def number(kind: str, name: str) -> str:
    """An id as IAM makes them: a prefix for the kind, and the rest by the name."""
    return kind + hashlib.sha256(f"{kind}{name}".encode()).hexdigest()[:17].upper()


def encoded(document: Json) -> str:
    return quote(json.dumps(document), safe="")


def held(kind: str, entry: Json) -> Json:
    """The policies of a user, group or role."""
    found: Json = {}
    inline = entry.get("inline", {})
    if inline:
        found[f"{kind}PolicyList"] = [
            {"PolicyName": name, "PolicyDocument": encoded(text)} for name, text in inline.items()
        ]
    found["AttachedManagedPolicies"] = [
        {"PolicyName": arn.rpartition("/")[2], "PolicyArn": arn}
        for arn in entry.get("attached", [])
    ]
    if "boundary" in entry:
        found["PermissionsBoundary"] = {
            "PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": entry["boundary"]
        }  # fmt: skip
    if "tags" in entry:
        found["Tags"] = [{"Key": key, "Value": value} for key, value in entry["tags"].items()]
    return found


def user(name: str, entry: Json) -> Json:
    path = entry.get("path", "/")
    return {
        "Path": path, "UserName": name, "UserId": number("AIDA", name),
        "Arn": f"arn:aws:iam::{ME}:user{path}{name}", "CreateDate": MADE,
        "GroupList": entry.get("groups", []), **held("User", entry),
    }  # fmt: skip


def group(name: str, attached: list[str], inline: Json) -> Json:
    return {
        "Path": "/", "GroupName": name, "GroupId": number("AGPA", name),
        "Arn": f"arn:aws:iam::{ME}:group/{name}", "CreateDate": MADE,
        **held("Group", {"attached": attached, "inline": inline}),
    }  # fmt: skip


def bare_role(name: str, entry: Json) -> Json:
    path = entry.get("path", "/")
    return {
        "Path": path, "RoleName": name, "RoleId": number("AROA", name),
        "Arn": f"arn:aws:iam::{ME}:role{path}{name}", "CreateDate": MADE,
        "AssumeRolePolicyDocument": encoded(entry["trust"]),
    }  # fmt: skip


def role(name: str, entry: Json) -> Json:
    profiles = []
    if entry.get("profile"):
        profiles.append({
            "Path": "/", "InstanceProfileName": name, "InstanceProfileId": number("AIPA", name),
            "Arn": f"arn:aws:iam::{ME}:instance-profile/{name}", "CreateDate": MADE,
            "Roles": [bare_role(name, entry)],
        })  # fmt: skip
    return {**bare_role(name, entry), "InstanceProfileList": profiles, **held("Role", entry),
            "RoleLastUsed": {}}  # fmt: skip


def managed(arn: str, document: Json) -> Json:
    path, _, name = arn.partition(":policy")[2].rpartition("/")
    return {
        "PolicyName": name, "PolicyId": number("ANPA", arn), "Arn": arn, "Path": f"{path}/",
        "DefaultVersionId": "v1", "AttachmentCount": 1, "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": True, "CreateDate": MADE, "UpdateDate": MADE,
        "PolicyVersionList": [{"Document": encoded(document), "VersionId": "v1",
                               "IsDefaultVersion": True, "CreateDate": MADE}],
    }  # fmt: skip


def export() -> Json:
    policies = [managed(mine(name), text) for name, text in POLICIES.items()]
    policies += [managed(aws(name), text) for name, text in BROUGHT_ALONG.items()]
    return {
        "UserDetailList": [user(*one) for one in USERS.items()],
        "GroupDetailList": [group(name, *one) for name, one in GROUPS.items()],
        "RoleDetailList": [role(*one) for one in ROLES.items()],
        "Policies": policies,
        "IsTruncated": False,
    }


def main() -> None:
    found = export()
    assert len(found["UserDetailList"]) + len(found["RoleDetailList"]) == 50
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
