"""The export of an account: what it says, its pages, and what is wrong with it."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partywall.estate.fold import fold
from partywall.estate.resource import Resource
from partywall.estate.schema import validate
from partywall.kernel.errors import SourceError
from partywall.kernel.unknown import Unknown
from partywall.sources.account_export import read_export
from partywall.sources.inputs import InputOptions, Inputs
from partywall.sources.reading import Reading
from partywall.sources.recognise import is_account_export

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "account" / "authorization-details.json"
EXPORT: dict[str, Any] = json.loads(SAMPLE.read_text())
ME = "210987654321"
DOCUMENT = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "a+b": "%"}]}


def read(*exports: dict[str, Any], folder: Path) -> list[Reading]:
    for number, one in enumerate(exports):
        (folder / f"page-{number}.json").write_text(json.dumps(one))
    return list(Inputs([str(folder)], InputOptions()).readings())


def one_role(**more: Any) -> Resource:
    role = {"RoleName": "r", "Arn": f"arn:aws:iam::{ME}:role/p/r", "Path": "/p/", **more}
    (found,) = read_export(json.dumps({"RoleDetailList": [role]}).encode(), "x").resources
    return found


def test_the_sample() -> None:
    reading = read_export(SAMPLE.read_bytes(), "sample")
    estate = fold(reading.resources, reading.fragments, reading.unseen)
    counted = {kind: len(ones) for kind, ones in estate.by_type.items()}
    assert counted["AWS::IAM::Role"] + counted["AWS::IAM::User"] == 50
    assert counted["AWS::IAM::InstanceProfile"] == 2
    assert reading.diagnostics == []
    for resource in estate.resources:
        assert validate(resource.type, resource.properties) == []
    alice = estate.by_address[f"arn:aws:iam::{ME}:user/alice"]
    assert alice.properties["Groups"] == ["everybody", "developers"]
    assert alice.properties["Tags"] == [{"Key": "team", "Value": "shop"}]


def test_the_sample_is_what_its_script_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "scripts")
    import write_account_sample

    assert SAMPLE.read_text() == json.dumps(write_account_sample.export(), indent=2) + "\n"


@pytest.mark.parametrize(("written", "read_as"), [
    (DOCUMENT, DOCUMENT),
    (json.dumps(DOCUMENT), DOCUMENT),
    (quote(json.dumps(DOCUMENT), safe=""), DOCUMENT),
    ('{"Version": "1", "Version": "2"}', '{"Version": "1", "Version": "2"}'),
])  # fmt: skip
def test_documents_in_every_dress(written: Any, read_as: Any) -> None:
    assert one_role(AssumeRolePolicyDocument=written).properties[
        "AssumeRolePolicyDocument"
    ] == read_as  # fmt: skip


@pytest.mark.parametrize("written", ["", "{", "[]", 5, None, "%7B%", "NaN", '{"a": NaN}'])
def test_a_document_that_is_none_is_unknown(written: Any) -> None:
    found = one_role(RolePolicyList=[{"PolicyName": "p", "PolicyDocument": written}])
    (policy,) = found.properties["Policies"]  # type: ignore[misc,attr-defined]
    assert type(policy["PolicyDocument"]) is Unknown


def test_the_version_in_force() -> None:
    def version(number: str, default: bool) -> dict[str, Any]:
        return {"VersionId": number, "IsDefaultVersion": default, "Document": {"Id": number}}

    policy = {"PolicyName": "p", "Arn": f"arn:aws:iam::{ME}:policy/p", "DefaultVersionId": "v2"}
    for versions, wanted in (
        ([version("v1", False), version("v2", True)], {"Id": "v2"}),
        ([version("v2", False)], {"Id": "v2"}),
    ):
        data = json.dumps({"Policies": [policy | {"PolicyVersionList": versions}]}).encode()
        (found,) = read_export(data, "x").resources
        assert found.properties["PolicyDocument"] == wanted
    data = json.dumps({"Policies": [policy | {"PolicyVersionList": [version("v1", False)]}]})
    (found,) = read_export(data.encode(), "x").resources
    assert type(found.properties["PolicyDocument"]) is Unknown


def test_pages_are_one_estate(tmp_path: Path) -> None:
    first = {**EXPORT, "RoleDetailList": [], "IsTruncated": True, "Marker": "next"}
    second = {"RoleDetailList": EXPORT["RoleDetailList"], "IsTruncated": False}
    (reading,) = read(first, second, folder=tmp_path)
    whole = read_export(SAMPLE.read_bytes(), "sample")
    assert {one.address for one in reading.resources} == {one.address for one in whole.resources}
    assert reading.unseen is None
    assert [one.level for one in reading.diagnostics] == ["info"]


def test_a_cut_export_is_incomplete(tmp_path: Path) -> None:
    (reading,) = read({**EXPORT, "IsTruncated": True}, folder=tmp_path)
    assert reading.unseen is not None
    assert [one.level for one in reading.diagnostics] == ["error"]


def test_two_accounts_are_two_estates(tmp_path: Path) -> None:
    other = json.loads(json.dumps(EXPORT).replace(ME, "555555555555"))
    assert len(read(EXPORT, other, folder=tmp_path)) == 2


def test_what_is_no_entry_is_said_and_hides_nothing() -> None:
    roles = [5, {"RoleName": "no-arn"}, {"Arn": "arn:aws:s3:::b", "RoleName": "b"},
             {"Arn": f"arn:aws:iam::{ME}:role/no-name"}, *EXPORT["RoleDetailList"]]  # fmt: skip
    reading = read_export(json.dumps({"RoleDetailList": roles}).encode(), "x")
    assert [one.message.split(":")[0] for one in reading.diagnostics] == [
        f"RoleDetailList[{index}]" for index in range(4)
    ]
    assert reading.unseen is not None
    kinds = [one for one in reading.resources if one.type == "AWS::IAM::Role"]
    assert len(kinds) == len(EXPORT["RoleDetailList"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    data = SAMPLE.read_text().encode(encoding)
    assert is_account_export(data)
    assert len(read_export(data, "x").resources) > 50


@pytest.mark.parametrize(("data", "is_one"), [
    (b'{"UserDetailList": []}', True),
    (b'{"IsTruncated": false, "RoleDetailList": []}', True),
    (b'{"Policies": [], "x": "GroupDetailList"}', True),
    (b'{"Policies": []}', False), (b"{}", False), (b"[]", False), (b"", False),
    (b'{"Resources": {"UserDetailList": 1}}', False),
])  # fmt: skip
def test_recognised_by_its_keys(data: bytes, is_one: bool) -> None:
    assert is_account_export(data) is is_one


def test_no_json_says_where() -> None:
    with pytest.raises(SourceError, match="byte"):
        read_export(b"{,}", "x")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    found = [path] if path else []
    for key in keys:
        inner = value[key]
        found += places(inner, (*path, key)) if isinstance(inner, dict | list) else [(*path, key)]
    return found


PLACES = places(EXPORT)
COUNT = len(read_export(SAMPLE.read_bytes(), "x").resources)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**6), junk=JUNK)
def test_whatever_stands_in_a_place_the_rest_is_read(seed: int, junk: Any) -> None:
    path = random.Random(seed).choice(PLACES)
    changed = copy.deepcopy(EXPORT)
    at: Any = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = junk
    reading = read_export(json.dumps(changed).encode(), "x")
    fold(reading.resources, reading.fragments, reading.unseen)
    if len(path) > 1:  # an entry that is lost may be a role with its instance profile
        assert len(reading.resources) >= COUNT - 2


def test_a_list_that_is_none_is_not_taken_for_empty() -> None:
    role = {**EXPORT["RoleDetailList"][0], "AttachedManagedPolicies": "all of them"}
    reading = read_export(json.dumps({"RoleDetailList": [role]}).encode(), "x")
    assert reading.resources == []
    assert reading.unseen is not None


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, SAMPLE.stat().st_size - 1), byte=st.integers(0, 255))
def test_a_broken_byte_is_an_error_or_nothing(at: int, byte: int) -> None:
    data = bytearray(SAMPLE.read_bytes())
    data[at] = byte
    try:
        read_export(bytes(data), "x")
    except SourceError as error:
        assert error.message
