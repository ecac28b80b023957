"""Environment variables: under the customer's key, and without credentials."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, LOW, control
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.lambda_ import Function
from partywall.estate.views.secrets import holds_credential, unshown, veiled
from partywall.kernel.truth import no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import CREDENTIALS, KEYS


@control(
    "lambda-environment-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=(
        "CKV_AWS_173",
        "awslambda_function_env_vars_not_encrypted_with_cmk",
    ),
)
def environment_uses_customer_key(function: Function) -> Verdict:
    """The environment variables are encrypted with a key that the customer manages.

    Then reading them in the console takes the permission to use the key, too.

    Fix: set KmsKeyArn to a key of your own.

    Undecided when the key is set elsewhere.

    Refuted by::

        Environment: {Variables: {TABLE: orders}}

    Proved by::

        Resources:
          Key: {Type: AWS::KMS::Key}
          Example:
            Type: AWS::Lambda::Function
            Properties:
              {Environment: {Variables: {TABLE: orders}}, KmsKeyArn: !GetAtt Key.Arn}

    Not applicable by::

        Runtime: python3.13

    Source: Lambda Developer Guide, "Securing Lambda environment variables" (not re-read).
    """
    if no(function.has_variables):
        return not_applicable(function.at("Environment"), "it has no environment variables")
    key = function.at("KmsKeyArn")
    return proved_if(is_customer_key(key), key, "this key is not the customer's")


@control(
    "lambda-environment-without-credentials",
    layer=CREDENTIALS,
    weight=CRITICAL,
    also_known_as=("CKV_AWS_45", "awslambda_function_no_secrets_in_variables"),
)
def environment_without_credentials(function: Function) -> Verdict:
    """No environment variable of the function is a credential.

    Everyone who may read the function's configuration reads them, and many may.

    Fix: store the credential in Secrets Manager, pass its ARN, and fetch it when the function
    starts; then change it, for it has been seen.

    Undecided when a value is not known, or may be the name of a secret as well as a secret.

    Refuted by::

        Environment: {Variables: {DB_PASSWORD: correct-horse-battery}}

    Proved by::

        Environment:
          Variables:
            DB_SECRET_ARN: arn:aws:secretsmanager:eu-west-1:111122223333:secret:db

    Source: Lambda Developer Guide, "Securing Lambda environment variables" (not re-read).
    """
    leak, found = some(function.variables, lambda one: holds_credential(one.key, one))
    if found and leak is not None:
        return refuted(veiled(leak), "this looks like a credential")
    written = function.at("Environment", "Variables")
    return proved(unshown(written), note="none of them looks like a credential")
