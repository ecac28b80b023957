"""AWS Transfer Family: how files come in, and what is seen of it."""

from __future__ import annotations

from partywall.controls.control import HIGH, MEDIUM, control
from partywall.estate.views.transfer import CURRENT, Server
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, proved_if, refuted
from partywall.line.layer import ENCRYPTION_IN_TRANSIT, LOGGING


@control(
    "transfer-server-no-plain-ftp",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=HIGH,
    also_known_as=(
        "Transfer.2",
        "CKV_AWS_357",
        "transfer_server_in_transit_encryption_enabled",
    ),
)
def server_speaks_no_plain_ftp(server: Server) -> Verdict:
    """Files and passwords never travel by plain FTP.

    FTP sends both in clear.

    Fix: remove FTP from Protocols; use SFTP, FTPS or AS2.

    Undecided when a protocol is not known.

    Proved by::

        {Protocols: [SFTP]}

    Refuted by::

        {Protocols: [SFTP, FTP]}

    Source: Security Hub User Guide, "Transfer.2" (not re-read).
    """
    protocols = server.at("Protocols")
    return proved_if(no(protocols.contains("FTP")), protocols, "plain FTP is spoken")


@control(
    "transfer-server-ciphers-current",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=("CKV_AWS_380",),
)
def server_ciphers_are_current(server: Server) -> Verdict:
    """The server offers ciphers of 2022 or later.

    The policies of 2018 and 2020 still offer SHA-1 and other methods that are on their way out.

    Fix: set SecurityPolicyName to TransferSecurityPolicy-2024-01 or newer.

    Undecided when none is named, or one that we do not know: console and templates choose
    differently.

    Proved by::

        {SecurityPolicyName: TransferSecurityPolicy-2024-01}

    Refuted by::

        {SecurityPolicyName: TransferSecurityPolicy-2018-11}

    Undecided by::

        {Protocols: [SFTP]}

    Source: Transfer Family User Guide, "Security policies for AWS Transfer Family servers" (not
    re-read).
    """
    policy = server.at("SecurityPolicyName")
    if policy.equals("TransferSecurityPolicy-2018-11", "TransferSecurityPolicy-2020-06"):
        return refuted(policy, "old ciphers are offered")
    unlisted = policy.doubt("the default, or a policy that is not in our table")
    return proved_if(policy.matches(CURRENT) | unlisted, policy, "old ciphers are offered")


@control("transfer-server-logged", layer=LOGGING, weight=MEDIUM)
def server_is_logged(server: Server) -> Verdict:
    """Sign-ins and transfers are logged.

    Who fetched which file is asked after a leak, and is nowhere else.

    Fix: set StructuredLogDestinations, or a LoggingRole.

    Undecided when it is not known whether one is set.

    Proved by::

        {StructuredLogDestinations: ["arn:aws:logs:eu-west-1:1:log-group:sftp:*"]}

    Refuted by::

        {Protocols: [SFTP]}

    Source: Transfer Family User Guide, "Amazon CloudWatch logging" (not re-read).
    """
    logs = server.at("StructuredLogDestinations")
    return proved_if(server.is_logged, logs, "nothing is logged")
