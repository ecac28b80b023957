"""Configured arguments become what a plan shows of them.

The expected values were read off plans by Terraform 1.11 and hashicorp/aws 5.100 (2026-11-23).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.values import SetValue, partial_text
from partywall.sources.terraform_hcl.provider.conversion import normalise
from partywall.sources.terraform_hcl.provider.schema import TypeSchema, schema_of

LATER = Unknown("known after apply", ("aws_kms_key.own",))


def schema(name: str) -> TypeSchema:
    found = schema_of(name)
    assert found is not None
    return found


def rule(**fields: Any) -> dict[str, Any]:
    """A rule of a security group as a plan shows it."""
    unset = {
        "cidr_blocks": [],
        "description": "",
        "from_port": 0,
        "ipv6_cidr_blocks": [],
        "prefix_list_ids": [],
        "protocol": "",
        "security_groups": [],
        "self": False,
        "to_port": 0,
    }
    return unset | fields


@pytest.mark.parametrize(
    "type_name, values, wanted",
    [
        ("aws_instance", {"ebs_optimized": "true"}, {"ebs_optimized": True}),
        ("aws_db_instance", {"allocated_storage": "22"}, {"allocated_storage": 22}),
        ("aws_db_instance", {"engine_version": 15}, {"engine_version": "15"}),
        ("aws_db_instance", {"engine_version": Decimal("15.10")}, {"engine_version": "15.1"}),
        ("aws_db_instance", {"db_name": None}, {}),
        ("aws_instance", {"user_data": ""}, {"user_data": ""}),
        ("aws_s3_bucket", {"tags": {"a": 1, "b": None, "c": True}},
         {"tags": {"a": "1", "c": "true"}}),
        ("aws_autoscaling_group", {"availability_zones": ["b", "a", "b"]},
         {"availability_zones": ["a", "b"]}),
        ("aws_lambda_function", {"layers": ["b", "a", "b"]}, {"layers": ["b", "a", "b"]}),
        ("aws_lambda_function", {"layers": SetValue(["a", "b"])}, {"layers": ["a", "b"]}),
        ("aws_instance", {"vpc_security_group_ids": [LATER, "sg-b", "sg-a"]},
         {"vpc_security_group_ids": ["sg-a", "sg-b", LATER]}),
        ("aws_instance", {"vpc_security_group_ids": LATER}, {"vpc_security_group_ids": LATER}),
        ("aws_instance", {"monitoring": LATER}, {"monitoring": LATER}),
        ("aws_db_instance", {"password_wo": "secret"}, {}),
        ("aws_s3_bucket", {"argument_of_next_year": [1]}, {"argument_of_next_year": [1]}),
    ],
)  # fmt: skip
def test_an_argument_gets_its_type(
    type_name: str, values: dict[str, Any], wanted: dict[str, Any]
) -> None:
    found = normalise(values, schema(type_name))
    assert found == wanted
    assert [type(one) for one in found.values()] == [type(one) for one in wanted.values()]


@pytest.mark.parametrize(
    "type_name, values, why",
    [
        ("aws_instance", {"ebs_optimized": "maybe"}, "bool"),
        ("aws_db_instance", {"allocated_storage": "much"}, "number"),
        ("aws_db_instance", {"engine_version": ["15"]}, "string"),
        ("aws_s3_bucket", {"tags": "none"}, "map"),
        ("aws_lambda_function", {"layers": "one"}, "list"),
        ("aws_instance", {"root_block_device": "x"}, "block"),
    ],
)
def test_what_cannot_be_converted_is_unknown(
    type_name: str, values: dict[str, Any], why: str
) -> None:
    (found,) = normalise(values, schema(type_name)).values()
    assert isinstance(found, Unknown) and found.present
    assert why in found.why
    assert "maybe" not in found.why and "much" not in found.why


def test_what_is_known_of_an_unknown_is_kept() -> None:
    name = partial_text(["logs-", LATER])
    assert normalise({"bucket": name}, schema("aws_s3_bucket")) == {"bucket": name}


@pytest.mark.parametrize("written", [[{"mfa": 1}], {"mfa": 1}])
def test_an_object_stands_for_one_block(written: object) -> None:
    """As in `.tf.json`."""
    versioning = schema("aws_s3_bucket_versioning")
    assert normalise({"versioning_configuration": written}, versioning) == {
        "versioning_configuration": [{"mfa": 1}]
    }


def test_nested_blocks_are_lists_and_single_ones_objects() -> None:
    values = {
        "root_block_device": [{"encrypted": "true", "volume_size": "8"}],
        "launch_template": [],
        "timeouts": [{"create": "5m", "delete": None}],
        "ebs_block_device": LATER,
    }
    assert normalise(values, schema("aws_instance")) == {
        "root_block_device": [{"encrypted": True, "volume_size": 8}],
        "timeouts": {"create": "5m"},
        "ebs_block_device": LATER,
    }


def test_blocks_of_which_there_may_be_more_keep_what_is_known() -> None:
    many = Unknown("one for each of something", many=True)
    values = {"ebs_block_device": [many, {"device_name": "/dev/sdf"}, None, 3]}
    (blocks,) = normalise(values, schema("aws_instance")).values()
    assert blocks[0] == {"device_name": "/dev/sdf"}
    assert many in blocks[1:]
    assert "block is required" in str(blocks[2] if blocks[1] is many else blocks[1])
    assert len(blocks) == 3


def test_rules_of_a_group_stand_in_the_order_of_the_plan() -> None:
    """Read off a plan: what is not known first, doubles once, unset fields as zero values."""
    ingress = [
        {"from_port": "443", "to_port": 443, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8"] * 2},
        {"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8"]},
        {"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8"]},
        {"from_port": 80, "to_port": 80, "protocol": "tcp", "cidr_blocks": LATER},
    ]
    found = normalise({"ingress": ingress}, schema("aws_security_group"))
    assert found["ingress"] == [
        rule(from_port=80, to_port=80, protocol="tcp", cidr_blocks=LATER),
        rule(from_port=443, to_port=443, protocol="tcp", cidr_blocks=["10.0.0.0/8"] * 2),
        rule(from_port=22, to_port=22, protocol="tcp", cidr_blocks=["10.0.0.0/8"]),
    ]


def test_no_rule_written_as_an_argument_is_a_fact() -> None:
    assert normalise({"egress": []}, schema("aws_security_group")) == {"egress": []}


def test_protocol_as_a_number_and_one_rule_as_an_object() -> None:
    rules = {"protocol": -1, "from_port": 0, "to_port": "0"}
    found = normalise({"egress": rules}, schema("aws_security_group"))
    assert found == {"egress": [rule(protocol="-1")]}


def test_blocks_of_a_set_are_ordered_with_their_defaults() -> None:
    parameters = [
        {"name": "a", "value": "two", "apply_method": "pending-reboot"},
        {"name": "z", "value": 1},
        {"name": "a", "value": "two", "apply_method": "pending-reboot"},
    ]
    found = normalise(
        {"parameter": parameters},
        schema("aws_db_parameter_group"),
        {"parameter": {"apply_method": "immediate"}},
    )
    assert found["parameter"] == [
        {"name": "z", "value": "1", "apply_method": "immediate"},
        {"name": "a", "value": "two", "apply_method": "pending-reboot"},
    ]


def test_defaults_fill_in_what_is_not_set_and_only_in_blocks_that_are_there() -> None:
    defaults = {"monitoring": False, "root_block_device": {"delete_on_termination": True}}
    instance = schema("aws_instance")
    assert normalise({}, instance, defaults) == {"monitoring": False}
    assert normalise({"monitoring": LATER, "root_block_device": [{}]}, instance, defaults) == {
        "monitoring": LATER,
        "root_block_device": [{"delete_on_termination": True}],
    }


def test_where_nobody_knows_the_defaults_absent_is_no_fact() -> None:
    lambda_function = schema("aws_lambda_function")
    found = normalise({"memory_size": "512"}, lambda_function, None)
    assert found["memory_size"] == 512
    assert isinstance(found["publish"], Unknown) and not found["publish"].present
    below = normalise({"vpc_config": [{}]}, lambda_function, {"vpc_config": None})["vpc_config"]
    assert isinstance(below[0]["ipv6_allowed_for_dual_stack"], Unknown)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["", "22", "true"])
    | st.just(LATER),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["ingress", "protocol", "tags", "timeouts"]), inner)
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(["ingress", "tags", "name", "timeouts", "revoke_rules_on_delete", "new"]),
        ANYTHING,
    )
)
def test_nothing_is_refused_and_twice_is_as_good_as_once(values: dict[str, Any]) -> None:
    group = schema("aws_security_group")
    once = normalise(values, group)
    assert normalise(once, group) == once
