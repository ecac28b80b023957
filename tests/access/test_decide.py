"""The rules of evaluation, each with the page of AWS's documentation that states it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from access.asking import (
    FEDERATED,
    KEY,
    ME,
    OBJECT,
    OTHER,
    ROLE,
    ROOT,
    SESSION,
    STRANGER,
    USER,
    VAULT,
    allow,
    ask,
    decision,
    deny,
    policy,
    statement,
    trust,
)

ALLOW, IMPLICIT, EXPLICIT = "ALLOW", "IMPLICIT_DENY", "EXPLICIT_DENY"
CONDITIONAL, UNKNOWN = "CONDITIONAL", "UNKNOWN"
NOTHING = allow("ec2:Nothing")


def case(page: str, expected: str, principal: Any, *args: str, **layers: Any) -> Any:
    return pytest.param(expected, principal, args, layers, id=f"{page}: {expected}")


BASIC = "reference_policies_evaluation-logic_policy-eval-denyallow"
ONE = "reference_policies_evaluation-logic_policy-eval-basics"
TWO = "reference_policies_evaluation-logic-cross-account"
FULL = allow()


def named(principal: Any, **more: Any) -> Any:
    return allow("s3:GetObject", Principal=principal, **more)


@pytest.mark.parametrize(("expected", "principal", "args", "layers"), [
    case(BASIC, IMPLICIT, USER),
    case(BASIC, ALLOW, ROOT),
    case(BASIC, ALLOW, USER, identity_policies=[FULL]),
    case(BASIC, EXPLICIT, USER, identity_policies=[FULL, deny("s3:*")]),
    case(BASIC, EXPLICIT, ROOT, identity_policies=[deny("s3:*")]),
    case(BASIC, EXPLICIT, USER, identity_policies=[FULL], permissions_boundary=[deny()]),
    case(BASIC, EXPLICIT, USER, identity_policies=[FULL], resource_policy=deny(Principal="*")),
    case(BASIC, EXPLICIT, SESSION, identity_policies=[FULL], session_policies=[FULL, deny()]),
    case(BASIC, EXPLICIT, USER, identity_policies=[FULL], scps=[[FULL], [FULL, deny("s3:*")]]),
    # the union of both inside one account
    case(ONE, ALLOW, USER, resource_policy=named({"AWS": USER})),
    case(ONE, ALLOW, USER, identity_policies=[FULL], resource_policy=named({"AWS": STRANGER})),
    case(ONE, ALLOW, USER, group_policies=[FULL]),
    case("access_policies_boundaries", IMPLICIT, USER, identity_policies=[FULL],
         permissions_boundary=[NOTHING]),
    case("access_policies_boundaries", IMPLICIT, USER, permissions_boundary=[FULL]),
    case("access_policies_boundaries", ALLOW, USER, identity_policies=[FULL],
         permissions_boundary=[NOTHING, FULL]),
    case("access_policies#policies_session", IMPLICIT, SESSION, identity_policies=[FULL],
         session_policies=[NOTHING]),
    case("access_policies#policies_session", IMPLICIT, SESSION, identity_policies=[FULL],
         session_policies=[]),
    case("access_policies#policies_session", ALLOW, SESSION, identity_policies=[FULL],
         session_policies=None),
    case("access_policies#policies_session", ALLOW, SESSION, identity_policies=[FULL],
         session_policies=[NOTHING, FULL]),
    # across accounts both sides have to allow
    case(TWO, IMPLICIT, STRANGER, identity_policies=[FULL], resource_account=ME),
    case(TWO, IMPLICIT, STRANGER, resource_account=ME, resource_policy=named({"AWS": STRANGER})),
    case(TWO, ALLOW, STRANGER, identity_policies=[FULL], resource_account=ME,
         resource_policy=named({"AWS": STRANGER})),
    case(TWO, ALLOW, STRANGER, identity_policies=[FULL], resource_account=ME,
         resource_policy=named({"AWS": OTHER})),
    case(TWO, ALLOW, STRANGER, identity_policies=[FULL], resource_account=ME,
         resource_policy=named("*")),
    case(TWO, IMPLICIT, STRANGER, identity_policies=[FULL], permissions_boundary=[NOTHING],
         resource_account=ME, resource_policy=named({"AWS": STRANGER})),
])  # fmt: skip
def test_combination(expected: str, principal: Any, args: Any, layers: Any) -> None:
    assert decision(principal, *args, **layers) == expected


@pytest.mark.parametrize(("named_as", "requester", "identity", "boundary", "session"), [
    # whom an implicit deny does not block when the resource policy allows; True: it blocks
    (USER, USER, False, False, None),
    (USER, {"AWS": FEDERATED, "issuer": USER}, False, True, True),
    (FEDERATED, FEDERATED, False, False, False),
    (ROLE, SESSION, False, True, True),
    (SESSION, SESSION, False, False, False),
    ("*", SESSION, False, False, False),
    (ME, SESSION, True, True, True),
    (ROOT, SESSION, True, True, True),
    (ME, USER, True, True, None),
])  # fmt: skip
def test_implicit_denies_inside_one_account(
    named_as: str, requester: Any, identity: bool, boundary: bool, session: bool | None
) -> None:
    """Page: reference_policies_evaluation-logic_policy-eval-denyallow, the table there."""
    granted = named({"AWS": named_as})
    full: Any = {"identity_policies": [FULL], "resource_policy": granted}
    if session is not None:
        full["session_policies"] = [FULL]
    assert decision(requester, **full) == ALLOW

    def blocked(**change: Any) -> bool:
        return decision(requester, **(full | change)) == IMPLICIT

    # a layer blocks what only the resource policy allows, if it may block it at all
    assert blocked(identity_policies=[NOTHING]) is identity
    assert blocked(identity_policies=[NOTHING], permissions_boundary=[NOTHING]) is (
        identity or boundary
    )
    if session is not None:
        assert blocked(identity_policies=[NOTHING], session_policies=[NOTHING]) is (
            identity or session
        )


def test_everyone_narrowed_to_a_role_is_still_everyone() -> None:
    """Principal * with aws:PrincipalArn = the role: implicit denies elsewhere do not block."""
    one = named("*", Condition={"ArnEquals": {"aws:PrincipalArn": ROLE}})
    found = decision(SESSION, resource_policy=one, permissions_boundary=[NOTHING])
    assert found == ALLOW
    assert decision(USER, resource_policy=one) == IMPLICIT


def test_federated_session_without_a_policy_gets_nothing_from_its_user() -> None:
    """Page: id_credentials_temp_control-access_getfederationtoken."""
    assert decision(FEDERATED, identity_policies=[FULL]) == IMPLICIT
    assert decision(FEDERATED, identity_policies=[FULL], session_policies=[FULL]) == ALLOW
    assert decision(FEDERATED, resource_policy=named({"AWS": FEDERATED})) == ALLOW


SCPS = "orgs_manage_policies_scps"
RCPS = "orgs_manage_policies_rcps"
SLR = f"arn:aws:iam::{ME}:role/aws-service-role/elb.amazonaws.com/AWSServiceRoleForELB"
RCP = [[deny("s3:*", Principal="*")]]


@pytest.mark.parametrize(("expected", "principal", "args", "layers"), [
    case(SCPS, ALLOW, USER, identity_policies=[FULL], scps=None),
    case(SCPS, ALLOW, USER, identity_policies=[FULL], scps=[[FULL], [FULL], [NOTHING, FULL]]),
    case(SCPS, IMPLICIT, USER, identity_policies=[FULL], scps=[[FULL], [NOTHING], [FULL]]),
    case(SCPS, IMPLICIT, USER, identity_policies=[FULL], scps=[[FULL], []]),
    case(SCPS, IMPLICIT, USER, scps=[[FULL]]),
    case(SCPS, EXPLICIT, ROOT, scps=[[FULL, deny("s3:*")]]),
    case(SCPS, ALLOW, SLR, identity_policies=[FULL], scps=[[deny()]]),
    case(SCPS, ALLOW, "lambda.amazonaws.com", scps=[[deny()]],
         resource_policy=named({"Service": "lambda.amazonaws.com"})),
    case(SCPS, ALLOW, "*", scps=[[deny()]], resource_policy=named("*")),
    case(SCPS, IMPLICIT, USER, resource_policy=named({"AWS": USER}), scps=[[NOTHING]]),
    # an SCP may allow under a condition and name resources
    case(SCPS, IMPLICIT, USER, identity_policies=[FULL], scps=[[allow(
        "s3:*", Resource="arn:aws:s3:::other/*")]]),
    case(RCPS, EXPLICIT, "*", resource_policy=named("*"), rcps=RCP),
    case(RCPS, EXPLICIT, USER, identity_policies=[FULL], rcps=RCP),
    case(RCPS, ALLOW, USER, identity_policies=[FULL],
         rcps=[[deny("s3:*", Principal={"AWS": STRANGER})]]),
    case(RCPS, ALLOW, USER, "sns:Publish", f"arn:aws:sns:eu-west-1:{ME}:t",
         identity_policies=[FULL], rcps=[[deny(Principal="*")]]),
    case(RCPS, ALLOW, SLR, identity_policies=[FULL], rcps=RCP),
    case(RCPS, EXPLICIT, "lambda.amazonaws.com", rcps=RCP,
         resource_policy=named({"Service": "lambda.amazonaws.com"})),
    case("kms/resource-control-policies", ALLOW, USER, "kms:RetireGrant", KEY,
         identity_policies=[FULL], resource_policy=allow(Principal={"AWS": ROOT}),
         rcps=[[deny(Principal="*")]]),
    case("vpc-endpoints-access", IMPLICIT, USER, identity_policies=[FULL],
         vpc_endpoint_policies=[allow("s3:PutObject", Principal="*")]),
    case("vpc-endpoints-access", ALLOW, USER, identity_policies=[FULL],
         vpc_endpoint_policies=[allow("s3:*", Principal="*")]),
    case("vpc-endpoints-access", EXPLICIT, "*", resource_policy=named("*"),
         vpc_endpoint_policies=[policy(statement("Allow", Principal="*"),
                                       statement("Deny", Principal="*"))]),
])  # fmt: skip
def test_organization_and_endpoint(expected: str, principal: Any, args: Any, layers: Any) -> None:
    assert decision(principal, *args, **layers) == expected


KMS = "kms/key-policies"
ENABLES = allow("kms:*", Principal={"AWS": ROOT})


@pytest.mark.parametrize(("expected", "principal", "layers"), [
    (IMPLICIT, USER, {"identity_policies": [FULL]}),
    (IMPLICIT, USER, {"resource_policy": ENABLES}),
    (ALLOW, USER, {"identity_policies": [FULL], "resource_policy": ENABLES}),
    (ALLOW, USER, {"resource_policy": allow(Principal={"AWS": USER})}),
    (ALLOW, ROOT, {"resource_policy": ENABLES}),
    (IMPLICIT, ROOT, {"resource_policy": allow(Principal={"AWS": USER})}),
    (IMPLICIT, USER, {"identity_policies": [FULL], "resource_policy": allow(
        Principal={"AWS": ROLE})}),
    (IMPLICIT, STRANGER, {"resource_policy": allow(Principal={"AWS": STRANGER})}),
    (ALLOW, STRANGER, {"identity_policies": [FULL], "resource_policy": allow(
        Principal={"AWS": OTHER})}),
    (ALLOW, USER, {"kms_grants": [{"GranteePrincipal": USER, "Operations": ["Decrypt"]}]}),
    (IMPLICIT, USER, {"kms_grants": [{"GranteePrincipal": USER, "Operations": ["Encrypt"]}]}),
    (IMPLICIT, USER, {"kms_grants": [{"GranteePrincipal": ROLE, "Operations": ["Decrypt"]}]}),
    (EXPLICIT, USER, {"kms_grants": [{"GranteePrincipal": USER, "Operations": ["Decrypt"]}],
                      "identity_policies": [deny()]}),
    (ALLOW, USER, {"context": {"kms:EncryptionContext:app": "shop"},
                   "kms_grants": [{"GranteePrincipal": USER, "Operations": ["Decrypt"],
                                   "Constraints": {"EncryptionContextSubset": {"app": "shop"}}}]}),
    (ALLOW, USER, {"context": {"kms:EncryptionContext:app": "shop",
                               "kms:EncryptionContextKeys": ["app"]},
                   "kms_grants": [{"GranteePrincipal": USER, "Operations": ["Decrypt"],
                                   "Constraints": {"EncryptionContextEquals": {"app": "shop"}}}]}),
    (IMPLICIT, USER, {"context": {"kms:EncryptionContext:app": "shop",
                                  "kms:EncryptionContextKeys": ["app", "more"]},
                      "kms_grants": [{"GranteePrincipal": USER, "Operations": ["Decrypt"],
                                      "Constraints": {
                                          "EncryptionContextEquals": {"app": "shop"}}}]}),
    (ALLOW, "rds.amazonaws.com", {"kms_grants": [
        {"GranteeServicePrincipal": "rds.amazonaws.com", "Operations": ["Decrypt"]}]}),
    (IMPLICIT, USER, {"kms_grants": [{"GranteePrincipal": USER, "Operations": ["Decrypt"],
                                      "Constraints": {
                                          "EncryptionContextSubset": {"app": "shop"}}}]}),
])  # fmt: skip
def test_keys(expected: str, principal: Any, layers: Any) -> None:
    """Page: kms/key-policy-default, kms/control-access, kms/grants."""
    assert decision(principal, "kms:Decrypt", KEY, **layers) == expected


OIDC = f"arn:aws:iam::{ME}:oidc-provider/token.actions.githubusercontent.com"
SUB = {"StringLike": {"token.actions.githubusercontent.com:sub": "repo:us/shop:*"}}


@pytest.mark.parametrize(("expected", "principal", "action", "layers"), [
    (ALLOW, USER, "AssumeRole", {"resource_policy": trust({"AWS": USER})}),
    (ALLOW, SESSION, "AssumeRole", {"resource_policy": trust({"AWS": ROLE})}),
    (IMPLICIT, USER, "AssumeRole", {"resource_policy": trust({"AWS": ROOT})}),
    (ALLOW, USER, "AssumeRole", {"resource_policy": trust({"AWS": ROOT}),
                                 "identity_policies": [FULL]}),
    (IMPLICIT, USER, "AssumeRole", {"identity_policies": [FULL]}),
    (IMPLICIT, USER, "AssumeRole", {"identity_policies": [FULL],
                                    "resource_policy": trust({"AWS": ROLE})}),
    (IMPLICIT, STRANGER, "AssumeRole", {"resource_policy": trust({"AWS": STRANGER})}),
    (ALLOW, STRANGER, "AssumeRole", {"resource_policy": trust({"AWS": OTHER}),
                                     "identity_policies": [FULL]}),
    (ALLOW, "ec2.amazonaws.com", "AssumeRole",
     {"resource_policy": trust({"Service": "ec2.amazonaws.com"})}),
    (IMPLICIT, "ec2.amazonaws.com", "AssumeRole",
     {"resource_policy": trust({"Service": "lambda.amazonaws.com"})}),
    (IMPLICIT, ROOT, "AssumeRole", {"resource_policy": trust({"AWS": ROOT})}),
    (IMPLICIT, ROOT, "AssumeRole", {"resource_policy": trust({"AWS": USER})}),
    (IMPLICIT, USER, "TagSession", {"resource_policy": trust({"AWS": USER})}),
    (ALLOW, USER, "TagSession", {"resource_policy": trust(
        {"AWS": USER}, ["sts:AssumeRole", "sts:TagSession"])}),
    (IMPLICIT, USER, "SetSourceIdentity", {"resource_policy": trust({"AWS": USER}),
                                           "identity_policies": [FULL]}),
    (ALLOW, OIDC, "AssumeRoleWithWebIdentity", {
        "resource_policy": trust({"Federated": OIDC}, "sts:AssumeRoleWithWebIdentity",
                                 Condition=SUB),
        "context": {"token.actions.githubusercontent.com:sub": "repo:us/shop:ref:main"}}),
    (IMPLICIT, OIDC, "AssumeRoleWithWebIdentity", {
        "resource_policy": trust({"Federated": OIDC}, "sts:AssumeRoleWithWebIdentity",
                                 Condition=SUB),
        "context": {"token.actions.githubusercontent.com:sub": "repo:them/shop:ref:main"}}),
])  # fmt: skip
def test_role_trust(expected: str, principal: Any, action: str, layers: Any) -> None:
    """Page: reference_policies_evaluation-logic_policy-eval-denyallow; STS AssumeRole."""
    assert decision(principal, f"sts:{action}", VAULT, **layers) == expected


def test_what_no_policy_changes() -> None:
    """Pages: STS GetCallerIdentity; access_policies_managed-vs-inline."""
    assert decision(USER, "sts:GetCallerIdentity", "*", identity_policies=[deny()]) == ALLOW
    managed = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    assert decision(USER, "iam:CreatePolicyVersion", managed, identity_policies=[FULL]) == IMPLICIT
    assert decision(USER, "iam:GetPolicy", managed, identity_policies=[FULL]) == ALLOW
    reserved = f"arn:aws:iam::{ME}:role/aws-reserved/sso.amazonaws.com/x"
    assert decision(USER, "iam:DeleteRole", reserved, identity_policies=[FULL]) == IMPLICIT


@pytest.mark.parametrize(("action", "expected"), [
    ("AssumeRole", IMPLICIT), ("GetCallerIdentity", IMPLICIT), ("GetSessionToken", IMPLICIT),
    ("AssumeRoleWithSAML", ALLOW), ("AssumeRoleWithWebIdentity", ALLOW),
])  # fmt: skip
def test_sts_wants_signed_requests(action: str, expected: str) -> None:
    """A trust policy for everybody lets nobody in who shows no credentials and no token."""
    own = trust("*", f"sts:{action}")
    assert decision("*", f"sts:{action}", VAULT, resource_policy=own) == expected
    if action == "AssumeRole":
        assert decision(USER, f"sts:{action}", VAULT, resource_policy=own) == ALLOW


def test_what_another_system_decides_is_unknown_by_name() -> None:
    found = ask(USER, "lakeformation:GetDataAccess", "*", identity_policies=[FULL])
    assert found["decision"] == UNKNOWN
    assert found["not_modelled"] == ["permissions of Lake Formation"]
    assert decision(USER, "lakeformation:GetDataAccess", "*") == IMPLICIT


@pytest.mark.parametrize(("principal", "listed", "expected"), [
    (USER, [USER, ROOT], ALLOW),
    (USER, [STRANGER], EXPLICIT),
    (USER, [ROOT], EXPLICIT),
    (USER, [USER], UNKNOWN),
    (SESSION, [SESSION, ROLE, ROOT], ALLOW),
    (SESSION, [ROLE, ROOT], UNKNOWN),
    (SESSION, [USER, ROOT], EXPLICIT),
    (STRANGER, [USER, ROOT], EXPLICIT),
])  # fmt: skip
def test_not_principal_with_deny(principal: str, listed: list[str], expected: str) -> None:
    """Page: reference_policies_elements_notprincipal; "might" there is unknown here."""
    one = {"Effect": "Deny", "NotPrincipal": {"AWS": listed}, "Action": "*", "Resource": "*"}
    found = decision(
        principal, identity_policies=[FULL], resource_policy=policy(one), resource_account=ME
    )
    assert found == expected
    if expected == ALLOW:
        bounded = decision(
            principal, identity_policies=[FULL], resource_policy=policy(one),
            permissions_boundary=[FULL], resource_account=ME,
        )  # fmt: skip
        assert bounded == EXPLICIT


def test_not_principal_with_allow_lets_everybody_else_in() -> None:
    one = {"Effect": "Allow", "NotPrincipal": {"AWS": USER}, "Action": "*", "Resource": "*"}
    assert decision("*", resource_policy=policy(one)) == ALLOW


@pytest.mark.parametrize(("principal", "expected"), [
    ("*", IMPLICIT), (STRANGER, IMPLICIT), (USER, ALLOW), ("lambda.amazonaws.com", ALLOW),
])  # fmt: skip
def test_restrict_public_buckets(principal: str, expected: str) -> None:
    """Page: S3 access-control-block-public-access."""
    layers: Any = {
        "resource_policy": named("*"), "identity_policies": [FULL], "resource_account": ME
    }  # fmt: skip
    assert decision(principal, **layers) == ALLOW
    assert decision(principal, bucket={"RestrictPublicBuckets": True}, **layers) == expected


@pytest.mark.parametrize(("condition", "public"), [
    ({}, True),
    ({"StringEquals": {"aws:PrincipalOrgID": "o-abc"}}, False),
    ({"StringLike": {"aws:PrincipalOrgID": "o-*"}}, True),
    ({"StringNotEquals": {"aws:PrincipalOrgID": "o-abc"}}, True),
    ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, False),
    ({"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}, True),
    ({"StringEquals": {"aws:SourceVpce": "vpce-1"}}, False),
    ({"StringEquals": {"aws:UserAgent": "x"}}, True),
])  # fmt: skip
def test_the_meaning_of_public(condition: Any, public: bool) -> None:
    """Page: S3 access-control-block-public-access, "The meaning of public"."""
    narrowed = policy(statement("Allow", Principal="*", Condition=condition))
    context = {"aws:PrincipalOrgID": "o-abc", "aws:SourceIp": "203.0.113.9",
               "aws:SourceVpce": "vpce-1", "aws:UserAgent": "x"}  # fmt: skip
    layers: Any = {
        "resource_policy": policy(statement("Allow", Principal={"AWS": OTHER}),
                                  *narrowed["Statement"]),
        "identity_policies": [FULL], "resource_account": ME, "context": context,
        "bucket": {"RestrictPublicBuckets": True},
    }  # fmt: skip
    assert decision(STRANGER, **layers) == (IMPLICIT if public else ALLOW)


@pytest.mark.parametrize(("bucket", "expected"), [
    ({"Acl": [{"Grantee": "http://acs.amazonaws.com/groups/global/AllUsers",
               "Permission": "READ"}]}, IMPLICIT),
    ({"ObjectOwnership": "ObjectWriter", "Acl": [
        {"Grantee": "http://acs.amazonaws.com/groups/global/AllUsers", "Permission": "READ"}]},
     ALLOW),
    ({"ObjectOwnership": "ObjectWriter", "IgnorePublicAcls": True, "Acl": [
        {"Grantee": "http://acs.amazonaws.com/groups/global/AllUsers", "Permission": "READ"}]},
     IMPLICIT),
    ({"ObjectOwnership": "ObjectWriter", "Acl": [
        {"Grantee": "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
         "Permission": "FULL_CONTROL"}]}, IMPLICIT),
])  # fmt: skip
def test_acls(bucket: Any, expected: str) -> None:
    """Pages: S3 acl-overview, about-object-ownership."""
    assert decision("*", bucket=bucket) == expected


def test_acls_inside_the_account_are_joined_with_the_policies() -> None:
    """Page: S3 User Guide, How Amazon S3 authorizes a request for an object operation."""
    everybody = {"Grantee": "http://acs.amazonaws.com/groups/global/AllUsers", "Permission": "READ"}
    bucket = {"ObjectOwnership": "ObjectWriter", "Acl": [everybody]}
    assert decision(USER, bucket=bucket) == ALLOW
    assert decision(USER, bucket=bucket, permissions_boundary=[NOTHING]) == UNKNOWN
    assert decision(USER, bucket=bucket, identity_policies=[FULL]) == ALLOW
    assert decision(STRANGER, bucket=bucket, identity_policies=[FULL], resource_account=ME) == ALLOW
    assert decision(STRANGER, bucket=bucket, resource_account=ME) == IMPLICIT


def test_every_layer_that_blocks_is_named() -> None:
    found = ask(
        USER, identity_policies=[FULL], permissions_boundary=[NOTHING],
        scps=[[FULL], [deny("s3:*", Sid="NoS3")]],
    )  # fmt: skip
    assert found["decision"] == EXPLICIT
    assert [one["layer"] for one in found["blocked_by"]] == [
        "permissions boundary", "service control policies",
    ]  # fmt: skip
    assert "scps[1][0]/NoS3" in found["because"]


def test_the_formula_is_over_what_is_not_known() -> None:
    mfa = deny(Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})
    found = ask(USER, identity_policies=[FULL, mfa], unknown=True)
    assert found["decision"] == CONDITIONAL
    assert "aws:MultiFactorAuthPresent" in found["allow_if"]
    assert decision(USER, identity_policies=[FULL, mfa]) == EXPLICIT


def test_malformed_policies_make_unknown_never_no() -> None:
    wrong = policy(statement("Deny", Condition={"StringEqualz": {"aws:x": "y"}}))
    assert decision(USER, identity_policies=[FULL, wrong]) == UNKNOWN
    assert decision(USER, identity_policies=[wrong]) == IMPLICIT
    assert decision(USER, identity_policies=[FULL, {"Statement": 5}]) == UNKNOWN
    other = policy(statement("Deny", "ec2:*", Condition={"StringEqualz": {"aws:x": "y"}}))
    assert decision(USER, identity_policies=[FULL, other]) == ALLOW


def test_a_statement_without_the_principal_it_must_have() -> None:
    """In a resource's policy it names nobody; AWS refuses it in an RCP or for an endpoint."""
    full: Any = {"identity_policies": [FULL]}
    assert decision(USER, resource_policy=deny(), **full) == ALLOW
    assert decision(USER, rcps=[[deny()]], **full) == UNKNOWN
    assert decision(USER, vpc_endpoint_policies=[FULL], **full) == UNKNOWN
    assert decision(USER, identity_policies=[allow(Principal="*")]) == UNKNOWN
    assert (
        decision(USER, identity_policies=[{"Statement": [{"Effect": "Allow", "Action": "*"}]}])
        == UNKNOWN
    )


def test_two_conditions_that_exclude_each_other_are_no_way_in() -> None:
    a = allow(Condition={"StringEquals": {"aws:x": "a"}})
    not_a = deny(Condition={"StringLike": {"aws:x": "a*"}})
    assert decision(USER, identity_policies=[a, not_a], unknown=True) == IMPLICIT


def test_many_conditions_stay_open_and_do_not_take_forever() -> None:
    """What is too much to try out is conditional, never a denial."""
    many = [
        statement("Allow", Condition={
            "StringLike": {f"aws:PrincipalTag/k{n}": [f"*a{n}*b*", f"*c{n}*"]},
            "StringNotEquals": {f"aws:RequestTag/q{n}": ["x", "y"]},
        })
        for n in range(60)
    ]  # fmt: skip
    assert decision(USER, identity_policies=[policy(*many)], unknown=True) == CONDITIONAL
    one_key = [
        statement(effect, Condition={"StringLike": {"aws:PrincipalTag/k": f"*{n}*a*{n}*"}})
        for n in range(40)
        for effect in ("Allow", "Deny")
    ]
    assert decision(USER, identity_policies=[policy(*one_key)], unknown=True) == IMPLICIT


def test_resource_account_of_the_request_prevails() -> None:
    assert decision(USER, identity_policies=[FULL], resource_account=OTHER) == IMPLICIT
    assert ask(USER, identity_policies=[FULL])["assumed"] == [
        "the resource belongs to the account of the principal"
    ]
    queue = f"arn:aws:sqs:eu-west-1:{OTHER}:q"
    assert decision(USER, "sqs:SendMessage", queue, identity_policies=[FULL]) == IMPLICIT


def test_actions_without_resources_match_only_the_star() -> None:
    """Page: reference_policies_elements_resource."""
    narrow = allow("ec2:Describe*", Resource="arn:aws:ec2:*:*:instance/*")
    assert decision(USER, "ec2:DescribeInstances", "*", identity_policies=[narrow]) == IMPLICIT
    wide = allow("ec2:Describe*")
    assert decision(USER, "ec2:DescribeInstances", "*", identity_policies=[wide]) == ALLOW
    assert OBJECT


def test_the_path_of_a_session_s_role_is_assumed_or_unknown() -> None:
    """The ARN of a session does not hold the path of its role; aws:PrincipalArn does."""
    one = allow(Condition={"ArnEquals": {"aws:PrincipalArn": ROLE}})
    found = ask(SESSION, identity_policies=[one])
    assert found["decision"] == ALLOW
    assert "the role of the session has no path" in found["assumed"]
    assert decision(SESSION, identity_policies=[one], unknown=True) == CONDITIONAL
    told = {"aws:PrincipalArn": f"arn:aws:iam::{ME}:role/team/app"}
    assert decision(SESSION, identity_policies=[one], context=told) == IMPLICIT


@pytest.mark.parametrize(("policies", "expected"), [
    ([{"unknown": "not in the input"}], "UNKNOWN"),
    ([allow("s3:*"), {"unknown": "not in the input"}], "UNKNOWN"),
    ([allow("s3:*", Resource={"unknown": "chosen later"})], "UNKNOWN"),
    ([allow("s3:*", Resource={"unknown": "chosen later", "prefix": "arn:aws:s3:::vault"})],
     "IMPLICIT_DENY"),
    ([allow("s3:*"), deny("ec2:*", Resource=[{"unknown": "chosen later"}])], "ALLOW"),
    ([allow("s3:*"), deny("s3:*", Condition={"StringEquals": {"aws:x": {"unknown": "later"}}})],
     "ALLOW"),
    ([allow({"unknown": "chosen later"})], "UNKNOWN"),
])  # fmt: skip
def test_an_unknown_part_of_a_policy_counts_where_it_matters(policies: Any, expected: str) -> None:
    assert decision(USER, identity_policies=policies) == expected
    assert decision(USER, identity_policies=[json.dumps(one) for one in policies]) == expected
