"""AWS KMS: who may use a key, and how it ages."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, LOW, MEDIUM, control
from partywall.estate.views.kms import Key
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import IDENTITY, KEYS, RESILIENCE


@control(
    "kms-key-rotated",
    layer=KEYS,
    weight=MEDIUM,
    also_known_as=(
        "KMS.4",
        "CIS v5.0.0/3.6",
        "CIS v3.0.0/3.6",
        "CKV_AWS_7",
        "AVD-AWS-0065",
        "kms_cmk_rotation_enabled",
    ),
)
def key_is_rotated(key: Key) -> Verdict:
    """KMS makes new key material every year.

    Less is then encrypted under any one material, and nobody has to re-encrypt: KMS keeps the
    old material for what is old.

    Fix: set EnableKeyRotation to true.

    Undecided when a value is not known.

    Proved by::

        {EnableKeyRotation: true}

    Refuted by::

        {Description: orders}

    Not applicable by::

        {KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY}

    Source: KMS API Reference, "CreateKey", read 2026-11-23.
    """
    if no(key.can_rotate):
        return not_applicable(
            key.at("KeySpec"), "KMS rotates only symmetric keys whose material it made"
        )
    rotated = key.at("EnableKeyRotation")
    return proved_if(rotated.is_true, rotated, otherwise="rotation is off")


@control(
    "kms-key-not-public",
    layer=IDENTITY,
    weight=CRITICAL,
    also_known_as=("KMS.5", "CKV_AWS_33", "kms_key_not_publicly_accessible"),
)
def key_is_not_public(key: Key) -> Verdict:
    """The key policy lets in nobody who is not named.

    A key that everybody may use encrypts nothing from anybody.

    Fix: name the principals, or add a condition on kms:CallerAccount or aws:PrincipalOrgID.

    Undecided when a principal or condition is not known.

    Proved by::

        {Description: the default policy trusts the account only}

    Refuted by::

        KeyPolicy:
          Statement: [{Effect: Allow, Principal: {AWS: "*"}, Action: "kms:*", Resource: "*"}]

    Proved by::

        KeyPolicy:
          Statement:
            - Effect: Allow
              Principal: {AWS: "*"}
              Action: "kms:Decrypt"
              Resource: "*"
              Condition: {StringEquals: {"kms:CallerAccount": "111122223333"}}

    Source: KMS Developer Guide, "Key policies in AWS KMS" (not re-read).
    """
    statement, public = key.open_statement()
    if public:
        return refuted(statement, "everybody is let in")
    return proved(key.at("KeyPolicy"), note="nobody is let in who is not named")


@control("kms-key-deleted-slowly", layer=RESILIENCE, weight=LOW)
def key_is_deleted_slowly(key: Key) -> Verdict:
    """Two weeks or more pass between the wish to delete the key and its end.

    What it encrypted is lost with it; the waiting time is when somebody notices.

    Fix: leave PendingWindowInDays out (30 days), or set it to 14 or more.

    Undecided when the value is not known.

    Proved by::

        {Description: orders}

    Refuted by::

        {PendingWindowInDays: 7}

    Source: KMS API Reference, "ScheduleKeyDeletion", read 2026-11-23.
    """
    days = key.at("PendingWindowInDays")
    return proved_if(days.either(30).at_least(14), days, otherwise="less than two weeks' notice")
