"""What the ledger keeps: AWS's reports, agreements, people's attestations and training.

Records say what somebody stated on some day; whether it counts today is worked out by `shown`.
Days are calendar days; where a record has an end, that day itself still counts.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from msgspec import Struct

EVERY: Final = "*"
"""In a scope: every service, or every Region, of the partition that the record is of."""

Origin = Literal["hand", "folder", "artifact"]
"""How a record came in: by a command, from a folder under version control, from AWS Artifact."""


class File(Struct, frozen=True, omit_defaults=True):
    """A file that shows something: where it was, and the SHA-256 of its content, never its text."""

    path: str = ""
    sha256: str = ""


class AwsReport(
    Struct, frozen=True, kw_only=True, omit_defaults=True, tag="report", tag_field="entry"
):
    """A report, certificate or authorization of AWS's that somebody holds.

    `begins` to `ends` is the period that it speaks of; a certificate's is the time in which it
    is valid. `relied_on_until` is the day up to which its reader relies on it when that is later
    than the period's end, as they have decided or as the report says. `services` are endpoint
    prefixes (`s3`, `rds`) and `regions` Region names, each or `EVERY`.
    """

    id: str
    program: str
    title: str
    begins: date
    ends: date
    relied_on_until: date | None = None
    services: tuple[str, ...] = (EVERY,)
    regions: tuple[str, ...] = (EVERY,)
    partition: str = "aws"
    file: File = File()
    origin: Origin = "hand"
    series: str = ""
    version: str = ""


class BridgeLetter(
    Struct, frozen=True, kw_only=True, omit_defaults=True, tag="bridge", tag_field="entry"
):
    """A letter in which AWS extends a report past its period, up to the day `until`."""

    id: str
    report: str
    issued: date
    until: date
    file: File = File()
    origin: Origin = "hand"


class Agreement(
    Struct, frozen=True, kw_only=True, omit_defaults=True, tag="agreement", tag_field="entry"
):
    """An agreement between AWS and the customer, as the Business Associate Addendum (`baa`).

    `accounts` are account ids, or `EVERY` when the organization has accepted it. Without
    `until` it holds until somebody records that it ended.
    """

    id: str
    kind: str
    accounts: tuple[str, ...] = (EVERY,)
    since: date
    until: date | None = None
    file: File = File()
    origin: Origin = "hand"


class Attestation(
    Struct, frozen=True, kw_only=True, omit_defaults=True, tag="attestation", tag_field="entry"
):
    """A person's word that a duty was met, from the day `on` up to the day `until`.

    `duty` is the id of a duty of the account, organization, Region or team, or of a layer.
    For a layer `resource` says of which resources: an address in which `*` stands for anything,
    of the type `type` where that is given.
    """

    id: str
    duty: str
    statement: str
    by: str
    on: date
    until: date
    subject: str = ""
    resource: str = ""
    type: str = ""
    evidence: File = File()
    origin: Origin = "hand"


class Training(
    Struct, frozen=True, kw_only=True, omit_defaults=True, tag="training", tag_field="entry"
):
    """That a person completed a course on a day, and until when it counts.

    Without `completed` the person is on the roster and has still to take it.
    """

    id: str
    person: str
    role: str
    course: str
    completed: date | None = None
    until: date | None = None
    origin: Origin = "hand"


class Withdrawal(
    Struct, frozen=True, kw_only=True, omit_defaults=True, tag="withdrawal", tag_field="entry"
):
    """That another record, by its id, no longer counts from the day `on`, and why."""

    id: str
    record: str
    on: date
    why: str


Record = AwsReport | BridgeLetter | Agreement | Attestation | Training | Withdrawal
"""What somebody stated; kept as it was stated, and never changed afterwards."""
