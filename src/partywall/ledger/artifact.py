"""AWS Artifact, read by API: which reports there are, of which period, and which agreements hold.

Only what the lists say is read, never a document. They do not say which services and Regions a
report covers, so that has to be given by program; without it a report covers nothing. What
cannot be told apart for certain (an unknown series, a document of another company) is a problem
that is shown, and no record. A call that AWS denies is a problem that names the action: it never
means that there are no reports.

Source: botocore 1.44.5, service model of `artifact` (2018-05-10), and AWS Artifact User Guide,
"Example IAM policies", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from msgspec import Struct

from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.errors import PartywallError
from partywall.kernel.span import Span
from partywall.ledger.artifact_names import Unclear, kind_of, must_be_own, program_of
from partywall.ledger.periods import DAY
from partywall.ledger.records import EVERY, Agreement, AwsReport

REGION: Final = "us-east-1"
"""Where AWS Artifact answers for the partition `aws`."""

READY: Final = (None, "COMPLETE")
"""Upload states of a document that is there."""

FILLED_IN: Final = ("name", "series", "periodStart", "periodEnd", "companyName")
"""What is asked for by GetReportMetadata when the list leaves it out."""

PLACE: Final = Span("AWS Artifact")


class Scope(Struct, frozen=True):
    """What a program's report covers, as somebody has read in it."""

    services: tuple[str, ...] = ()
    regions: tuple[str, ...] = (EVERY,)


class Artifact(Struct, frozen=True):
    """What AWS Artifact says; `problems` are all that it does not say for certain."""

    reports: tuple[AwsReport, ...]
    agreements: tuple[Agreement, ...]
    problems: tuple[Diagnostic, ...]


def connect(region: str = REGION, profile: str | None = None) -> Any:
    """A client of AWS Artifact. Raises PartywallError when the extra `live` is not installed."""
    try:
        import boto3
    except ImportError as error:
        raise PartywallError(
            "reading AWS Artifact needs boto3; pip install 'partywall[live]'"
        ) from error
    return boto3.session.Session(profile_name=profile).client("artifact", region_name=region)


def read(client: Any, scopes: Mapping[str, Scope] | None = None) -> Artifact:
    """The reports and agreements of the account that a client of AWS Artifact is of.

    `scopes` says by the id of a program what its reports cover.
    """
    reading = _Reading(client, scopes or {})
    reports = tuple(reading.reports())
    agreed = tuple(reading.agreements())
    return Artifact(reports, agreed, tuple(reading.problems))


class _Reading:
    """One reading of the account, as far as it has come."""

    def __init__(self, client: Any, scopes: Mapping[str, Scope]) -> None:
        self.client = client
        self.scopes = scopes
        self.problems: list[Diagnostic] = []

    def reports(self) -> Iterator[AwsReport]:
        """The published reports of AWS's own whose program is known."""
        for entry in self.pages("list_reports", "ListReports", "reports"):
            try:
                yield self.report(self.filled_in(entry))
            except Unclear as unclear:
                self.remark(f"report {_called(entry)}", unclear)

    def agreements(self) -> Iterator[Agreement]:
        """The agreements whose kind is known, those that ended among them."""
        calls = ("list_customer_agreements", "ListCustomerAgreements", "customerAgreements")
        for entry in self.pages(*calls):
            try:
                yield _agreement(entry)
            except Unclear as unclear:
                self.remark(f"agreement {_called(entry)}", unclear)

    def report(self, entry: Mapping[str, Any]) -> AwsReport:
        """The record of one report. Raises Unclear when it cannot be told."""
        if entry.get("state") != "PUBLISHED" or entry.get("uploadState") not in READY:
            state = f"{entry.get('state')}, {entry.get('uploadState')}"
            raise Unclear("info", f"is not there to be relied on ({state.lower()})")
        program = program_of(entry)
        must_be_own(entry, program)
        begins, ends = _day(entry.get("periodStart")), _day(entry.get("periodEnd"))
        if not entry.get("id"):
            raise Unclear("warning", "has no id", "register it by hand")
        if begins is None or ends is None:
            raise Unclear("warning", "has no period", "register it by hand, as its text says")
        scope = self.scopes.get(program.id)
        id = f"artifact-{entry['id']}-v{entry.get('version', 1)}"
        if scope is None:
            said = (
                f"report {_called(entry)} covers nothing yet: AWS Artifact says not what it covers"
            )
            hint = f"give the services and Regions in scope of {program.id}"
            self.problems.append(Diagnostic("warning", said, PLACE, hint, id))
        return AwsReport(
            id=id,
            program=program.id,
            title=str(entry.get("name")),
            begins=begins,
            ends=ends,
            services=scope.services if scope else (),
            regions=scope.regions if scope else (),
            partition=_partition(entry),
            origin="artifact",
            series=str(entry.get("series", "")),
            version=str(entry.get("version", "")),
        )

    def filled_in(self, entry: Mapping[str, Any]) -> Mapping[str, Any]:
        """The entry, with what the list left out."""
        if all(entry.get(name) for name in FILLED_IN) or "id" not in entry:
            return entry
        from botocore.exceptions import BotoCoreError, ClientError

        asked = {"reportId": entry["id"]}
        if "version" in entry:
            asked["reportVersion"] = entry["version"]
        try:
            found = self.client.get_report_metadata(**asked).get("reportDetails", {})
        except (BotoCoreError, ClientError) as error:
            self.failed("GetReportMetadata", error, f"what {_called(entry)} is")
            return entry
        if found.get("deletedAt"):
            raise Unclear("info", "was deleted")
        return {**found, **{key: value for key, value in entry.items() if value}}

    def pages(self, method: str, action: str, key: str) -> Iterator[Mapping[str, Any]]:
        """Every entry of all pages; a call that fails ends them, and is a problem."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            for page in self.client.get_paginator(method).paginate():
                yield from page.get(key, ())
        except (BotoCoreError, ClientError) as error:
            self.failed(action, error, "which there are")

    def failed(self, action: str, error: Exception, what: str) -> None:
        """Remember that a call was not answered; its message may name people, so it is left out."""
        response = getattr(error, "response", None) or {}
        code = response.get("Error", {}).get("Code", type(error).__name__)
        denied = "AccessDenied" in code or code in ("UnauthorizedOperation", "Forbidden")
        said = f"artifact:{action} was {'denied' if denied else 'not answered'} ({code})"
        hint = f"allow artifact:{action}" if denied else "try again, or register by hand"
        self.problems.append(Diagnostic("error", f"{said}: it is not known {what}", PLACE, hint))

    def remark(self, what: str, unclear: Unclear) -> None:
        """Show an entry that is no record."""
        self.problems.append(
            Diagnostic(unclear.level, f"{what} {unclear.why}", PLACE, unclear.hint)
        )


def _agreement(entry: Mapping[str, Any]) -> Agreement:
    """The record of one agreement. Raises Unclear when it cannot be told."""
    kind = kind_of(str(entry.get("name", "")))
    since, ended = _day(entry.get("effectiveStart")), _day(entry.get("effectiveEnd"))
    if since is None:
        raise Unclear("warning", "has no beginning", "register it by hand")
    if entry.get("state") != "ACTIVE" and ended is None:
        raise Unclear("warning", f"has ended, nobody says when ({entry.get('state')})")
    account = entry.get("awsAccountId")
    if not entry.get("organizationArn") and not account:
        raise Unclear("warning", "is of no account that is named", "register it by hand")
    return Agreement(
        id=f"artifact-{entry.get('id', kind.id)}",
        kind=kind.id,
        accounts=(EVERY,) if entry.get("organizationArn") else (str(account),),
        since=since,
        until=ended - DAY if ended else None,
        origin="artifact",
    )


def _partition(entry: Mapping[str, Any]) -> str:
    parts = str(entry.get("arn", "")).split(":")
    return parts[1] if len(parts) > 1 and parts[1] else "aws"


def _day(value: object) -> date | None:
    return value.date() if isinstance(value, datetime) else None


def _called(entry: Mapping[str, Any]) -> str:
    return f"{entry.get('name', 'without a name')!r} ({entry.get('id', 'no id')})"
