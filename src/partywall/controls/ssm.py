"""AWS Systems Manager: parameters that are secrets, and patches that arrive."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.secrets import unshown, veiled
from partywall.estate.views.ssm import Parameter, PatchBaseline
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import CREDENTIALS, GUEST_OS, KEYS


@control(
    "ssm-parameter-secret-secured", layer=CREDENTIALS, weight=HIGH, also_known_as=("CKV2_AWS_34",)
)
def credential_is_secured(parameter: Parameter) -> Verdict:
    """No credential is kept as a plain-text parameter.

    A String parameter is shown to whoever may describe the stack; a SecureString needs the key.

    Fix: make it a SecureString, or better a secret in Secrets Manager.

    Undecided when name or value do not tell whether it is a credential.

    Proved by::

        {Name: /app/size, Type: String, Value: large}

    Refuted by::

        {Name: /app/db_password, Type: String, Value: correct-horse}

    Proved by::

        {Name: /app/db_password, Type: SecureString, Value: !Unknown known after apply}

    Source: Systems Manager User Guide, "AWS Systems Manager Parameter Store" (not re-read).
    """
    kind, value = parameter.at("Type"), parameter.at("Value")
    if no(parameter.is_secure) & parameter.holds_credential:
        return refuted(veiled(value), "a credential in plain text")
    return proved(kind, unshown(value), note="encrypted, or no credential")


@control("ssm-parameter-customer-key", layer=KEYS, weight=LOW, also_known_as=("CKV_AWS_337",))
def parameter_uses_customer_key(parameter: Parameter) -> Verdict:
    """A secure parameter is encrypted with a key that the customer manages.

    With the key aws/ssm everybody in the account who may read parameters may decrypt.

    Fix: set KeyId to a key of your own.

    Undecided when the key is named by id only.

    Proved by::

        {Type: SecureString, KeyId: alias/app}

    Refuted by::

        {Type: SecureString}

    Not applicable by::

        {Type: String}

    Source: Systems Manager User Guide, "AWS KMS encryption for Parameter Store" (not re-read).
    """
    if no(parameter.is_secure):
        return not_applicable(parameter.at("Type"), "it is not encrypted")
    key = parameter.at("KeyId")
    return proved_if(is_customer_key(key), key, otherwise="no key of the customer's own")


@control("ssm-patch-baseline-prompt", layer=GUEST_OS, weight=MEDIUM)
def baseline_is_prompt(baseline: PatchBaseline) -> Verdict:
    """Every rule of the baseline approves patches by itself, within two weeks.

    The operating system is the customer's to patch; a baseline that waits leaves known holes
    open on every machine that follows it.

    Fix: set ApproveAfterDays to 14 or less, and drop ApproveUntilDate.

    Undecided when a rule is not known.

    Proved by::

        {ApprovalRules: {PatchRules: [{ApproveAfterDays: 7}]}}

    Refuted by::

        {ApprovalRules: {PatchRules: [{ApproveAfterDays: 90}]}}

    Source: Systems Manager User Guide, "Patch baselines" (not re-read).
    """
    return proved_if(
        baseline.approves_within(14), baseline.rules, otherwise="patches wait longer, or for ever"
    )
