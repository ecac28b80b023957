"""What the provider accepts and fills in, as committed, is what the real provider says."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from partywall.sources.mapping import known_types as mapped_types
from partywall.sources.mapping.table import TABLES
from partywall.sources.terraform.types import (
    BOOL,
    NUMBER,
    STRING,
    Collection,
    Field,
    ObjectType,
    Type,
    convert,
    list_of,
    map_of,
    set_type,
)
from partywall.sources.terraform_hcl.provider import schema
from partywall.sources.terraform_hcl.provider.defaults import defaults_of, may_be_there
from partywall.sources.terraform_hcl.provider.schema import AttributeSchema, TypeSchema, schema_of

TABLE: dict[str, Any] = tomllib.loads(
    schema.DATA.with_name("defaults.toml").read_text("utf-8"), parse_float=Decimal
)
DEFAULTS: dict[str, dict[str, Any]] = {k: v for k, v in TABLE.items() if isinstance(v, dict)}
SPECS: dict[str, dict[str, Any]] = {
    name: spec
    for file in sorted(TABLES.parent.glob("*.toml"))
    for name, spec in tomllib.loads(file.read_text("utf-8")).items()
}
DEEPEST = 5
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
    if str(SCRIPTS) not in sys.path:
        sys.path.append(str(SCRIPTS))
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


@pytest.mark.parametrize(
    "type_name, path, wanted",
    [
        ("aws_cloudtrail", "enable_logging", True),
        ("aws_cloudtrail", "enable_log_file_validation", False),
        ("aws_cloudtrail", "event_selector.include_management_events", True),
        ("aws_cloudtrail", "event_selector.read_write_type", "All"),
        ("aws_cloudtrail", "include_global_service_events", True),
        ("aws_cloudtrail", "is_multi_region_trail", False),
        ("aws_db_instance", "auto_minor_version_upgrade", True),
        ("aws_db_instance", "publicly_accessible", False),
        ("aws_dynamodb_table", "billing_mode", "PROVISIONED"),
        ("aws_ecr_repository", "image_tag_mutability", "MUTABLE"),
        ("aws_eks_cluster", "vpc_config.endpoint_public_access", True),
        ("aws_instance", "metadata_options.http_endpoint", "enabled"),
        ("aws_kms_key", "customer_master_key_spec", "SYMMETRIC_DEFAULT"),
        ("aws_kms_key", "enable_key_rotation", False),
        ("aws_kms_key", "is_enabled", True),
        ("aws_kms_key", "key_usage", "ENCRYPT_DECRYPT"),
        ("aws_lambda_function", "memory_size", 128),
        ("aws_lambda_function", "timeout", 3),
        ("aws_lb_listener", "default_action.redirect.protocol", "#{protocol}"),
        ("aws_s3_bucket_public_access_block", "block_public_acls", False),
        (
            "aws_neptune_cluster",
            "serverless_v2_scaling_configuration.min_capacity",
            Decimal("2.5"),
        ),
        ("aws_sqs_queue", "message_retention_seconds", 345600),
    ],
)
def test_a_default_is_what_the_provider_fills_in(type_name: str, path: str, wanted: object) -> None:
    """Those of the trail and the key are also what their pages say (read 2026-11-23)."""
    assert default(type_name, path) == wanted


@pytest.mark.parametrize(
    "type_name, path",
    [
        ("aws_db_instance", "engine_version"),
        ("aws_db_instance", "storage_type"),
        ("aws_ebs_volume", "encrypted"),
        ("aws_instance", "metadata_options.http_tokens"),
        ("aws_instance", "root_block_device.encrypted"),
        ("aws_lb", "name"),
        ("aws_s3_bucket", "tags_all"),
    ],
)
def test_what_aws_or_something_else_decides_is_no_default(type_name: str, path: str) -> None:
    assert default(type_name, path) is None


def default(type_name: str, path: str) -> object:
    defaults = defaults_of(type_name)
    assert defaults is not None
    *blocks, name = path.split(".")
    for block in blocks:
        defaults = defaults.get(block, {})
    return defaults.get(name)


def test_few_mapped_types_are_unasked() -> None:
    """The instance's zone must be one of the provider's Region, which differs in the two plans."""
    unasked = [name for name in mapped_types() if defaults_of(name) is None]
    assert unasked == ["aws_lightsail_instance"]
    assert defaults_of("aws_no_such_thing") is None


def test_every_default_is_of_an_optional_argument_and_has_its_type() -> None:
    for name, table in DEFAULTS.items():
        for path, value in table.items():
            found = attribute(name, path)
            assert found.optional, (name, path)
            assert convert(value, found.type) == value, (name, path)


def test_the_table_is_what_is_compiled() -> None:
    compile_provider = script("compile_provider")
    assert compile_provider.encoded(schema.contents()) == schema.DATA.read_bytes()


def test_a_block_that_nobody_configured_may_be_there() -> None:
    assert may_be_there("aws_instance", "root_block_device")
    assert may_be_there("aws_s3_bucket", "server_side_encryption_configuration")
    assert not may_be_there("aws_cloudtrail", "event_selector")
    assert not may_be_there("aws_eks_cluster", "encryption_config")


@pytest.mark.parametrize("name", [name for name, spec in SPECS.items() if "same_as" not in spec])
def test_the_mapping_says_of_each_argument_whether_it_may_be_filled_in(name: str) -> None:
    """Attributes by the provider's flags, blocks by what its plans leave open."""
    written = set(SPECS[name].get("computed", ()))
    flagged = set(filled_in(schema_of(name), ""))
    left_open = {one.partition(".")[2] for one in TABLE["computed"] if one.startswith(f"{name}.")}
    assert flagged | left_open <= written
    for one in written:
        if not is_block(name, one):
            assert attribute(name, one).optional and attribute(name, one).computed, one
    unasked = {one.partition(".")[2] for one in TABLE["unasked"] if one.startswith(f"{name}.")}
    assert {
        one
        for one in written - left_open
        if is_block(name, one) and one.rpartition(".")[0] not in unasked
    } == set()


def filled_in(body: TypeSchema | None, above: str) -> Iterator[str]:
    assert body is not None
    for name, one in body.attributes.items():
        if one.optional and one.computed and above + name != "id" and name != "tags_all":
            yield above + name
    for name, block in body.blocks.items():
        if above.count(".") < DEEPEST:
            yield from filled_in(block.body, f"{above}{name}.")


def is_block(name: str, path: str) -> bool:
    found = schema_of(name)
    *above, last = path.split(".")
    for block in above:
        assert found is not None
        found = found.blocks[block].body
    assert found is not None
    return last in found.blocks


@needs_provider
def test_the_real_provider_still_has_these_defaults() -> None:
    reader = script("read_provider_defaults")
    types = ["aws_cloudtrail", "aws_eks_cluster", "aws_kms_key", "aws_sqs_queue"]
    with tempfile.TemporaryDirectory() as folder:
        found = tomllib.loads(reader.read(reader.Workplace(Path(folder), PLUGINS), types))
    for name in types:
        assert found[name] == DEFAULTS[name]
        for key in ("computed", "unasked"):
            own = [one for one in TABLE[key] if one.partition(".")[0] == name]
            assert own == [one for one in found[key] if one.partition(".")[0] == name]
