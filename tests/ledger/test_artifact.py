"""AWS Artifact through botocore's Stubber: what is read, and what is not taken for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from partywall.ledger import artifact
from partywall.ledger.artifact import Artifact, Scope
from partywall.ledger.artifact_names import program_of
from partywall.ledger.programs import programs
from partywall.ledger.records import Agreement, AwsReport
from partywall.ledger.shown import Shown

TODAY = date(2026, 11, 23)
ID = "report-0123456789abcdef"
UNKNOWN = "it is not known which there are"
SCOPES = {"soc-2": Scope(("rds", "s3"), ("eu-west-1",))}


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def entry(**more: Any) -> dict[str, Any]:
    """A SOC 2 report as ListReports gives it; None leaves a key out."""
    given = {
        "id": ID,
        "arn": f"arn:aws:artifact:us-east-1::report/{ID}:3",
        "name": "SOC 2 Report - Current",
        "state": "PUBLISHED",
        "uploadState": "COMPLETE",
        "version": 3,
        "periodStart": at(2026, 4, 1),
        "periodEnd": at(2026, 12, 31),
        "series": "SOC",
        "category": "Certifications and Attestations",
        "companyName": "Amazon Web Services",
        **more,
    }
    return {key: value for key, value in given.items() if value is not None}


def agreement(**more: Any) -> dict[str, Any]:
    given = {
        "id": "customer-agreement-0123456789abcdef",
        "name": "AWS Business Associate Addendum",
        "awsAccountId": "111122223333",
        "effectiveStart": at(2025, 1, 1),
        "state": "ACTIVE",
        **more,
    }
    return {key: value for key, value in given.items() if value is not None}


@pytest.fixture
def stub() -> Iterator[Stubber]:
    client = boto3.client(
        "artifact", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    with Stubber(client) as stubber:
        yield stubber


def ask(stub: Stubber, reports: list[Any], agreed: list[Any] = (), **more: Any) -> Artifact:  # type: ignore[assignment]
    stub.add_response("list_reports", {"reports": reports})
    for response in more.pop("metadata", ()):
        stub.add_response("get_report_metadata", {"reportDetails": response}, ANY_ID)
    stub.add_response("list_customer_agreements", {"customerAgreements": list(agreed)})
    found = artifact.read(stub.client, SCOPES, **more)
    stub.assert_no_pending_responses()
    return found


ANY_ID = {"reportId": ANY, "reportVersion": ANY}


def test_a_report(stub: Stubber) -> None:
    found = ask(stub, [entry()])
    assert found.problems == ()
    assert found.reports == (
        AwsReport(
            id=f"artifact-{ID}-v3",
            program="soc-2",
            title="SOC 2 Report - Current",
            begins=date(2026, 4, 1),
            ends=date(2026, 12, 31),
            services=("rds", "s3"),
            regions=("eu-west-1",),
            origin="artifact",
            series="SOC",
            version="3",
        ),
    )
    assert Shown(found.reports, TODAY).inherited("rds", "eu-west-1").state == "inherited"


def test_what_a_report_covers_is_never_guessed(stub: Stubber) -> None:
    found = ask(stub, [entry(name="PCI DSS Attestation of Compliance", series="PCI")])
    (one,) = found.reports
    assert (one.program, one.services, one.regions) == ("pci-dss", (), ())
    assert "covers nothing yet" in found.problems[0].message
    assert "scope of pci-dss" in found.problems[0].hint
    assert Shown(found.reports, TODAY).inherited("rds", "eu-west-1").state == "open"


@pytest.mark.parametrize(
    ("name", "series", "program"),
    [
        ("SOC 1 Type II Report", "SOC", "soc-1"),
        ("SOC 2 Type I Report", "SOC", "soc-2-type-1"),
        ("SOC2 Security Report", "SOC", "soc-2"),
        ("ISO 27001 Certificate", "ISO", "iso-27001"),
        ("ISO IEC 27017 2015 Certificate", "ISO", "iso-27017"),
        ("PCI 3DS Attestation", "PCI", "pci-3ds"),
        ("C5 Type II Report", "C5", "c5"),
        ("K-ISMS Certificate", None, "k-isms"),
        ("FedRAMP High Customer Package", "FedRAMP", "fedramp-high"),
    ],
)
def test_series_and_name_tell_the_program(
    stub: Stubber, name: str, series: str | None, program: str
) -> None:
    detail = [entry(name=name, series=series)] if series is None else []
    found = ask(stub, [entry(name=name, series=series)], metadata=detail)
    assert [one.program for one in found.reports] == [program]


@pytest.mark.parametrize(
    ("more", "level", "says"),
    [
        ({"name": "SOC 1 Type I Report"}, "warning", "is of no program that is known"),
        ({"name": "Penetration test summary"}, "warning", "no program that is known (series SOC)"),
        ({"name": "SOC 2 Report", "series": "ISO"}, "warning", "no program that is known"),
        ({"name": "ISO 27001 and ISO 27017", "series": "ISO"}, "warning", "of several programs"),
        ({"name": "SOC 2 Continued Operations Letter"}, "warning", "is a letter"),
        ({"state": "UNPUBLISHED"}, "info", "is not there to be relied on (unpublished, complete)"),
        ({"uploadState": "FAILED"}, "info", "is not there to be relied on (published, failed)"),
        ({"companyName": "Example Software"}, "info", "is of Example Software, not of AWS"),
    ],
)
def test_what_is_not_certain_is_shown_and_is_no_record(
    stub: Stubber, more: dict[str, Any], level: str, says: str
) -> None:
    found = ask(stub, [entry(**more)])
    (problem,) = found.problems
    assert found.reports == ()
    assert says in problem.message
    assert problem.message.startswith(f"report {entry(**more)['name']!r} ({ID}) ")
    assert problem.level == level


def test_what_the_list_leaves_out_is_asked_for(stub: Stubber) -> None:
    bare = entry(periodStart=None, periodEnd=None, companyName=None)
    found = ask(stub, [bare], metadata=[entry()])
    assert [one.ends for one in found.reports] == [date(2026, 12, 31)]


def test_what_nobody_says_is_not_made_up(stub: Stubber) -> None:
    bare = entry(periodEnd=None)
    found = ask(stub, [bare, bare], metadata=[bare, {**entry(), "deletedAt": at(2026, 1, 1)}])
    assert found.reports == ()
    assert [one.message.split(") ")[1] for one in found.problems] == [
        "has no period",
        "was deleted",
    ]


def test_a_document_of_nobody_is_awss_only_in_a_series_of_awss(stub: Stubber) -> None:
    soc, c5 = entry(companyName=None), entry(companyName=None, name="C5 Report", series="C5")
    found = ask(stub, [soc, c5], metadata=[soc, c5])
    assert [one.program for one in found.reports] == ["soc-2"]
    assert "is of nobody that is named" in found.problems[0].message


def test_a_report_without_an_id_is_no_record(stub: Stubber) -> None:
    found = ask(stub, [entry(id=None)])
    assert found.reports == ()
    assert found.problems[0].message.endswith("has no id")


def test_the_partition_is_that_of_the_arn(stub: Stubber) -> None:
    found = ask(stub, [entry(arn=f"arn:aws-us-gov:artifact:us-gov-west-1::report/{ID}:3")])
    assert found.reports[0].partition == "aws-us-gov"


def test_all_pages_are_read(stub: Stubber) -> None:
    stub.add_response("list_reports", {"reports": [entry(version=1)], "nextToken": "two"})
    stub.add_response("list_reports", {"reports": [entry(version=2)]}, {"nextToken": "two"})
    stub.add_response(
        "list_customer_agreements", {"customerAgreements": [agreement()], "nextToken": "two"}
    )
    stub.add_response(
        "list_customer_agreements", {"customerAgreements": [agreement()]}, {"nextToken": "two"}
    )
    found = artifact.read(stub.client, SCOPES)
    assert [one.version for one in found.reports] == ["1", "2"]
    assert len(found.agreements) == 2


def test_denied_is_not_none(stub: Stubber) -> None:
    for method in ("list_reports", "list_customer_agreements"):
        stub.add_client_error(method, "AccessDeniedException", "role Ada/x may not", 403)
    found = artifact.read(stub.client, SCOPES)
    assert (found.reports, found.agreements) == ((), ())
    assert [(one.level, one.message, one.hint) for one in found.problems] == [
        (
            "error",
            f"artifact:{action} was denied (AccessDeniedException): {UNKNOWN}",
            f"allow artifact:{action}",
        )
        for action in ("ListReports", "ListCustomerAgreements")
    ]


def test_a_page_that_fails_leaves_what_was_read_and_says_so(stub: Stubber) -> None:
    stub.add_response("list_reports", {"reports": [entry()], "nextToken": "two"})
    stub.add_client_error("list_reports", "ThrottlingException", "slow down", 429)
    stub.add_response("list_customer_agreements", {"customerAgreements": []})
    found = artifact.read(stub.client, SCOPES)
    assert len(found.reports) == 1
    assert [one.message for one in found.problems] == [
        f"artifact:ListReports was not answered (ThrottlingException): {UNKNOWN}"
    ]


def test_metadata_that_is_denied_is_named(stub: Stubber) -> None:
    stub.add_response("list_reports", {"reports": [entry(periodEnd=None)]})
    stub.add_client_error("get_report_metadata", "AccessDeniedException", "no", 403)
    stub.add_response("list_customer_agreements", {"customerAgreements": []})
    found = artifact.read(stub.client, SCOPES)
    assert found.reports == ()
    assert found.problems[0].message.startswith("artifact:GetReportMetadata was denied")
    assert found.problems[1].message.endswith("has no period")


def test_without_credentials_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    found = artifact.read(artifact.connect())
    assert [one.level for one in found.problems] == ["error", "error"]
    assert "was not answered (NoCredentialsError)" in found.problems[0].message


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, (("111122223333",), date(2025, 1, 1), None)),
        (
            {"organizationArn": "arn:aws:organizations::111122223333:organization/o-example"},
            (("*",), date(2025, 1, 1), None),
        ),
        (
            {"state": "CUSTOMER_TERMINATED", "effectiveEnd": at(2026, 3, 2)},
            (("111122223333",), date(2025, 1, 1), date(2026, 3, 1)),  # not on its last day
        ),
        ({"state": "AWS_TERMINATED"}, "has ended, nobody says when (AWS_TERMINATED)"),
        ({"effectiveStart": None}, "has no beginning"),
        ({"awsAccountId": None}, "is of no account that is named"),
        ({"name": "Some other terms"}, "is of no kind that is known"),
    ],
)
def test_agreements(stub: Stubber, more: dict[str, Any], expected: object) -> None:
    found = ask(stub, [], [agreement(**more)])
    if isinstance(expected, str):
        assert found.agreements == ()
        assert expected in found.problems[0].message
    else:
        (one,) = found.agreements
        assert isinstance(one, Agreement)
        assert (one.accounts, one.since, one.until) == expected
        assert (one.kind, one.origin) == ("baa", "artifact")
        assert found.problems == ()


def test_every_program_that_artifact_has_is_told_from_all_others() -> None:
    for one in programs().values():
        for name in one.documents:
            entry = {"name": f"AWS {name} 2026", "series": one.series or None}
            assert program_of(entry) is one, name
