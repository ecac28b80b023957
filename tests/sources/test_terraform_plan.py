"""Plans read: masks, references, instances, secrets, and input that is no plan."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partywall.estate.estate import Estate
from partywall.estate.fold import fold
from partywall.kernel.errors import SourceError
from partywall.kernel.unknown import Unknown
from partywall.sources.reading import Reading
from partywall.sources.terraform_plan import read_plan

DATA = Path(__file__).parent.parent / "data" / "plans"
KEYS = ("two.x", 'a"q', "größe")


@cache
def real(name: str) -> Reading:
    return read_plan((DATA / name / "plan.json").read_bytes(), f"{name}/plan.json")


@cache
def folded(name: str) -> Estate:
    reading = read_plan((DATA / name / "plan.json").read_bytes(), "plan.json")
    return fold(reading.resources, reading.fragments)


def quoted(key: str) -> str:
    return '["' + key.replace('"', '\\"') + '"]'


def change(address: str, after: Any, **more: Any) -> dict[str, Any]:
    """A resource change; `unknown` and `sensitive` are its masks."""
    kind, name = address.rsplit("module.", 1)[-1].split(".")[-2:]
    return {
        "address": address,
        "mode": "managed",
        "type": kind,
        "name": name.split("[")[0],
        **more.pop("place", {}),
        "change": {
            "actions": more.pop("actions", ["create"]),
            "before": None,
            "after": after,
            "after_unknown": more.pop("unknown", {}),
            "after_sensitive": more.pop("sensitive", {}),
        },
        **more,
    }


def plan(*changes: dict[str, Any], config: dict[str, Any] | None = None, **more: Any) -> bytes:
    """A plan; `config` holds the expressions of root resources by address."""
    resources = [
        {
            "address": address,
            "mode": "managed",
            "provider_config_key": "aws",
            "expressions": written,
        }
        for address, written in (config or {}).items()
    ]
    whole = {
        "format_version": "1.2",
        "resource_changes": list(changes),
        "configuration": {"root_module": {"resources": resources}},
    }
    return json.dumps({**whole, **more}).encode()


def properties(data: bytes) -> dict[str, Any]:
    (resource,) = read_plan(data, "plan.json").resources
    return resource.properties


# -- actions


@pytest.mark.parametrize(
    "actions, mode, seen",
    [
        (["create"], "managed", "create"),
        (["no-op"], "managed", "no-op"),
        (["update"], "managed", "update"),
        (["delete", "create"], "managed", "replace"),
        (["create", "delete"], "managed", "replace"),
        (["delete"], "managed", None),
        (["forget"], "managed", None),
        (["read"], "data", None),
    ],
)
def test_what_is_there_after_the_plan_is_read(actions: list[str], mode: str, seen: str | None):
    gone = actions in (["delete"], ["forget"])
    one = change("aws_s3_bucket.b", None if gone else {"bucket": "b"}, actions=actions)
    reading = read_plan(plan({**one, "mode": mode}), "plan.json")
    assert [resource.action for resource in reading.resources] == ([seen] if seen else [])
    assert reading.diagnostics == []


# -- masks


def test_an_argument_that_aws_fills_in_is_absent_when_nobody_configured_it():
    one = change("aws_s3_bucket.b", {}, unknown={"bucket": True, "versioning": True})
    assert properties(plan(one, config={"aws_s3_bucket.b": {}})) == {}


def test_a_configured_argument_keeps_its_reference():
    one = change("aws_s3_bucket_policy.p", {}, unknown={"bucket": True, "policy": True})
    found = properties(
        plan(
            one,
            config={
                "aws_s3_bucket_policy.p": {
                    "bucket": {"references": ["aws_s3_bucket.b.id", "aws_s3_bucket.b"]},
                    "policy": {"references": ["local.policy"]},
                }
            },
        )
    )
    assert found["Bucket"] == Unknown(
        "known after apply", ("aws_s3_bucket.b",), "Ref", present=True
    )
    assert found["PolicyDocument"] == Unknown("known after apply")


def test_without_configuration_nothing_is_taken_for_a_default():
    one = change("aws_s3_bucket.b", {}, unknown={"versioning": True})
    assert isinstance(properties(plan(one, configuration={}))["VersioningConfiguration"], Unknown)


def test_an_unknown_element_of_a_list_is_not_a_null():
    ingress = {
        "protocol": "tcp",
        "from_port": 22,
        "to_port": 22,
        "cidr_blocks": ["10.0.0.0/8", None],
        "self": False,
    }
    one = change(
        "aws_security_group.g",
        {"ingress": [ingress]},
        unknown={"ingress": [{"cidr_blocks": [False, True]}]},
    )
    config = {"aws_security_group.g": {"ingress": {"references": ["aws_eip.e.public_ip"]}}}
    rules = properties(plan(one, config=config))["SecurityGroupIngress"]
    assert [rule["CidrIp"] for rule in rules] == [
        "10.0.0.0/8",
        Unknown("known after apply", ("aws_eip.e",), present=True),
    ]


@pytest.mark.parametrize(
    "written, present",
    [
        (["aws_kms_key.k.arn", "aws_kms_key.k"], True),
        (["aws_kms_key.k[0].arn", "aws_kms_key.k[0]", "aws_kms_key.k"], True),
        (["var.own", "aws_kms_key.k.arn", "aws_kms_key.k"], False),
        (["aws_kms_key.k"], False),
    ],
)
def test_only_one_plain_attribute_is_surely_set(written: list[str], present: bool):
    one = change("aws_s3_bucket_policy.p", {"policy": "{}"}, unknown={"bucket": True})
    config = {"aws_s3_bucket_policy.p": {"bucket": {"references": written}}}
    assert properties(plan(one, config=config))["Bucket"].present is present


def test_a_variable_with_a_known_value_leaves_the_argument_to_aws():
    one = change("aws_iam_role.r", {}, unknown={"name": True})
    config = {"aws_iam_role.r": {"name": {"references": ["var.name"]}}}
    assert properties(plan(one, config=config)) == {}


def test_what_a_function_makes_at_apply_is_unknown():
    one = change("aws_iam_role.r", {}, unknown={"name": True})
    assert "RoleName" in properties(plan(one, config={"aws_iam_role.r": {"name": {}}}))


def test_a_deferred_policy_keeps_the_actions_that_are_known():
    policy = folded("references").by_address["aws_iam_policy.read"]
    (statement,) = policy.properties["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Action"]) == ("Allow", "s3:GetObject")
    (resource,) = statement["Resource"]
    assert resource.refs == ("aws_s3_bucket.peer",) and not resource.attribute


# -- dynamic blocks, in a real plan


def test_an_unknown_number_of_rules_is_one_placeholder():
    by_address = folded("blocks").by_address
    (rule,) = by_address["aws_security_group.dyn"].properties["SecurityGroupIngress"]
    assert isinstance(rule, Unknown) and rule.many
    assert "SecurityGroupIngress" not in by_address["aws_security_group.plain"].properties
    (known,) = by_address["aws_security_group.known"].properties["SecurityGroupIngress"]
    assert known["FromPort"] == 22 and known["CidrIp"].refs == ("aws_vpc.v",)


def test_egress_that_nobody_configured_is_no_egress():
    group = folded("blocks").by_address["aws_security_group.plain"]
    assert group.properties["SecurityGroupEgress"] == []


def test_a_block_that_may_have_elements_is_unknown():
    bucket = folded("blocks").by_address["aws_s3_bucket.b"]
    rules = bucket.properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert isinstance(rules, Unknown)
    assert isinstance(bucket.properties["LifecycleConfiguration"]["Rules"], Unknown)


def test_an_ordinary_bucket_is_not_clouded_by_what_the_provider_fills_in():
    assert folded("blocks").by_address["aws_s3_bucket.plain"].properties == {}


def test_an_ordinary_instance_is_not_clouded_either():
    instance = folded("blocks").by_address["aws_instance.plain"]
    assert not any(isinstance(value, Unknown) for value in instance.properties.values())


# -- references, in a real plan


@pytest.mark.parametrize("key", KEYS)
def test_companions_find_their_own_instance(key: str):
    by_address = folded("references").by_address
    bucket = by_address[f"aws_s3_bucket.each{quoted(key)}"]
    assert bucket.properties["VersioningConfiguration"] == {"Status": "Enabled"}
    assert (
        bucket.merged["VersioningConfiguration"][0] == f"aws_s3_bucket_versioning.each{quoted(key)}"
    )
    inside = by_address[f"module.m{quoted(key)}.aws_s3_bucket.b"]
    assert inside.properties["AccessControl"] == "Private"
    (rule,) = inside.properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    key_id = rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"]
    assert key_id.refs == ("aws_kms_key.k",) and key_id.present
    assert ("VersioningConfiguration" in inside.properties) is (key == "two.x")


def test_companions_link_by_name_and_through_one_another():
    by_address = folded("references").by_address
    assert "VersioningConfiguration" in by_address["aws_s3_bucket.plain"].properties
    assert "VersioningConfiguration" in by_address["aws_s3_bucket.peer"].properties


def test_counted_companions_keep_to_their_index_and_none_of_them_protects_nothing():
    by_address = folded("references").by_address
    for n in (0, 1):
        merged = by_address[f"aws_s3_bucket.counted[{n}]"].merged
        holder = f"aws_s3_bucket_public_access_block.counted[{n}]"
        assert merged["PublicAccessBlockConfiguration"][0] == holder
    assert "PublicAccessBlockConfiguration" not in by_address["aws_s3_bucket.plain"].properties


def test_a_companion_behind_a_local_may_be_of_any_bucket():
    for resource in folded("references").by_type["AWS::S3::Bucket"]:
        assert isinstance(resource.properties["OwnershipControls"], Unknown)


def test_attachments_are_added_to_the_role():
    role = folded("references").by_address["aws_iam_role.r"]
    known, unknown = role.properties["ManagedPolicyArns"]
    assert known == "arn:aws:iam::aws:policy/ReadOnlyAccess"
    assert unknown.refs == ("aws_iam_policy.read",) and unknown.attribute == "Arn"
    assert role.properties["AssumeRolePolicyDocument"]["Statement"][0]["Action"] == "sts:AssumeRole"


def test_a_rule_with_two_sources_is_two_rules():
    rules = folded("references").by_type["AWS::EC2::SecurityGroupIngress"]
    assert [(rule.address, rule.properties.get("CidrIp")) for rule in rules] == [
        ("aws_security_group_rule.r", "10.0.0.0/8"),
        ("aws_security_group_rule.r#2", "0.0.0.0/0"),
        ("aws_vpc_security_group_ingress_rule.v", None),
    ]


def test_regions_and_tags_come_from_the_provider():
    by_address = folded("references").by_address
    plain, peer = by_address["aws_s3_bucket.plain"], by_address["aws_s3_bucket.peer"]
    assert (plain.region, peer.region) == ("eu-west-1", "us-east-1")
    assert plain.properties["Tags"] == [
        {"Key": "owner", "Value": "payments"},
        {"Key": "team", "Value": "a"},
    ]


def test_places_are_lines_of_the_file():
    lines = (DATA / "references" / "plan.json").read_text("utf-8").splitlines()
    for resource in real("references").resources:
        address = resource.address.split("#")[0]
        assert json.dumps(address, ensure_ascii=False) in lines[resource.place.line - 1]


# -- secrets


def test_sensitive_values_are_hidden_at_their_paths():
    reading = real("references")
    assert reading.secrets == {"root", "hunter22-secret"}
    group = next(one for one in reading.resources if one.address == "aws_security_group.g")
    assert group.hidden == {("GroupDescription",)}


def test_sensitive_values_of_unmapped_types_are_replaced():
    one = change(
        "aws_nobody_mapped_this.x",
        {"secret": "hunter22", "list": [{"key": "hunter23", "open": 1}]},
        sensitive={"secret": True, "list": [{"key": True}]},
    )
    (resource,) = read_plan(plan(one), "plan.json").resources
    assert "hunter" not in repr(resource)
    assert resource.unmapped is not None and resource.unmapped["list"][0]["open"] == 1  # type: ignore[index]


def test_hidden_paths_follow_a_conversion():
    one = change(
        "aws_s3_bucket.b",
        {"tags": {"a": "open", "b": "hunter22"}, "tags_all": {"a": "open", "b": "hunter22"}},
        sensitive={"tags": {"b": True}, "tags_all": {"b": True}},
    )
    (resource,) = read_plan(plan(one), "plan.json").resources
    assert resource.hidden == {("Tags", 1, "Value")}


# -- the provider awscc


def test_awscc_is_cloudformation_under_other_spelling():
    rule = {"server_side_encryption_by_default": {"sse_algorithm": "aws:kms"}}
    after = {
        "bucket_name": "b",
        "bucket_encryption": {"server_side_encryption_configuration": [rule]},
        "tags": [{"key": "team", "value": "a"}],
    }
    default = {"kms_master_key_id": True}
    encryption = [{"bucket_key_enabled": True, "server_side_encryption_by_default": default}]
    unknown = {
        "arn": True,
        "versioning_configuration": True,
        "bucket_encryption": {"server_side_encryption_configuration": encryption},
    }
    config = {
        "awscc_s3_bucket.b": {
            name: {"constant_value": after[name]} for name in ("bucket_name", "bucket_encryption")
        }
    }
    one = change("awscc_s3_bucket.b", after, unknown=unknown)
    (resource,) = read_plan(plan(one, config=config), "plan.json").resources
    assert resource.type == "AWS::S3::Bucket"
    assert resource.properties == {
        "BucketName": "b",
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [
                {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
            ]
        },
        "Tags": [{"Key": "team", "Value": "a"}],
    }


def test_awscc_parses_policies_and_keeps_references():
    after = {"assume_role_policy_document": '{"Statement": []}', "role_name": "r"}
    unknown = {"managed_policy_arns": True, "permissions_boundary": True}
    config = {
        "awscc_iam_role.r": {
            "managed_policy_arns": {"references": ["aws_iam_policy.p.arn", "aws_iam_policy.p"]}
        }
    }
    one = change("awscc_iam_role.r", after, unknown=unknown)
    (resource,) = read_plan(plan(one, config=config), "plan.json").resources
    assert resource.properties["AssumeRolePolicyDocument"] == {"Statement": []}
    assert resource.properties["ManagedPolicyArns"].refs == ("aws_iam_policy.p",)
    assert "PermissionsBoundary" not in resource.properties


@pytest.mark.parametrize(
    "source, kind",
    [
        ("awscc_ec2_vpc_gateway_attachment", "AWS::EC2::VPCGatewayAttachment"),
        ("awscc_elasticloadbalancingv2_load_balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer"),
        ("awscc_kms_key", "AWS::KMS::Key"),
        ("awscc_no_such_thing", "awscc_no_such_thing"),
    ],
)
def test_awscc_types_go_by_their_name(source: str, kind: str):
    (resource,) = read_plan(plan(change(f"{source}.x", {})), "plan.json").resources
    assert resource.type == kind


# -- what else a plan holds


def test_one_bad_resource_does_not_hide_the_others():
    bad = {"address": "aws_s3_bucket.bad", "type": 7}
    reading = read_plan(plan(bad, change("aws_s3_bucket.b", {"bucket": "b"})), "plan.json")
    assert [one.address for one in reading.resources] == ["aws_s3_bucket.b"]
    (remark,) = reading.diagnostics
    assert remark.level == "error" and "aws_s3_bucket.bad" in remark.message


def test_values_that_are_not_utf8_are_a_remark_without_the_values():
    data = plan(change("aws_s3_bucket.b", {"bucket": "hunter22-?"}), change("aws_s3_bucket.c", {}))
    reading = read_plan(data.replace(b"?", b"\xff"), "plan.json")
    assert [one.address for one in reading.resources] == ["aws_s3_bucket.c"]
    (remark,) = reading.diagnostics
    assert remark.resource == "aws_s3_bucket.b" and "hunter22" not in str(remark)


def test_other_providers_are_counted_once():
    reading = read_plan(plan(change("random_id.a", {}), change("tls_private_key.k", {})), "p.json")
    (remark,) = reading.diagnostics
    assert remark.level == "info" and "random (1), tls (1)" in remark.message


def test_an_address_twice_is_an_error():
    twice = change("aws_s3_bucket.b", {"bucket": "b"})
    reading = read_plan(plan(twice, twice), "plan.json")
    assert len(reading.resources) == 1 and reading.diagnostics[0].level == "error"


def test_what_terraform_put_off_is_said():
    put_off = {"reason": "instance_count_unknown", "resource_change": change("aws_sqs_queue.q", {})}
    reading = read_plan(plan(deferred_changes=[put_off], errored=True), "plan.json")
    assert [one.level for one in reading.diagnostics] == ["error", "error"]
    assert "aws_sqs_queue.q" in reading.diagnostics[1].message


def test_coverage_counts_what_was_written_and_not_mapped():
    one = change("aws_s3_bucket.b", {"bucket": "b", "new_thing": 3, "filled_in": 4})
    config = {"aws_s3_bucket.b": {"bucket": {"constant_value": "b"}, "new_thing": {}}}
    reading = read_plan(plan(one, config=config), "plan.json")
    coverage = reading.coverage["aws_s3_bucket"]
    assert (coverage.resources, coverage.mapped, coverage.arguments) == (1, 1, {"new_thing": 1})
    assert reading.resources[0].unmapped == {"new_thing": 3}


def test_names_by_which_others_mention_it():
    after = {"id": "b", "arn": "arn:aws:s3:::b", "bucket": "b"}
    (resource,) = read_plan(plan(change("aws_s3_bucket.b", after)), "plan.json").resources
    assert resource.names == ("b", "arn:aws:s3:::b")


# -- input that is no plan


@pytest.mark.parametrize(
    "data, said",
    [
        (b"", "empty"),
        (b"PK\x03\x04tfplan", "terraform show -json"),
        (b'{"format_version": "1.2", "resource_ch', "ends too early"),
        (b'{\n "format_version": "1.2",\n oops', "line 3 column 2"),
        (b'{"format_version": "1.0", "values": {}}', "state"),
        (b'{"version": 4, "resources": []}', "state file"),
        (b'{"@level": "info"}', "log"),
        (b"{}", "no Terraform plan"),
        (b'{"format_version": "1.0"}', "no Terraform plan"),
        (b"[1]", "no Terraform plan"),
        (b'{"format_version": "2.0", "resource_changes": []}', "too new"),
        (b'{"format_version": "\xff"}', "valid JSON"),
        (b'{"a":' * 100_000, ""),
    ],
)
def test_what_is_no_plan_is_refused_with_the_next_step(data: bytes, said: str):
    with pytest.raises(SourceError) as refusal:
        read_plan(data, "plan.json")
    assert said in str(refusal.value)


def test_a_plan_in_the_encoding_of_powershell_is_read():
    text = plan(change("aws_s3_bucket.b", {"bucket": "b"})).decode()
    for data in (text.encode("utf-16"), b"\xef\xbb\xbf" + text.encode()):
        assert len(read_plan(data, "plan.json").resources) == 1


def test_a_value_100_deep_is_read():
    deep: Any = "x"
    for _ in range(100):
        deep = {"a": [deep]}
    one = change("aws_s3_bucket.b", {"bucket": "b", "tags": deep}, unknown={"tags": deep})
    assert properties(plan(one))["BucketName"] == "b"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes):
    attempt(data)


SAMPLE = (DATA / "blocks" / "plan.json").read_bytes()


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(SAMPLE) - 1), st.integers(0, 60), st.binary(max_size=6))
def test_a_plan_cut_about_is_read_or_refused(start: int, length: int, patch: bytes):
    attempt(SAMPLE[:start] + patch + SAMPLE[start + length :])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_plan_with_a_part_replaced_is_read_or_refused(data: st.DataObject):
    whole = msgspec.json.decode(SAMPLE)
    node: Any = whole
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        below = node[key]
        if not isinstance(below, dict | list) or not below or data.draw(st.booleans()):
            break
        node = below
    node[key] = data.draw(
        st.sampled_from([None, True, 3, "x", [], {}, [None], [{}], {"a": True}, [True], "[0"])
    )
    attempt(msgspec.json.encode(whole))


def attempt(data: bytes) -> None:
    try:
        reading = read_plan(data, "plan.json")
    except SourceError:
        return
    fold(reading.resources, reading.fragments)


def test_a_name_made_of_another_provider_s_value_may_be_any_resource_s():
    name = {"references": ["random_id.s.hex", "random_id.s"]}
    data = plan(
        change("aws_s3_bucket.b", {}, unknown={"bucket": True}),
        change(
            "aws_s3_bucket_versioning.v",
            {"versioning_configuration": [{"status": "Enabled"}]},
            unknown={"bucket": True},
        ),
        config={
            "aws_s3_bucket.b": {"bucket": name},
            "aws_s3_bucket_versioning.v": {"bucket": name},
        },
    )
    reading = read_plan(data, "plan.json")
    (bucket,) = fold(reading.resources, reading.fragments).resources
    versioning = bucket.properties["VersioningConfiguration"]
    assert isinstance(versioning, Unknown)
    assert "aws_s3_bucket_versioning.v may set it" in versioning.why
