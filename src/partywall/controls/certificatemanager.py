"""AWS Certificate Manager: certificates that renew, with keys that hold."""

from __future__ import annotations

from partywall.controls.control import MEDIUM, control
from partywall.estate.views.certificatemanager import Certificate
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved_if
from partywall.line.layer import KEYS


@control("certificatemanager-certificate-renews", layer=KEYS, weight=MEDIUM)
def certificate_renews(certificate: Certificate) -> Verdict:
    """The certificate is validated by DNS, so that ACM renews it without anybody.

    With e-mail somebody must click in time, every time, for ever.

    Fix: set ValidationMethod to DNS and keep the record.

    Undecided when method or issuer is not known.

    Proved by::

        {DomainName: example.com, ValidationMethod: DNS}

    Refuted by::

        {DomainName: example.com, ValidationMethod: EMAIL}

    Not applicable by::

        {DomainName: a.example.com, CertificateAuthorityArn: "arn:aws:acm-pca:eu-west-1:1:c/1"}

    Source: ACM API Reference, "RequestCertificate", read 2026-11-23.
    """
    authority, method = (
        certificate.at("CertificateAuthorityArn"),
        certificate.at("ValidationMethod"),
    )
    if authority.is_filled:
        return not_applicable(authority, "a private authority issues it, no domain is validated")
    if method.value is None:
        bool(method.doubt("left out: the default is not documented alike everywhere"))
    return proved_if(method.equals("DNS", "HTTP"), method, otherwise="renewed only by e-mail")


@control(
    "certificatemanager-key-strong",
    layer=KEYS,
    weight=MEDIUM,
    also_known_as=(
        "ACM.2",
        "acm_certificates_with_secure_key_algorithms",
    ),
)
def key_is_strong(certificate: Certificate) -> Verdict:
    """The certificate's key is at least as strong as RSA with 2,048 bits.

    Fix: leave KeyAlgorithm out, or choose RSA_2048 or an elliptic curve.

    A shorter key can be broken by those who have the means, and browsers refuse it.

    Undecided when the algorithm is not known.

    Proved by::

        {DomainName: example.com, KeyAlgorithm: EC_prime256v1}

    Refuted by::

        {DomainName: example.com, KeyAlgorithm: RSA_1024}

    Source: ACM API Reference, "RequestCertificate", read 2026-11-23.
    """
    algorithm = certificate.at("KeyAlgorithm")
    return proved_if(no(algorithm.equals("RSA_1024")), algorithm, otherwise="1,024 bits are few")
