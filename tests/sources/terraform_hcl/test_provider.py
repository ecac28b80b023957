"""What the provider accepts and fills in, as committed, is what the real provider says."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from partywall.sources.mapping import known_types as mapped_types
from partywall.sources.terraform_hcl.provider import schema
from partywall.sources.terraform_hcl.provider.schema import AttributeSchema, schema_of
from partywall.sources.terraform_hcl.types import (
    BOOL,
    NUMBER,
    STRING,
    Collection,
    Field,
    ObjectType,
    Type,
    list_of,
    map_of,
    set_type,
)

SCRIPTS = Path(__file__).parents[3] / "scripts"
FLAGS = ("required", "optional", "computed", "sensitive", "write_only")
PLUGINS = os.environ.get("TF_PLUGIN_DIR", "")
needs_provider = pytest.mark.skipif(
    not PLUGINS or shutil.which("terraform") is None,
    reason="needs terraform, and TF_PLUGIN_DIR with the provider",
)


@cache
def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def attribute(type_name: str, path: str, mode: schema.Mode = "managed") -> AttributeSchema:
    found = schema_of(type_name, mode)
    assert found is not None
    *above, name = path.split(".")
    for block in above:
        found = found.blocks[block].body
    return found.attributes[name]


@pytest.mark.parametrize(
    "type_name, path, kind, flags",
    [
        ("aws_s3_bucket", "force_destroy", BOOL, {"optional"}),
        ("aws_s3_bucket", "bucket", STRING, {"optional", "computed"}),
        ("aws_s3_bucket", "bucket_domain_name", STRING, {"computed"}),
        ("aws_s3_bucket", "tags", map_of(STRING), {"optional"}),
        ("aws_s3_bucket_versioning", "bucket", STRING, {"required"}),
        ("aws_instance", "security_groups", set_type(STRING), {"optional", "computed"}),
        ("aws_subnet", "availability_zone", STRING, {"optional", "computed"}),
        ("aws_db_instance", "password", STRING, {"optional", "sensitive"}),
        ("aws_db_instance", "password_wo", STRING, {"optional", "sensitive", "write_only"}),
        ("aws_secretsmanager_secret_version", "secret_string", STRING, {"optional", "sensitive"}),
        ("aws_ssm_parameter", "value", STRING, {"optional", "computed", "sensitive"}),
        ("aws_mq_broker", "user.password", STRING, {"required", "sensitive"}),
        ("aws_eks_cluster", "vpc_config.endpoint_public_access", BOOL, {"optional"}),
        ("aws_lambda_function", "memory_size", NUMBER, {"optional"}),
        ("aws_lambda_function", "layers", list_of(STRING), {"optional"}),
    ],
)
def test_an_attribute_is_what_the_provider_documents(
    type_name: str, path: str, kind: Type, flags: set[str]
) -> None:
    found = attribute(type_name, path)
    assert found.type == kind
    assert {flag for flag in FLAGS if getattr(found, flag)} == flags


def test_a_block_says_how_it_nests_and_how_often() -> None:
    instance = schema_of("aws_instance")
    trail = schema_of("aws_cloudtrail")
    resource_set = schema_of("aws_s3_bucket_lifecycle_configuration")
    assert instance and trail and resource_set
    assert instance.blocks["root_block_device"].max_items == 1
    assert instance.blocks["ebs_block_device"].nesting == "set"
    assert instance.blocks["timeouts"].nesting == "single"
    assert trail.blocks["event_selector"].nesting == "list"
    assert trail.blocks["event_selector"].body.blocks["data_resource"].body.attributes.keys() == {
        "type",
        "values",
    }
    cluster = schema_of("aws_eks_cluster")
    assert cluster
    assert cluster.blocks["vpc_config"].min_items == 1


def test_blocks_that_may_be_written_as_arguments_are_attributes() -> None:
    """The provider's `ingress` of a group is an attribute whose elements are objects."""
    ingress = attribute("aws_security_group", "ingress")
    assert ingress.optional and ingress.computed
    assert isinstance(ingress.type, Collection) and ingress.type.word == "set"
    rule = ingress.type.of
    assert isinstance(rule, ObjectType)
    assert rule.fields["from_port"] == Field(NUMBER)
    assert rule.fields["cidr_blocks"] == Field(list_of(STRING))


def test_data_sources_are_apart() -> None:
    assert schema_of("aws_iam_policy_document") is None
    found = schema_of("aws_iam_policy_document", "data")
    assert found and found.blocks["statement"].body.blocks["condition"].nesting == "set"
    assert attribute("aws_caller_identity", "account_id", "data").computed


def test_what_the_provider_does_not_have_is_none() -> None:
    assert schema_of("aws_no_such_thing") is None
    assert schema_of("google_storage_bucket") is None


def test_every_mapped_type_has_a_schema() -> None:
    assert [name for name in mapped_types() if schema_of(name) is None] == []


def test_every_type_unpacks() -> None:
    for mode in ("managed", "data"):
        for name in schema.known_types(mode):
            found = schema_of(name, mode)
            assert found is not None
            assert "id" in found.attributes or found.attributes or found.blocks, name


@needs_provider
def test_the_committed_file_is_the_schema_of_the_real_provider() -> None:
    compile_provider = script("compile_provider")
    real = compile_provider.provider_schema(PLUGINS)
    assert compile_provider.encoded(compile_provider.compiled(real)) == schema.DATA.read_bytes()
    for mode, key in (("managed", "resource_schemas"), ("data", "data_source_schemas")):
        assert schema.known_types(mode) == sorted(real[key])
        for name, one in real[key].items():
            found = schema_of(name, mode)
            assert found is not None
            assert as_printed(found) == kept(one["block"]), name


def kept(block: dict[str, object]) -> dict[str, object]:
    """What Terraform prints, without the texts."""
    attributes, blocks = block.get("attributes", {}), block.get("block_types", {})
    assert isinstance(attributes, dict) and isinstance(blocks, dict)
    texts = ("description", "description_kind", "deprecated")
    return {
        "attributes": {
            name: {key: value for key, value in one.items() if key not in texts}
            for name, one in attributes.items()
        },
        "block_types": {name: {**one, "block": kept(one["block"])} for name, one in blocks.items()},
    }


def as_printed(body: schema.TypeSchema) -> dict[str, object]:
    """The schema in the form in which Terraform prints it."""
    return {
        "attributes": {
            name: {"type": spelled(one.type)} | {flag: True for flag in FLAGS if getattr(one, flag)}
            for name, one in body.attributes.items()
        },
        "block_types": {
            name: {"nesting_mode": one.nesting, "block": as_printed(one.body)}
            | {
                word: count
                for word, count in (("min_items", one.min_items), ("max_items", one.max_items))
                if count
            }
            for name, one in body.blocks.items()
        },
    }


def spelled(one: Type) -> object:
    if isinstance(one, ObjectType):
        return ["object", {name: spelled(field.type) for name, field in one.fields.items()}]
    if isinstance(one, Collection):
        return [one.word, spelled(one.of)]
    return one.word
