"""The root user: whom no policy of the account limits, so nobody should be it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from partywall.controls.control import CRITICAL, HIGH, control
from partywall.controls.questions import Questions
from partywall.estate.node import Node
from partywall.estate.views.iam import RootUser
from partywall.kernel.truth import Undecided, no
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted, undecided
from partywall.line.layer import CREDENTIALS

UNUSED: Final = timedelta(days=90)
"""How long none of root's credentials may have been used."""

STALE: Final = timedelta(days=8)
"""How old a report is too old: a choice of ours. AWS makes a new one every four hours if asked."""

USES: Final = ("PasswordLastUsed", "AccessKey1LastUsed", "AccessKey2LastUsed")


@control(
    "iam-root-no-access-keys",
    layer=CREDENTIALS,
    weight=CRITICAL,
    also_known_as=(
        "IAM.4",
        "CIS v5.0.0/1.3",
        "CIS v3.0.0/1.4",
        "iam_no_root_access_key",
    ),
)
def root_has_no_access_keys(root: RootUser) -> Verdict:
    """The root user has no access key.

    A key of root's can do everything in the account, no policy of the account limits it, and it
    needs no second factor.

    Fix: delete root's access keys; give programs roles.

    Undecided when only the credential report is there: it tells active keys, and one that is not
    active can be made so. The summary of the account tells both.

    Proved by::

        {AccessKeysPresent: false}

    Refuted by::

        {AccessKeysPresent: true}

    Undecided by::

        {AccessKeysPresent: !Unknown no output tells}

    Source: IAM API Reference, "GetAccountSummary", read 2026-11-23.
    """
    keys = root.at("AccessKeysPresent")
    return proved_if(no(keys.is_true), keys, "root has an access key")


@control(
    "iam-root-mfa",
    layer=CREDENTIALS,
    weight=CRITICAL,
    also_known_as=(
        "IAM.9",
        "CIS v5.0.0/1.4",
        "CIS v3.0.0/1.5",
        "iam_root_mfa_enabled",
    ),
)
def root_shows_second_factor(root: RootUser) -> Verdict:
    """Nobody signs in as root with a password alone.

    Whoever has the password would have the account. Member accounts whose credentials the
    organization has removed have no password to sign in with; that is as good.

    Fix: enable a second factor for root, best a key of hardware; or remove root's credentials in
    member accounts centrally.

    Undecided when there is no second factor, and it is not known whether there is a password.

    Proved by::

        {MfaEnabled: true}

    Proved by::

        {MfaEnabled: false, PasswordPresent: false}

    Refuted by::

        {MfaEnabled: false, PasswordPresent: true}

    Source: IAM User Guide, "Generate credential reports for your AWS account", read 2026-11-23
    (its beginning); IAM API Reference, "GetAccountSummary", read 2026-11-23.
    """
    factor, password = root.at("MfaEnabled"), root.at("PasswordPresent")
    without = no(password.is_true)
    shown = password if without is True else factor
    return proved_if(factor.is_true | without, shown, "root signs in with a password alone")


@control(
    "iam-root-unused",
    layer=CREDENTIALS,
    weight=HIGH,
    also_known_as=("CIS v5.0.0/1.6", "CIS v3.0.0/1.7", "iam_avoid_root_usage"),
)
def root_is_unused(root: RootUser, ask: Questions) -> Verdict:
    """A report of the last week shows that no credential of root's was used for 90 days.

    Work that is done as root is limited by no policy and shows nobody's name.

    What the report cannot see is not meant: credentials that were removed since they were used,
    and sessions as root that the organization's management account opened.

    Fix: do daily work with roles; keep root for what nobody else can do.

    Undecided when the report is more than a week old or its day is not known, for root may have
    been used since, and when a signing certificate is active, for nothing tells its last use.

    Proved by::

        {SeenUntil: "2026-11-23T08:00:00+00:00", SigningCertificateActive: false}

    Proved by::

        {PasswordLastUsed: "2026-08-25T23:59:59+00:00", SigningCertificateActive: false,
         SeenUntil: "2026-11-20T08:00:00+00:00"}

    Refuted by::

        {PasswordLastUsed: "2026-08-26T00:00:00+00:00", SigningCertificateActive: false,
         SeenUntil: "2026-11-20T08:00:00+00:00"}

    Undecided by::

        {SeenUntil: "2026-11-01T08:00:00+00:00", SigningCertificateActive: false}

    Source: IAM User Guide, "Generate credential reports for your AWS account", read 2026-11-23
    (an older version of its text); IAM API Reference, "User", by botocore 1.44.5.
    """
    uses = [root.at(name) for name in USES]
    for use in uses:
        day = _day(use) if use.known else None
        if day and no(ask.has_come(day + UNUSED, use)):
            return refuted(use, f"root was used on {day}")
    certificate, seen = root.at("SigningCertificateActive"), root.at("SeenUntil")
    if certificate.is_true:
        return undecided(certificate.doubt("when the signing certificate was used nothing tells"))
    until = _day(seen)
    if until is None:
        return undecided(seen.doubt("of which day the report is, is not told"))
    if ask.has_come(until + STALE, seen):
        return undecided(seen.doubt(f"the report tells nothing of the days after {until}"))
    unknown = [use for use in uses if not use.known]
    if unknown:
        return undecided(unknown[0].doubt())
    return proved(seen, *uses, note="as far as IAM keeps track")


def _day(moment: Node) -> date | None:
    """The day of a moment; None of none. Raises Undecided when it is not known, or no moment."""
    text = moment.text()
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Undecided(moment.doubt("this is no moment")) from None
