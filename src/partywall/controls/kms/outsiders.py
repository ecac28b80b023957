"""Keys: what their policies leave to other accounts, and to services that act for others."""

from __future__ import annotations

from typing import Final

from partywall.controls.control import LOW, MEDIUM, control
from partywall.controls.outsiders import OF_ORGANIZATION, kept_at_home, source_is_fixed
from partywall.controls.questions import Questions
from partywall.estate.views.kms import Key
from partywall.estate.views.outsiders import Spoken
from partywall.kernel.verdict import Verdict
from partywall.line.layer import IDENTITY

CONTEXT: Final = "kms:encryptioncontext:"
BINDING: Final = ("kms:viaservice", "kms:calleraccount")
GRANTS: Final = ("kms:CreateGrant",)
USE: Final = ("kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom")
OF_GRANTS: Final = (
    "kms:grantisforawsresource", "kms:grantconstrainttype", "kms:grantoperations",
    "kms:granteeprincipal",
)  # fmt: skip
"""What binds a grant. Source: KMS Developer Guide, "AWS KMS condition keys" (not re-read)."""


@control("kms-key-foreign-use-bound", layer=IDENTITY, weight=MEDIUM, through="access")
def key_use_by_others_is_bound(key: Key, ask: Questions) -> Verdict:
    """No other account as a whole may decrypt with the key, unless a condition binds it.

    Its administrators then decide who reads what the key protects, today and later.

    Fix: name the roles that use the key, or add a condition on kms:ViaService,
    aws:PrincipalOrgID or the encryption context.

    Undecided when the policy is not known, when another condition decides, or when it is not
    known whether an account named is one's own.

    Proved by::

        KeyPolicy:
          Statement:
            - Effect: Allow
              Principal: {AWS: "arn:aws:iam::444455556666:root"}
              Action: "kms:Decrypt"
              Resource: "*"
              Condition: {StringEquals: {"kms:ViaService": s3.eu-west-1.amazonaws.com}}

    Refuted by::

        KeyPolicy:
          Statement: [{Effect: Allow, Principal: "*", Action: "kms:Decrypt", Resource: "*"}]

    Undecided by::

        KeyPolicy:
          Statement:
            - Effect: Allow
              Principal: {AWS: "arn:aws:iam::444455556666:root"}
              Action: "kms:Decrypt"
              Resource: "*"

    Source: KMS Developer Guide, "Allowing users in other accounts to use a KMS key" (not
    re-read).
    """
    spoken = _spoken(key)
    absent = (*OF_ORGANIZATION, "kms:viaservice", *_contexts(spoken))
    return kept_at_home(key, spoken, ask, USE, "can decrypt", absent=absent, whole=True)


@control("kms-key-grants-made-at-home", layer=IDENTITY, weight=MEDIUM, through="access")
def key_grants_are_made_at_home(key: Key, ask: Questions) -> Verdict:
    """No other account can hand the key on to whom it likes.

    Whoever may make grants lets in others, in a list that no key policy shows.

    Fix: allow kms:CreateGrant to other accounts only with kms:GrantIsForAWSResource, or not at
    all.

    Undecided when the policy is not known, when another condition decides, or when it is not
    known whether an account named is one's own.

    Proved by::

        KeyPolicy:
          Statement:
            - Effect: Allow
              Principal: {AWS: "arn:aws:iam::444455556666:root"}
              Action: "kms:CreateGrant"
              Resource: "*"
              Condition: {Bool: {"kms:GrantIsForAWSResource": "true"}}

    Refuted by::

        KeyPolicy:
          Statement: [{Effect: Allow, Principal: "*", Action: "kms:*", Resource: "*"}]

    Undecided by::

        KeyPolicy:
          Statement:
            - Effect: Allow
              Principal: {AWS: "arn:aws:iam::444455556666:role/app"}
              Action: ["kms:CreateGrant", "kms:Decrypt"]
              Resource: "*"

    Source: KMS Developer Guide, "Grants in AWS KMS" (not re-read).
    """
    spoken = _spoken(key)
    absent = (*OF_ORGANIZATION, *OF_GRANTS, "kms:viaservice", *_contexts(spoken))
    return kept_at_home(key, spoken, ask, GRANTS, "can hand the key on", absent=absent)


@control("kms-key-service-source-fixed", layer=IDENTITY, weight=LOW, through="access")
def key_services_act_for_the_named(key: Key, ask: Questions) -> Verdict:
    """A service uses the key only on behalf of the account or resource that is named.

    A service acts for whoever asks it; without a source, a stranger may have it decrypt for him.

    Fix: add a condition on aws:SourceArn, aws:SourceAccount or the encryption context.

    Undecided when policy or condition is not known.

    Proved by::

        KeyPolicy:
          Statement:
            - Effect: Allow
              Principal: {Service: events.amazonaws.com}
              Action: "kms:Decrypt"
              Resource: "*"
              Condition: {StringEquals: {"aws:SourceAccount": "111122223333"}}

    Refuted by::

        KeyPolicy:
          Statement:
            - Effect: Allow
              Principal: {Service: events.amazonaws.com}
              Action: "kms:Decrypt"
              Resource: "*"

    Not applicable by::

        {Description: the default policy trusts the account only}

    Source: IAM User Guide, "The confused deputy problem" (not re-read).
    """
    spoken = _spoken(key)
    return source_is_fixed(key, spoken, ask, USE, (*BINDING, *_contexts(spoken)))


def _spoken(key: Key) -> Spoken:
    policy = key.at("KeyPolicy")
    return Spoken([policy] if policy.value is not None else [], key)


def _contexts(spoken: Spoken) -> tuple[str, ...]:
    """The keys of the encryption context that a statement asks for."""
    if spoken.unknown is not None:
        return ()
    named = {
        condition.name for statement in spoken.statements() for condition in statement.conditions
    }
    return tuple(sorted(one for one in named if one.startswith(CONTEXT)))
