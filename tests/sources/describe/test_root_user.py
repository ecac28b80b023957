"""The root user, by the account's summary and by its credential report."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from cli.support import check
from cli.support import report as checked
from partywall.estate.resource import Resource
from partywall.kernel.unknown import Unknown
from partywall.sources.describe import Collection
from partywall.sources.reading import Reading
from partywall.sources.recognise import is_describe
from sources.describe.accounts import KIM, WEST, A, B, counted, printed, reading, report

AT = "2026-11-22T10:00:00+00:00"
LATE = "2026-11-21T07:00:00+00:00"
FROM_REPORT = {"PasswordPresent": True, "MfaEnabled": True, "SigningCertificateActive": False}


def of(*contents: bytes) -> Reading:
    collection = Collection()
    for n, content in enumerate(contents):
        assert is_describe(content)
        collection.add(content, f"{A}/{n}.json", "exports")
    return collection.reading()


def roots(found: Reading) -> list[Resource]:
    return [one for one in found.resources if one.type == "Partywall::IAM::RootUser"]


def root(*contents: dict[str, Any] | str) -> Resource:
    texts = [one if isinstance(one, str) else json.dumps(one) for one in contents]
    found = of(*(one.encode() for one in texts))
    (only,) = roots(found)
    assert only.region is None
    return only


def told(one: Resource) -> dict[str, Any]:
    """Every property that is known, None for those known not to be there."""
    assert one.covers is not None
    return {
        key: value for key in one.covers if type(value := one.properties.get(key)) is not Unknown
    }


NEVER = {"PasswordLastUsed": None, "AccessKey1LastUsed": None, "AccessKey2LastUsed": None}


@pytest.mark.parametrize(
    ("columns", "differs"),
    [
        ({}, {}),
        ({"password_last_used": LATE}, {"PasswordLastUsed": LATE}),
        ({"password_last_used": "N/A"}, {"PasswordPresent": ...}),  # older reports say no more
        ({"password_last_used": ""}, {"PasswordPresent": ..., "PasswordLastUsed": ...}),
        ({"password_last_used": "2026-11"}, {"PasswordPresent": ..., "PasswordLastUsed": ...}),
        (
            {"password_last_used": "not_supported"},
            {"PasswordPresent": ..., "PasswordLastUsed": ...},
        ),
        ({"password_enabled": "false"}, {"PasswordPresent": False}),
        ({"password_enabled": "TRUE", "password_last_used": "N/A"}, {}),
        ({"mfa_active": "FALSE"}, {"MfaEnabled": False}),
        ({"mfa_active": "not_supported"}, {"MfaEnabled": ...}),
        ({"mfa_active": "no_information"}, {"MfaEnabled": ...}),
        ({"mfa_active": "tru"}, {"MfaEnabled": ...}),
        ({"access_key_2_active": "true"}, {"AccessKeysPresent": True}),
        ({"access_key_1_active": "not_supported"}, {}),
        ({"access_key_1_last_used_date": LATE}, {"AccessKey1LastUsed": LATE}),
        ({"access_key_2_last_used_date": "no_information"}, {"AccessKey2LastUsed": ...}),
        ({"cert_2_active": "true"}, {"SigningCertificateActive": True}),
        ({"cert_2_active": "N/A"}, {"SigningCertificateActive": ...}),
        ({"cert_1_active": "N/A", "cert_2_active": "true"}, {"SigningCertificateActive": True}),
    ],
)
def test_what_a_report_says(columns: dict[str, str], differs: dict[str, Any]) -> None:
    expected = {**FROM_REPORT, **NEVER, "SeenUntil": AT, **differs}
    found = root(printed(report(**columns), AT))
    assert told(found) == {key: one for key, one in expected.items() if one is not ...}
    assert found.address == f"{A}/root"


@pytest.mark.parametrize(
    ("counts", "differs"),
    [
        ({}, {}),
        ({"AccountAccessKeysPresent": 1}, {"AccessKeysPresent": True}),
        ({"AccountMFAEnabled": 0, "AccountPasswordPresent": 0},
         {"MfaEnabled": False, "PasswordPresent": False}),
        ({"AccountMFAEnabled": None}, {"MfaEnabled": ...}),
        ({"AccountMFAEnabled": "1"}, {"MfaEnabled": ...}),
        ({"AccountAccessKeysPresent": 7}, {"AccessKeysPresent": ...}),
        ({"AccountSigningCertificatesPresent": 1}, {"SigningCertificateActive": ...}),
    ],
)  # fmt: skip
def test_what_a_summary_says(counts: dict[str, Any], differs: dict[str, Any]) -> None:
    expected = {"AccessKeysPresent": False, **FROM_REPORT, **differs}
    found = root(counted(**counts))
    assert told(found) == {key: one for key, one in expected.items() if one is not ...}


def test_both_are_one_root_user() -> None:
    whole = told(root(printed(report(), AT), counted()))
    assert whole == {"AccessKeysPresent": False, **FROM_REPORT, **NEVER, "SeenUntil": AT}
    assert told(root(counted(), printed(report(), AT))) == whole


@pytest.mark.parametrize(
    ("columns", "counts", "key"),
    [
        ({"access_key_1_active": "true"}, {}, "AccessKeysPresent"),
        ({}, {"AccountMFAEnabled": 0}, "MfaEnabled"),
        ({"password_enabled": "false"}, {}, "PasswordPresent"),
    ],
)
def test_where_they_differ_it_is_not_known(
    columns: dict[str, str], counts: dict[str, int], key: str
) -> None:
    assert key not in told(root(printed(report(**columns)), counted(**counts)))


def test_a_decoded_report_is_as_old_as_the_latest_moment_in_it() -> None:
    assert told(root(report()))["SeenUntil"] == "2020-01-01T00:00:00+00:00"
    of_users = report(A, KIM)  # whose password is to change next year
    assert told(root(of_users))["SeenUntil"] == KIM["password_last_used"]
    assert root(of_users).place.line == 2


def test_of_users_nothing_is_kept() -> None:
    found = of(report(A, KIM).encode())
    assert [one.type for one in found.resources] == ["Partywall::IAM::RootUser"]
    assert "kim" not in repr(found.resources[0].properties)


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("content", [report(), json.dumps(printed(report()))])
def test_files_that_power_shell_wrote(content: str, form: str) -> None:
    assert told(roots(of(content.encode(form)))[0])["MfaEnabled"] is True


def test_columns_that_nobody_knows_are_counted_and_harmless() -> None:
    lines = [f"{line},{end}" for line, end in zip(report().split("\n"), ("new", "x"), strict=True)]
    found = of("\n".join(lines).encode())
    assert told(roots(found)[0]) | {"SeenUntil": AT} == {**FROM_REPORT, **NEVER, "SeenUntil": AT}
    count = found.coverage["iam get-credential-report"]
    assert (count.resources, count.arguments) == (1, {"new": 1})


def test_accounts_have_a_root_user_each() -> None:
    found = reading({
        f"{A}/report.json": printed(report(A)),
        f"{A}/summary.json": counted(),
        f"{A}/{WEST}/flow-logs.json": {"FlowLogs": []},
        f"{B}/report.json": printed(report(B, mfa_active="false")),
        f"{B}/summary.json": counted(AccountMFAEnabled=0),
        "summary.json": counted(AccountMFAEnabled=0),
    })  # fmt: skip
    assert {one.address: one.properties["MfaEnabled"] for one in roots(found)} == {
        f"{A}/root": True,
        f"{B}/root": False,
        "root": False,
    }
    (remark,) = found.diagnostics
    assert remark.where.file == "summary.json"
    assert "whose output this is" in remark.message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (json.dumps(printed(report())).replace("dXNlcixhcm4s", "dXNlcixhcm4s!"), "not base64"),
        (json.dumps({"Content": "dXNlcixhcm4s/////w=="}), "not base64"),
        (json.dumps(printed(report()))[:200], "ends in the middle"),
        (report()[:-60], "row of the root user is broken"),
        (report() + report()[report().index("\n") :], "row of the root user is broken"),
        (report().split("\n")[0], "no row of the root user"),
        (report(A, {"user": '"kim'}), "no CSV"),
        (json.dumps(printed("user,arn,user_creation_time")), "no row of the root user"),
    ],
)
def test_what_is_wrong_is_said(content: str, message: str) -> None:
    found = of(content.encode())
    (remark,) = found.diagnostics
    assert (remark.level, found.resources) == ("error", [])
    assert message in remark.message
    assert "again" in remark.hint


def test_no_bytes_make_it_fail_nor_prove() -> None:
    """Whatever is cut or turned, what is read is well formed, or a remark says that it is not."""
    chance = random.Random(2026)
    seeds = [report(A, KIM).encode(), json.dumps(printed(report(A, KIM))).encode(),
             json.dumps(counted()).encode()]  # fmt: skip
    words = [b"", b",", b'"', b"\n", b"\r", b"\0", b"N/A", b"\xff\xfe", b"\xef\xbb\xbf", b"true",
             b"<root_account>", b"=", b"{}", b"null"]  # fmt: skip
    for _ in range(1500):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data) + 1)
            end = min(len(data), at + chance.randint(0, 20))
            data[at:end] = chance.choice((*words, bytes([chance.randrange(256)])))
        collection = Collection()
        collection.add(bytes(data), f"{A}/one.json", "one")
        found = collection.reading()
        assert roots(found) or found.diagnostics
        for one in roots(found):
            assert all(isinstance(value, bool | str) for value in one.properties.values())


def test_a_cut_report_says_nothing_that_the_whole_one_does_not() -> None:
    whole = report(password_last_used=LATE, access_key_2_last_used_date=LATE)
    expected = told(root(whole))
    for end in range(len("user,arn,user_creation_time,"), len(whole)):
        for one in roots(of(whole[:end].encode())):
            assert told(one).items() <= expected.items(), end


def test_through_the_whole_command(tmp_path: Path) -> None:
    folder = tmp_path / A
    folder.mkdir()
    (folder / "report.csv").write_text(report(A, KIM, password_last_used=LATE))
    (folder / "summary.json").write_text(json.dumps(counted(AccountAccessKeysPresent=1)))
    (folder / "sales.csv").write_text("user,sum\nkim,3\n")
    found = checked(folder, "--as-of", "2026-11-23")
    assert {one["control"]: one["verdict"] for one in found["findings"]} == {
        "iam-root-mfa": "proved",
        "iam-root-no-access-keys": "refuted",
        "iam-root-unused": "refuted",
    }
    assert "kim" not in check("--format", "json", folder).output


def test_a_mock_of_aws_prints_what_is_read() -> None:
    with mock_aws():
        client = boto3.client("iam", region_name=WEST)
        summary = {"SummaryMap": client.get_account_summary()["SummaryMap"]}
    found = told(root(summary))
    assert set(found) >= {"AccessKeysPresent", "MfaEnabled"}
