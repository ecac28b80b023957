"""The compiled schemas: what they answer, what they find, and that they are current."""

from __future__ import annotations

import importlib.util
import zlib
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from partywall.estate import schema
from partywall.kernel.unknown import Unknown

SCRIPT = Path(__file__).parents[2] / "scripts" / "compile_schemas.py"
UNKNOWN = Unknown("known after apply")


@pytest.fixture(scope="module")
def compiler() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compile_schemas", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_published_type_is_known() -> None:
    assert len(schema.types()) > 1500
    assert schema.is_type("AWS::S3::Bucket")
    assert not schema.is_type("AWS::S3::Bucketful")


def test_properties() -> None:
    assert {"QueueName", "KmsMasterKeyId"} <= schema.properties_of("AWS::SQS::Queue")
    assert schema.properties_of("AWS::SQS::Nothing") == frozenset()


@pytest.mark.parametrize(
    "properties, problems",
    [
        ({}, []),
        ({"VersioningConfiguration": {"Status": "Enabled"}}, []),
        ({"VersioningConfiguration": {"Status": UNKNOWN}}, []),
        ({"VersioningConfiguration": UNKNOWN}, []),
        ({"VersioningConfiguration": None}, []),
        (
            {"VersioningConfiguration": {"Status": "On"}},
            ["VersioningConfiguration.Status: not one of Enabled, Suspended"],
        ),
        ({"VersioningConfiguration": []}, ["VersioningConfiguration: not an object: a list"]),
        ({"Versioning": UNKNOWN}, []),
        ({"Versioning": True}, ["Versioning: no such property"]),
        ({"ObjectLockEnabled": "true"}, []),
        ({"ObjectLockEnabled": "maybe"}, ["ObjectLockEnabled: not a boolean: a string"]),
        (
            {"Tags": [{"Key": "a", "Value": "b"}, {"Key": "c", "Valeu": "d"}]},
            ["Tags.1.Valeu: no such property"],
        ),
        ({"Tags": {"a": "b"}}, ["Tags: not a list: an object"]),
    ],
)
def test_validate_bucket(properties: dict[str, object], problems: list[str]) -> None:
    assert [str(p) for p in schema.validate("AWS::S3::Bucket", properties)] == problems


def test_problems_never_show_the_value() -> None:
    found = schema.validate("AWS::RDS::DBInstance", {"MasterUserPassword": ["hunter2"]})
    assert found and "hunter2" not in " ".join(map(str, found))


def test_a_type_that_does_not_exist_is_a_problem() -> None:
    assert schema.validate("AWS::No::Thing", {})


def test_paths() -> None:
    rule = ("BucketEncryption", "ServerSideEncryptionConfiguration", 0, "BucketKeyEnabled")
    assert schema.has_path("AWS::S3::Bucket", rule)
    assert not schema.has_path("AWS::S3::Bucket", (*rule[:2], "BucketKeyEnabled"))
    assert not schema.has_path("AWS::S3::Bucket", ("BucketEncryption", "Nothing"))


def test_extension_types_answer_like_the_others() -> None:
    settings = "Partywall::EC2::AccountSettings"
    assert not schema.validate(settings, {"EbsEncryptionByDefault": True})
    assert schema.validate(settings, {"EbsEncryptionByDefault": "sometimes"})


def test_the_data_file_is_current(compiler: ModuleType) -> None:
    if schema.source() != f"cfn-lint {compiler.cfn_lint_version()}":
        pytest.skip(f"compiled from {schema.source()}, another is installed")
    fresh = compiler.compile_schemas(compiler.published_schemas())
    assert unpacked(fresh) == unpacked(schema.DATA.read_bytes())


def unpacked(data: bytes) -> dict[str, bytes]:
    """Every type's schema; zlib libraries may pack the same bytes differently."""
    types = msgspec.msgpack.decode(data)["types"]
    return {name: zlib.decompress(packed) for name, packed in types.items()}
