"""AWS KMS: who may use a key, and how it ages."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, LOW, MEDIUM, control
from partywall.controls.questions import OWN, Caller, Questions
from partywall.estate.views.kms import Key
from partywall.estate.views.policy_document import Statement, document
from partywall.kernel.truth import Truth, no, some
from partywall.kernel.verdict import (
    Verdict,
    not_applicable,
    proved,
    proved_if,
    refuted,
    undecided,
)
from partywall.line.layer import IDENTITY, KEYS, RESILIENCE

CHANGE = "kms:PutKeyPolicy"
OWN_ROOT = Caller("root", OWN)


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


@control("kms-key-not-locked-out", layer=KEYS, weight=MEDIUM, through="access")
def key_can_be_administered(key: Key, ask: Questions) -> Verdict:
    """Somebody can still change the key policy.

    A key whose policy nobody may change stays as it is; only AWS Support can help, and what it
    encrypts is at stake.

    Fix: let the account's root, or an administrator role, do kms:PutKeyPolicy.

    Where a condition or a denial limits who may, it is decided whether the root user still may.

    Undecided when the policy is not known, or when that too hangs on a condition.

    Proved by::

        {Description: the default policy lets the account decide}

    Refuted by::

        KeyPolicy:
          Statement:
            - Effect: Allow
              Principal: {Service: logs.amazonaws.com}
              Action: "kms:Encrypt"
              Resource: "*"

    Proved by::

        KeyPolicy:
          Statement:
            - {Effect: Allow, Principal: "*", Action: "kms:*", Resource: "*"}
            - Effect: Deny
              Principal: "*"
              Action: "kms:*"
              Resource: "*"
              Condition: {StringNotEquals: {"aws:PrincipalType": Account}}

    Source: KMS Developer Guide, "Default key policy" (not re-read).
    """
    policy = document(key.at("KeyPolicy"))
    if policy.value is None:
        return proved(key.at("KeyPolicy"), note="the default policy lets the account decide")
    if not policy.known:
        return undecided(policy.doubt())
    statement, found = some(policy.statements, _administers)
    denial, denied = some(policy.statements, lambda one: one.denies & one.covers(CHANGE))
    if found is False:
        return refuted(key.at("KeyPolicy"), "nobody may change the key policy")
    if found is True and denied is False:
        return proved(statement or key.at("KeyPolicy"))
    if ask.lets_in(key, OWN_ROOT, CHANGE) is True:
        return proved(statement or key.at("KeyPolicy"), note="the root user may change it")
    if denied is not False:
        return undecided((denial or key).doubt("whether this denial leaves anybody"))
    return proved_if(found, statement or key, otherwise="nobody may change the key policy")


def _administers(statement: Statement) -> Truth:
    """Whether it lets an account, role or user change the key policy, unconditionally."""
    who = statement.at("Principal")
    named = (
        some(who.at("AWS").items(), lambda one: one.is_set)[1]
        if isinstance(who.value, dict)
        else who.equals("*")
    )
    if not statement.lacks("NotPrincipal"):
        named = named | statement.doubt("whom NotPrincipal leaves is not worked out")
    found = statement.allows & statement.covers(CHANGE) & named
    if found is False or not list.__len__(statement.conditions):
        return found
    return found & statement.doubt("whether the condition can be met is not worked out")
