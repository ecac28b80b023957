"""The root user, case by case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from controls.examples import as_case, judge
from controls.law import assert_outcome
from controls.switches import UNKNOWN
from partywall.controls import iam
from partywall.controls.control import Control

FRESH = {"SeenUntil": "2026-11-20T08:00:00+00:00", "SigningCertificateActive": False}
LONG_AGO = "2026-08-25T23:59:59+00:00"
OF_LATE = "2026-08-26T00:00:00+00:00"

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    (iam.root_has_no_access_keys, {"AccessKeysPresent": False}, "proved"),
    (iam.root_has_no_access_keys, {"AccessKeysPresent": True}, "refuted"),
    (iam.root_has_no_access_keys, {"AccessKeysPresent": UNKNOWN}, "undecided"),
    *[
        (iam.root_shows_second_factor, {"MfaEnabled": factor, "PasswordPresent": password}, outcome)
        for factor, password, outcome in (
            (True, True, "proved"),
            (True, UNKNOWN, "proved"),  # whatever the password
            (True, False, "proved"),
            (False, False, "proved"),  # the organization has removed it
            (UNKNOWN, False, "proved"),
            (False, True, "refuted"),
            (False, UNKNOWN, "undecided"),
            (UNKNOWN, True, "undecided"),
        )
    ],
    *[
        (iam.root_is_unused, properties, outcome)
        for properties, outcome in (
            (FRESH, "proved"),  # never
            (FRESH | {"PasswordLastUsed": LONG_AGO}, "proved"),
            (FRESH | {"AccessKey2LastUsed": LONG_AGO}, "proved"),
            (FRESH | {"PasswordLastUsed": OF_LATE}, "refuted"),
            (FRESH | {"AccessKey1LastUsed": OF_LATE}, "refuted"),
            (FRESH | {"AccessKey2LastUsed": OF_LATE, "PasswordLastUsed": LONG_AGO}, "refuted"),
            (FRESH | {"AccessKey2LastUsed": OF_LATE, "PasswordLastUsed": UNKNOWN}, "refuted"),
            (FRESH | {"PasswordLastUsed": UNKNOWN}, "undecided"),
            (FRESH | {"AccessKey2LastUsed": UNKNOWN}, "undecided"),
            (FRESH | {"PasswordLastUsed": "yesterday"}, "undecided"),
            (FRESH | {"SigningCertificateActive": True}, "undecided"),
            (FRESH | {"SigningCertificateActive": True, "PasswordLastUsed": OF_LATE}, "refuted"),
            (FRESH | {"SigningCertificateActive": UNKNOWN}, "undecided"),
            (FRESH | {"SeenUntil": "2026-11-16T00:00:00+00:00"}, "proved"),  # a week ago
            (FRESH | {"SeenUntil": "2026-11-15T23:59:59+00:00"}, "undecided"),
            (FRESH | {"SeenUntil": UNKNOWN}, "undecided"),
            ({"SigningCertificateActive": False}, "undecided"),
            # an old report still tells of a use of late
            (
                {"SeenUntil": "2026-09-01T00:00:00+00:00", "PasswordLastUsed": OF_LATE}
                | {"SigningCertificateActive": False},
                "refuted",
            ),
        )
    ],
]


@pytest.mark.parametrize(("one", "properties", "outcome"), ROWS)
def test_cases(one: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(one, properties, outcome)


@pytest.mark.parametrize(
    ("today", "outcome"),
    [
        (date(2026, 11, 20), "refuted"),
        (date(2026, 11, 23), "refuted"),  # the ninetieth day is not over
        (date(2026, 11, 24), "proved"),
        (date(2026, 11, 28), "undecided"),  # the report has grown old
        (None, "undecided"),
    ],
)
def test_the_day_decides(today: date | None, outcome: str) -> None:
    case = as_case(iam.root_is_unused, FRESH | {"PasswordLastUsed": OF_LATE})
    assert judge(iam.root_is_unused, case, today).outcome == outcome
