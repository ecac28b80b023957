"""AWS App Runner: the little that is left to the customer."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, LOW, control
from partywall.estate.views.apprunner import Service
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.secrets import holds_credential, unshown, veiled
from partywall.kernel.truth import some
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import CREDENTIALS, KEYS, MONITORING


@control("apprunner-environment-without-credentials", layer=CREDENTIALS, weight=CRITICAL)
def environment_without_credentials(service: Service) -> Verdict:
    """No environment variable of the service is a credential.

    Everyone who may describe the service reads them.

    Fix: name the secret in RuntimeEnvironmentSecrets; then change it, for it has been seen.

    Undecided when a value is not known, or may be the name of a secret as well as a secret.

    Refuted by::

        SourceConfiguration:
          ImageRepository:
            ImageConfiguration:
              RuntimeEnvironmentVariables: [{Name: DB_PASSWORD, Value: correct-horse}]

    Proved by::

        SourceConfiguration:
          ImageRepository:
            ImageConfiguration:
              RuntimeEnvironmentVariables: [{Name: TABLE, Value: orders}]

    Source: App Runner Developer Guide, "Environment variables" (not re-read).
    """
    leak, found = some(
        service.variables, lambda one: holds_credential(one.at("Name").value, one.at("Value"))
    )
    if found and leak is not None:
        return refuted(veiled(leak.at("Value")), "this looks like a credential")
    written = unshown(service.at("SourceConfiguration"))
    return proved(written, note="none of them looks like a credential")


@control("apprunner-customer-key", layer=KEYS, weight=LOW)
def service_uses_customer_key(service: Service) -> Verdict:
    """App Runner's copy of the image or source is encrypted with the customer's own key.

    Then the copy is out of reach when the key is taken away.

    Fix: set EncryptionConfiguration.KmsKey when the service is made.

    Undecided when the key is set elsewhere.

    Refuted by::

        ServiceName: shop

    Proved by::

        Resources:
          Key: {Type: AWS::KMS::Key}
          Example:
            Type: AWS::AppRunner::Service
            Properties: {EncryptionConfiguration: {KmsKey: !GetAtt Key.Arn}}

    Source: App Runner Developer Guide, "Protecting data using encryption" (not re-read).
    """
    key = service.at("EncryptionConfiguration", "KmsKey")
    return proved_if(is_customer_key(key), key, "this key is not the customer's")


@control("apprunner-traced", layer=MONITORING, weight=LOW)
def service_traced(service: Service) -> Verdict:
    """Requests to the service are traced.

    A trace shows which call of which service was slow or failed.

    Fix: set ObservabilityConfiguration.ObservabilityEnabled.

    Undecided when the value is not known.

    Refuted by::

        ServiceName: shop

    Proved by::

        ObservabilityConfiguration: {ObservabilityEnabled: true}

    Source: App Runner Developer Guide, "Tracing for your App Runner application with X-Ray"
    (not re-read).
    """
    on = service.at("ObservabilityConfiguration", "ObservabilityEnabled")
    return proved_if(on.is_true, on, "requests are not traced")
