"""Transfer Family, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import transfer
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        transfer.server_speaks_no_plain_ftp,
        "Protocols",
        proved=(["SFTP"], ["FTPS", "AS2"]),
        refuted=(["FTP"], "FTP"),
        absent="proved",
    ),
    *switch(
        transfer.server_ciphers_are_current,
        "SecurityPolicyName",
        proved=("TransferSecurityPolicy-FIPS-2024-05", "TransferSecurityPolicy-2022-03"),
        refuted=("TransferSecurityPolicy-2018-11",),
        absent="undecided",
    ),
    *switch(
        transfer.server_is_logged,
        "StructuredLogDestinations",
        proved=(["a"],),
        refuted=([],),
        absent="refuted",
    ),
    (transfer.server_speaks_no_plain_ftp, {"Protocols": ["FTP", UNKNOWN]}, "refuted"),
    (transfer.server_speaks_no_plain_ftp, {"Protocols": ["SFTP", UNKNOWN]}, "undecided"),
    (
        transfer.server_ciphers_are_current,
        {"SecurityPolicyName": "TransferSecurityPolicy-2099"},
        "undecided",
    ),
    (transfer.server_is_logged, {"LoggingRole": "arn:aws:iam::1:role/l"}, "proved"),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
