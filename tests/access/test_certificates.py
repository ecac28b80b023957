"""Certificates: the checker accepts what the engine proves, and nothing that was changed."""

from __future__ import annotations

import ast
import copy
import json
import random
from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from access import oracle
from access.asking import (
    KEY,
    ME,
    OBJECT,
    OTHER,
    ROLE,
    ROOT,
    SESSION,
    USER,
    allow,
    deny,
    policy,
    trust,
)
from partywall.access import checker
from partywall.access.catalogue import actions, find, resource_control_services
from partywall.access.certificates import Uncertified, certify
from partywall.access.checker import read_certificates, verify
from partywall.access.checker.language import Rejected
from partywall.access.checker.principals import Who
from partywall.access.checker.services import (
    AT_HOME,
    RCPS_REACH,
    TRUSTED,
    UNLOCKING,
    WITHOUT_KEY,
    never,
)
from partywall.access.requests import answer
from partywall.access.services import owners
from partywall.estate.views.policy_document import TRUSTED_KEYS

Json = Any
SHOP = "arn:aws:s3:::shop/*"
MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
OFFICE = {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"]}}
TAGGED = {"StringEquals": {"s3:ExistingObjectTag/team": "${aws:PrincipalTag/team}"}}
GRANT = {"GranteePrincipal": ROLE, "Operations": ["Decrypt"], "GrantId": "g",
         "Constraints": {"EncryptionContextSubset": {"shop": "1"}}}  # fmt: skip
PUBLIC = {"Grantee": "http://acs.amazonaws.com/groups/global/AllUsers", "Permission": "READ"}


def request(principal: Json = USER, action: str = "s3:GetObject", on: str = OBJECT, **more: Json):
    return {"principal": principal, "action": action, "resource": on, **more}


REQUESTS: list[tuple[Json, bool]] = [
    (request(identity_policies=[allow("s3:*", Resource=SHOP)]), False),
    (request(identity_policies=[allow("s3:*", Condition=MFA)]), True),
    (request(identity_policies=[allow("s3:*", Condition=OFFICE)],
             context={"aws:SourceIp": "192.0.2.7"}), False),
    (request(identity_policies=[allow("s3:*", Condition=OFFICE), deny("s3:*", Condition=MFA)],
             scps=[[allow()], [allow("s3:*"), deny("ec2:*")]]), True),
    (request(identity_policies=[allow("s3:*", Condition=TAGGED)],
             context={"aws:PrincipalTag/team": "a", "s3:ExistingObjectTag/team": "a"}), False),
    (request(SESSION, resource_policy=allow("s3:*", Principal={"AWS": ROLE}),
             permissions_boundary=[allow("s3:Get*")], session_policies=[allow("s3:*")]), False),
    (request(f"arn:aws:iam::{OTHER}:user/eve", resource_account=ME,
             identity_policies=[allow()], resource_policy=allow("s3:*", Principal={"AWS": OTHER}),
             rcps=[[deny("s3:*", Principal="*",
                         Condition={"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}})]]), True),
    (request("*", bucket={"ObjectOwnership": "ObjectWriter", "Acl": [PUBLIC]}), False),
    (request("*", resource_policy=allow("s3:*", Principal="*"),
             bucket={"RestrictPublicBuckets": True}), False),
    (request("*", "sts:AssumeRole", ROLE, resource_policy=trust("*")), False),
    (request("*", "sts:GetCallerIdentity", "*"), False),
    (request("lambda.amazonaws.com", resource_policy=allow(
        "s3:*", Principal={"Service": ["sns.amazonaws.com", "lambda.amazonaws.com"]})), False),
    (request(ROLE, "kms:Decrypt", KEY, identity_policies=[allow("kms:*")], kms_grants=[GRANT],
             context={"kms:EncryptionContext:shop": "1"},
             resource_policy=allow("kms:*", Principal={"AWS": OTHER})), False),
    (request("rds.amazonaws.com", "kms:Decrypt", KEY, kms_grants=[
        {"GranteeServicePrincipal": "rds.amazonaws.com", "Operations": ["Decrypt"],
         "Constraints": {"EncryptionContextEquals": {"a": "1"}, "SourceArn": "arn:aws:rds:::*"}}],
        context={"kms:EncryptionContext:a": "1", "kms:EncryptionContextKeys": ["a"]}), True),
    (request(ROOT, "sts:AssumeRole", ROLE, identity_policies=[allow()],
             resource_policy=trust({"AWS": ROOT})), False),
    (request(USER, "sts:GetSessionToken", "*", identity_policies=[deny()]), False),
    (request(SESSION, "sts:GetFederationToken", f"arn:aws:sts::{ME}:federated-user/x",
             identity_policies=[allow()]), False),
    (request(USER, "kms:UpdateAlias", f"arn:aws:kms:eu-west-1:{ME}:alias/aws/s3",
             identity_policies=[allow()]), False),
    (request(f"arn:aws:sts::{ME}:assumed-role/AWSReservedSSO_Admin_1/ann",
             identity_policies=[allow(Condition={"ArnLike": {
                 "aws:PrincipalArn": f"arn:aws:iam::{ME}:role/aws-reserved/*"}})]), False),
    (request(SESSION, identity_policies=[allow(Condition={
        "ArnEquals": {"aws:PrincipalArn": ROLE}})]), True),
    (request(bucket={"ObjectOwnership": "ObjectWriter", "Acl": [PUBLIC]}), False),
    (request("*", resource_policy=allow("s3:*", Principal="*", Condition={"StringLike": {
        "s3:DataAccessPointArn": f"arn:aws:s3:eu-west-1:{ME}:accesspoint/*"}}),
        bucket={"RestrictPublicBuckets": True},
        context={"s3:DataAccessPointArn": f"arn:aws:s3:eu-west-1:{ME}:accesspoint/a"}), False),
    (request(USER, "sts:AssumeRole", ROLE, identity_policies=[allow("sts:*")],
             resource_policy=trust({"AWS": f"arn:aws:iam::{ME}:root"})), False),
    (request(USER, "sts:GetCallerIdentity", "*", identity_policies=[deny()]), False),
    (request(identity_policies=[allow("s3:*"), deny("s3:Get*", Resource=SHOP)]), False),
    (request(USER, "iam:DeletePolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess",
             identity_policies=[allow()]), False),
    (request({"Federated": "cognito-identity.amazonaws.com"}, "sts:AssumeRoleWithWebIdentity",
             ROLE, resource_policy=trust(
                 {"Federated": "cognito-identity.amazonaws.com"}, "sts:AssumeRoleWithWebIdentity",
                 Condition={"ForAnyValue:StringLike":
                            {"cognito-identity.amazonaws.com:amr": "authenticated"}})), True),
    (request(ROLE, resource_policy=deny("s3:*", NotPrincipal={"AWS": [ROLE, ME]}),
             identity_policies=[json.dumps(allow("s3:*"))]), False),
    (request(identity_policies=[allow("s3:*", Condition={"DateLessThan": {
        "aws:CurrentTime": "2026-12-01T00:00:00Z"}, "NumericLessThanIfExists": {"s3:max-keys": 10},
        "Null": {"aws:TokenIssueTime": "true"}, "ArnLike": {"aws:SourceArn": "arn:aws:*:::x*"}})],
        context={"aws:CurrentTime": "2026-11-23T10:00:00+01:00", "s3:max-keys": 5,
                 "aws:SourceArn": "arn:aws:sns:::xy"}), False),
    (request(on=SHOP, identity_policies=[allow("s3:*", Resource=["arn:aws:s3:::sh?p/*"]),
                                         deny("s3:*", Resource="arn:aws:s3:::vault/*")]), False),
    (request(on=f"{SHOP}.jpg", identity_policies=[policy(
        {"Effect": "Allow", "Action": "s3:*", "NotResource": f"{SHOP}.png"})],
             resource_policy=deny("s3:*", Principal="*", Condition=MFA)), True),
    (request(identity_policies=[
        allow("s3:*"), deny("s3:*", Resource={"unknown": "later", "prefix": "arn:aws:s3:::vault"}),
        deny("ec2:*", Condition={"StringEquals": {"aws:x": {"unknown": "later"}}})]), False),
    (request(on=SHOP, identity_policies=[
        allow("s3:*", Resource=SHOP), allow("ec2:*", Resource={"unknown": "later"}),
        {"unknown": "not in the input"}],
        scps=[[allow("ec2:*")]]), True),
]  # fmt: skip
CERTIFICATES = [certify(json.dumps(one).encode(), unknown) for one, unknown in REQUESTS]


@pytest.mark.parametrize(("asked", "unknown"), REQUESTS)
def test_accepted_with_the_decision_of_the_engine(asked: Json, unknown: bool) -> None:
    text = json.dumps(asked).encode()
    found = certify(text, unknown)
    assert found["decision"] == answer(text, unknown)["decision"]
    assert verify(found).startswith(found["decision"])


def test_every_outcome_is_among_them() -> None:
    outcomes = {one["decision"] for one in CERTIFICATES}
    assert outcomes == {"ALLOW", "IMPLICIT_DENY", "EXPLICIT_DENY", "CONDITIONAL"}


@pytest.mark.parametrize("seed", range(12))
def test_random_requests_are_certified(seed: int) -> None:
    """Nearly all; what conditions that exclude each other settle is not, and that is said."""
    generator = oracle.Generator(seed)
    for _ in range(40):
        text = json.dumps(generator.request()).encode()
        verify(certify(text))
        try:
            verify(certify(text, unknown=True))
        except Uncertified as error:
            assert "the decision: told" in str(error)


@pytest.mark.parametrize("seed", range(6))
def test_what_the_checker_works_out_alone_is_what_the_engine_decides(seed: int) -> None:
    """So no certificate is accepted of a request that is decided otherwise, whatever it claims."""
    generator, count = oracle.Generator(100 + seed), 0
    for _ in range(60):
        told = generator.request()
        for unknown in (False, True):
            try:
                asked = checker.request.Asked(told, "unknown" if unknown else "absent")
                statements = list(checker.request.read_statements(asked))
                layers = checker.decision.read_layers(asked, statements)
                found, _ = checker.decision.work_out(asked, layers, statements)
            except Rejected:
                continue
            decided = answer(json.dumps(told).encode(), unknown)["decision"]
            count += 1
            assert found in (decided, "CONDITIONAL"), told
            if not unknown:
                assert decided in (found, "UNKNOWN"), told
    assert count > 60


def places(value: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything inside a value."""
    if path:
        yield path
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in pairs:
            yield from places(one, (*path, key))


def parent(value: Json, path: tuple[Any, ...]) -> Json:
    for key in path[:-1]:
        value = value[key]
    return value


def changed(one: Json) -> list[Json]:
    """Other values that could stand there."""
    if isinstance(one, bool):
        return [not one, "open", 1 if one else 0]
    if isinstance(one, str):
        return [f"{one}x", "", "*", None]
    if isinstance(one, int):
        return [one + 1, str(one), True]
    return [None, {} if one else {"all": []}, []]


def mutations(certificate: Json) -> Iterator[tuple[str, Json]]:
    """The certificate with one thing changed, dropped, added, or two neighbours swapped."""
    for path in list(places(certificate)):
        here = parent(certificate, path)[path[-1]]
        for other in changed(here):
            if checker.language.canonical(other) != checker.language.canonical(here):
                new = copy.deepcopy(certificate)
                parent(new, path)[path[-1]] = other
                yield f"{path} to {other!r}", new
        new = copy.deepcopy(certificate)
        del parent(new, path)[path[-1]]
        yield f"{path} dropped", new
        if isinstance(here, dict):
            new = copy.deepcopy(certificate)
            parent(new, path)[path[-1]]["more"] = True
            yield f"{path} with more", new
        if isinstance(here, list) and here:
            new = copy.deepcopy(certificate)
            parent(new, path)[path[-1]].append(copy.deepcopy(here[-1]))
            yield f"{path} with its last twice", new
            if here[0] != here[-1]:
                new = copy.deepcopy(certificate)
                parent(new, path)[path[-1]].reverse()
                yield f"{path} reversed", new


def harmless(certificate: Json, new: Json) -> bool:
    """Whether a change says the same: another spelling of the formula, or another true reason why
    a statement does not apply. All that the request and its outcome are must be as they were."""
    fixed = set(certificate) - {"allow_if", "statements"}
    if any(new.get(key) != certificate[key] for key in fixed) or set(new) != set(certificate):
        return False
    for old, claim in zip(certificate["statements"], new["statements"], strict=True):
        if {**claim, "fails": ""} != {**old, "fails": ""} or ("fails" in claim) != ("fails" in old):
            return False
    return same_formula(certificate.get("allow_if"), new.get("allow_if"))


def same_formula(old: Json, new: Json) -> bool:
    """Equal as boolean functions of their tests, tried one by one."""
    tests = sorted({*leaves_of(old), *leaves_of(new)})
    return all(
        truth(old, world) == truth(new, world)
        for bits in range(2 ** len(tests))
        for world in [{test: bool(bits >> n & 1) for n, test in enumerate(tests)}]
    )


def leaves_of(tree: Json) -> set[str]:
    if not isinstance(tree, dict):
        return set()
    for word in ("all", "any"):
        if word in tree:
            return set().union(*map(leaves_of, tree[word]))
    return leaves_of(tree["not"]) if "not" in tree else {json.dumps(tree, sort_keys=True)}


def truth(tree: Json, world: dict[str, bool]) -> Json:
    if not isinstance(tree, dict):
        return tree
    if "all" in tree:
        return all(truth(one, world) for one in tree["all"])
    if "any" in tree:
        return any(truth(one, world) for one in tree["any"])
    if "not" in tree:
        return not truth(tree["not"], world)
    return world[json.dumps(tree, sort_keys=True)]


@pytest.mark.parametrize("certificate", CERTIFICATES, ids=range(len(CERTIFICATES)))
def test_every_change_of_meaning_is_rejected(certificate: Json) -> None:
    count = 0
    for what, new in mutations(certificate):
        count += 1
        try:
            verify(new)
        except Rejected:
            continue
        assert harmless(certificate, new), what
    assert count > 100


@pytest.mark.parametrize("certificate", CERTIFICATES, ids=range(len(CERTIFICATES)))
def test_changes_that_keep_the_hashes_right_are_rejected(certificate: Json) -> None:
    """Who changes a policy and its hash must change the claims too, or prove the same of it."""
    dice = random.Random(7)
    rejected = 0
    for what, new in mutations(certificate):
        if not what.startswith("('request'") or dice.random() < 0.5:
            continue
        resealed(new)
        try:
            verify(new)
        except Rejected:
            rejected += 1
            continue
        decision = answer(json.dumps(new["request"]).encode(), new["missing_keys"] == "unknown")
        assert decision["decision"] == new["decision"], what
    assert rejected > 5


def resealed(certificate: Json) -> None:
    """Put the hashes right, as far as the request still has a form."""
    certificate["request_sha256"] = checker.language.digest(certificate["request"])
    try:
        found = checker.request.Asked(certificate["request"], certificate["missing_keys"])
        certificate["policies"] = [
            {"place": place, "sha256": checker.language.digest(one)}
            for place, one in found.policies
        ]
    except (Rejected, ValueError, TypeError, KeyError, AttributeError):
        return


@pytest.mark.parametrize(("asked", "says"), [
    (request(on=SHOP, identity_policies=[allow("s3:*", Resource="arn:aws:s3:::shop/a*")]),
     "not decided alike"),
    (request(on=SHOP, identity_policies=[allow("s3:*"), deny("s3:*", Resource=f"{SHOP}a"),
                                         deny("s3:*")]), "matches some of"),
    (request(on=SHOP, identity_policies=[allow("s3:*", Resource=["*", "arn:aws:s3:::s*:a"])]),
     "matches some of"),
    (request(ROLE, "kms:Decrypt", f"{KEY[:-2]}*"), "treat some of the resources apart"),
    (request(identity_policies=[allow("s3:*", Condition={"Quantum": {"a": "b"}})]), "UNKNOWN"),
    (request(identity_policies=[allow("s3:*"), allow("ec2:*", Strange=1)]), "Strange"),
])  # fmt: skip
def test_what_is_not_known_has_no_certificate(asked: Json, says: str) -> None:
    with pytest.raises(Uncertified, match=says):
        certify(json.dumps(asked).encode())


@pytest.mark.parametrize("seed", range(6))
def test_what_a_pattern_is_certified_to_be_each_of_its_resources_is(seed: int) -> None:
    """Against deciding resources one by one: all short names over the letters of the patterns."""
    dice = random.Random(seed)

    def glob() -> str:
        return "".join(dice.choice("ab*?") for _ in range(dice.randint(1, 3)))

    names = ["".join(one) for size in range(4) for one in product("ab:", repeat=size)]
    accepted: list[str] = []
    for _ in range(150):
        head = dice.choice(["arn:aws:s3:::", "arn:aws:s3:*:*:", "arn:*:", "*:", ""])
        policies = [
            allow("s3:*", Resource=f"arn:aws:s3:::{glob()}"),
            dice.choice([allow, deny])("s3:*", Resource=f"{head}{glob()}"),
        ]  # fmt: skip
        asked = request(on=f"arn:aws:s3:::{glob()}*", identity_policies=policies)
        try:
            found = certify(json.dumps(asked).encode())
        except Uncertified:
            continue
        accepted.append(found["decision"])
        for name in names:
            one = f"arn:aws:s3:::{name}"
            if fnmatchcase(one, asked["resource"]):
                alone = answer(json.dumps({**asked, "resource": one}).encode())
                assert alone["decision"] == found["decision"], (asked, one)
    assert len(accepted) > 10 and len(set(accepted)) > 1


@pytest.mark.parametrize("text", [
    b"[]", b"5", b"{}", b'{"certificate": []}', b'{"certificate": "decision"}',
    b'{"certificate": "decision", "version": 1, "decision": {}}',
])  # fmt: skip
def test_what_is_no_certificate_is_rejected(text: bytes) -> None:
    (one,) = read_certificates(text)
    with pytest.raises(Rejected):
        verify(one)


def test_the_checker_imports_nothing_of_ours() -> None:
    """Only the standard library and its own package."""
    import sys

    for file in Path(checker.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                own = name.startswith("partywall.access.checker")
                assert own or name.partition(".")[0] in sys.stdlib_module_names, (file.name, name)


def test_its_tables_are_those_of_the_catalogue() -> None:
    assert resource_control_services() == RCPS_REACH
    assert TRUSTED_KEYS == TRUSTED
    keyless = {f"kms:{name}" for name, one in actions("kms").items() if not one.resource_types}
    keyed = {f"kms:{name}" for name, one in actions("kms").items()} - keyless
    assert all(map(WITHOUT_KEY.fullmatch, keyless)) and not any(map(WITHOUT_KEY.fullmatch, keyed))
    for name, action in actions("iam").items():
        denied: bool | None
        try:
            denied = never(f"iam:{name}", "arn:aws:iam::aws:policy/X", Who("user", USER, ME), False)
        except Rejected:
            denied = None
        changes = not action.reads_only and name != "passrole"
        known = not changes or any(one.name in ("policy", "role") for one in action.resource_types)
        assert denied == (changes if known else None), name


@pytest.mark.parametrize("service", ["s3", "kms", "sqs", "kinesis", "dynamodb"])
def test_it_knows_what_only_owners_can_do(service: str) -> None:
    for name in actions(service):
        action = f"{service}:{name}"
        assert (action in owners.AT_HOME) == bool(AT_HOME.fullmatch(action)), action
        assert (action in owners.UNLOCKING) == bool(UNLOCKING.fullmatch(action)), action


def test_what_only_owners_can_do_is_an_action() -> None:
    assert all(find(one) is not None for one in owners.AT_HOME | owners.UNLOCKING)


FORGED: list[tuple[Json, bool, Json]] = [
    (request(identity_policies=[allow("s3:*", Resource=SHOP)]), False,
     {"identity_policies": [json.dumps(allow("s3:*"))[:-1] + ', "Version": "2012-10-17"}']}),
    (request(identity_policies=[allow("s3:*"), deny("s3:*", Resource="arn:aws:s3:::vault/*")]),
     False, {"resource": "*"}),
    (request(ROLE, "kms:Decrypt", KEY, identity_policies=[allow()],
             resource_policy=trust({"AWS": ROOT}, "kms:*")), False, {"resource": "*"}),
    (request(identity_policies=[allow("s3:*", Resource=SHOP)]), False,
     {"identity_policies": [allow("s3:*", Resource=SHOP, NotResource=SHOP)]}),
    (request(vpc_endpoint_policies=[allow(Principal="*")], identity_policies=[allow()]), False,
     {"vpc_endpoint_policies": [allow()]}),
    (request(resource_policy=allow("s3:*", Principal={"AWS": USER})), False,
     {"resource_policy": allow("s3:*", Principal={"AWS": USER}, NotPrincipal={"AWS": ROLE})}),
    (request(resource_policy=allow("s3:*", Principal={"AWS": USER})), False,
     {"resource_policy": allow("s3:*", Principal={"AWS": [USER, f"{USER}*"]})}),
    (request(identity_policies=[allow()], context={"aws:x": "1"}), False,
     {"context": {"aws:x": "1", "AWS:X": "2"}}),
    (request(ROLE, "kms:Decrypt", KEY, kms_grants=[{**GRANT, "Constraints": {}}]), False,
     {"kms_grants": [{**GRANT, "Constraints": {"Elsewhere": "1"}}]}),
]  # fmt: skip
"""A request, and what to change in it: what the checker does not know it refuses."""


@pytest.mark.parametrize(("asked", "unknown", "change"), FORGED)
def test_what_is_not_understood_is_refused(asked: Json, unknown: bool, change: Json) -> None:
    certificate = certify(json.dumps(asked).encode(), unknown)
    certificate["request"] = {**certificate["request"], **change}
    resealed(certificate)
    with pytest.raises(Rejected) as found:
        verify(certificate)
    assert "told" not in str(found.value), "refused for what it says, not for what it claims"
