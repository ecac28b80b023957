"""The root user of an account, by the account's summary and by its credential report.

What neither tells stays unknown. Source: IAM User Guide, "Generate credential reports for your AWS
account", read 2026-11-23 (an older version of its text); IAM API Reference, GetAccountSummary and
User (PasswordLastUsed), by botocore 1.44.5.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from partywall.sources.describe.credential_report import MOMENT, SEEN_UNTIL
from partywall.sources.describe.kinds import kinds
from partywall.sources.describe.sightings import Sighting
from partywall.sources.describe.values import Item, text
from partywall.sources.describe.writer import Writer

ROOT_USER: Final = "Partywall::IAM::RootUser"

Told = dict[str, bool | str | None]
"""Properties that are known; None for those known not to be there."""

COUNTED: Final = {
    "AccountAccessKeysPresent": "AccessKeysPresent",
    "AccountMFAEnabled": "MfaEnabled",
    "AccountPasswordPresent": "PasswordPresent",
}
"""Key of a summary → property: 1 says that it is so, 0 that it is not."""

CERTIFICATES: Final = "AccountSigningCertificatesPresent"

USED: Final = {
    "PasswordLastUsed": ("password_last_used", ("N/A", "no_information")),
    "AccessKey1LastUsed": ("access_key_1_last_used_date", ("N/A",)),
    "AccessKey2LastUsed": ("access_key_2_last_used_date", ("N/A",)),
}
"""Property → column of a report, and the words that say that it was not used.

N/A: there is none, it was never used, or not since IAM keeps track (2015-04-22 for keys).
no_information: the password was never used, or not since IAM keeps track (2014-10-20).
"""

FLAGS: Final = {"true": True, "false": False}


def summary(item: Item, _seen: Sighting, write: Writer) -> None:
    """What `aws iam get-account-summary` counts of the root user."""
    told: Told = {name: item[key] == 1 for key, name in COUNTED.items() if item.get(key) in (0, 1)}
    if item.get(CERTIFICATES) == 0:
        told["SigningCertificateActive"] = False
    _write("SummaryMap", item, told, write)


def credentials(item: Item, _seen: Sighting, write: Writer) -> None:
    """What the credential report says of the root user.

    It tells of keys and certificates whether they are active. One that is may be there all the
    same, which the summary tells.
    """
    told: Told = {}
    _flag(told, "MfaEnabled", item, "mfa_active")
    _password(told, item)
    keys = _flags(item, "access_key_1_active", "access_key_2_active")
    if True in keys:
        told["AccessKeysPresent"] = True
    certificates = _flags(item, "cert_1_active", "cert_2_active")
    if True in certificates or None not in certificates:
        told["SigningCertificateActive"] = True in certificates
    for name, (column, never) in USED.items():
        value = text(item, column)
        if value in never:
            told[name] = None
        elif MOMENT.fullmatch(value):
            told[name] = value
    if text(item, SEEN_UNTIL):
        told["SeenUntil"] = text(item, SEEN_UNTIL)
    _write("CredentialReport", item, told, write)


def _password(told: Told, item: Item) -> None:
    """Whether there is one: older reports do not support to say so, but then N/A is for none."""
    _flag(told, "PasswordPresent", item, "password_enabled")
    if text(item, "password_enabled") == "not_supported":
        last = text(item, "password_last_used")
        if last == "no_information" or MOMENT.fullmatch(last):
            told["PasswordPresent"] = True


def _flag(told: Told, name: str, item: Item, column: str) -> None:
    (value,) = _flags(item, column)
    if value is not None:
        told[name] = value


def _flags(item: Item, *columns: str) -> list[bool | None]:
    return [FLAGS.get(text(item, column).lower()) for column in columns]


def _write(table: str, item: Item, told: Told, write: Writer) -> None:
    """The root user is seen: one of its account, or of the folder whose account nobody tells."""
    known = kinds()[table].known
    write.missed += sorted(name for name in item if name not in known)
    whose = write.scope.account or PurePath(write.place.file).parent.as_posix().strip(".")
    seen = write.add(ROOT_USER, f"{whose}/root".lstrip("/"), told, covers=frozenset(told))
    seen.everywhere = True
