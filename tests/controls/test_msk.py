"""MSK, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from controls.law import assert_outcome
from controls.switches import UNKNOWN, switch
from partywall.controls import msk
from partywall.controls.control import Control

ROWS: list[tuple[Control, dict[str, Any], str]] = [
    *switch(
        msk.clients_talk_tls_only,
        "EncryptionInfo.EncryptionInTransit.ClientBroker",
        proved=("TLS",),
        refuted=("PLAINTEXT", "TLS_PLAINTEXT"),
        absent="undecided",
    ),
    *switch(
        msk.brokers_talk_tls,
        "EncryptionInfo.EncryptionInTransit.InCluster",
        proved=(True, "true"),
        refuted=(False,),
        absent="proved",
    ),
    *switch(
        msk.cluster_uses_customer_key,
        "EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId",
        proved=("alias/orders",),
        refuted=("alias/aws/x",),
        absent="refuted",
    ),
    *switch(
        msk.cluster_is_not_public,
        "BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type",
        proved=("DISABLED",),
        refuted=("SERVICE_PROVIDED_EIPS",),
        absent="proved",
    ),
    *switch(
        msk.clients_are_authenticated,
        "ClientAuthentication.Sasl.Iam.Enabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    *switch(
        msk.brokers_are_logged,
        "LoggingInfo.BrokerLogs.S3.Enabled",
        proved=(True, "true"),
        refuted=(False,),
        absent="refuted",
    ),
    (
        msk.clients_are_authenticated,
        {"ClientAuthentication": {"Tls": {"Enabled": True}, "Unauthenticated": {"Enabled": True}}},
        "refuted",
    ),  # both ways in
    (
        msk.clients_are_authenticated,
        {"ClientAuthentication": {"Unauthenticated": {"Enabled": True}, "Sasl": UNKNOWN}},
        "refuted",
    ),  # whatever else
    (
        msk.brokers_are_logged,
        {"LoggingInfo": {"BrokerLogs": {"S3": UNKNOWN, "Firehose": {"Enabled": True}}}},
        "proved",
    ),
]


@pytest.mark.parametrize(("control", "properties", "outcome"), ROWS)
def test_verdict(control: Control, properties: dict[str, Any], outcome: str) -> None:
    assert_outcome(control, properties, outcome)
