"""Reach on what the AWS CLI printed: what is not there may weaken an answer, never turn it."""

from __future__ import annotations

from functools import cache

import pytest

from partywall.estate.fold import fold
from partywall.reach.admin import Administered, administration
from partywall.reach.answers import QuestionError
from partywall.reach.questions import Asker
from sources.describe.accounts import FRONT, NORTH, WEB, WEST, A, B, Files, files, reading

Words = tuple[str, str]

SOURCES = ("i-web", "internet", "onprem:192.168.0.0/16", "10.0.2.9", "203.0.113.9")
TARGETS = ("eni-web", FRONT, "internet", "onprem:192.168.0.0/16", "203.0.113.9")
QUESTIONS = [
    (source, target, port)
    for source in SOURCES
    for target in TARGETS
    for port in (443, 22)
    if source != target
]


def asker(given: Files) -> Asker:
    read = reading(given)
    return Asker(fold(read.resources, read.fragments, read.unseen))


def answers(given: Files) -> dict[tuple[str, str, int], Words]:
    ask = asker(given)
    found = {}
    for source, target, port in QUESTIONS:
        try:
            one = ask.ask(source, target, "tcp", port)
        except QuestionError:
            continue
        found[source, target, port] = one.one_way, one.two_way
    return found


@cache
def whole() -> dict[tuple[str, str, int], Words]:
    return answers(files())


def test_the_answers() -> None:
    found = whole()
    assert found["internet", "eni-web", 443] == ("yes", "yes")
    assert found["internet", "eni-web", 22] == ("no", "no")
    assert found["i-web", "internet", 443] == ("yes", "yes")
    assert {word for words in found.values() for word in words} == {"yes", "no", "unknown"}


@pytest.mark.parametrize("missing", sorted(files()))
def test_a_missing_file_turns_no_answer(missing: str) -> None:
    given = files()
    del given[missing]
    left = answers(given)
    assert len(left) > 8
    for question, words in left.items():
        for was, now in zip(whole()[question], words, strict=True):
            assert now in (was, "unknown"), question


@pytest.mark.parametrize(
    ("missing", "why"),
    [
        ("internet-gateways.json", "gateways were not all collected"),
        ("block-public-access.json", "Block Public Access"),
        ("/route-tables.json", "vpc-a#edge-table"),
        ("network-acls.json", "network ACL"),
        ("security-groups.json", "sg-web"),
    ],
)
def test_what_was_not_collected_is_named(missing: str, why: str) -> None:
    given = {name: one for name, one in files().items() if not name.endswith(missing)}
    answer = asker(given).ask("internet", "eni-web", "tcp", 443)
    assert (answer.one_way, answer.two_way) == ("unknown", "unknown")
    assert any(why in one for one in answer.unknown), answer.unknown


@pytest.mark.parametrize("missing", ["/load-balancers.json", "/classic-load-balancers.json"])
def test_where_no_balancers_were_asked_for_one_may_lead_there(missing: str) -> None:
    given = {name: one for name, one in files().items() if not name.endswith(missing)}
    assert len(given) < len(files())
    answer = asker(given).ask("internet", "eni-web", "tcp", 22)
    assert (answer.one_way, answer.two_way) == ("unknown", "unknown")
    assert any("balanc" in one.casefold() for one in answer.unknown), answer.unknown


def test_block_public_access_is_one_account_s() -> None:
    """Another account's blocks nothing here."""
    given = files()
    options = {"AwsAccountId": B, "AwsRegion": WEST, "InternetGatewayBlockMode": "block-ingress"}
    given[f"{B}/{WEST}/block-public-access.json"] = {"VpcBlockPublicAccessOptions": options}
    assert answers(given) == whole()
    given[f"{A}/{WEST}/block-public-access.json"] = {
        "VpcBlockPublicAccessOptions": {**options, "AwsAccountId": A}
    }
    assert answers(given)["internet", "eni-web", 443] == ("unknown", "unknown")  # excluded?
    given[f"{A}/{WEST}/exclusions.json"] = {"VpcBlockPublicAccessExclusions": []}
    assert answers(given)["internet", "eni-web", 443] == ("no", "no")


def test_whose_address_targets_see_is_told_by_attributes_that_were_asked_for() -> None:
    given = files()
    assert asker(given).network.target_groups[WEB].keeps_client is None
    attributes = [{"Key": "preserve_client_ip.enabled", "Value": "false"}]
    given[f"{A}/{WEST}/attributes.json"] = {"TargetGroupArn": WEB, "Attributes": attributes}
    assert asker(given).network.target_groups[WEB].keeps_client is False
    given[f"{A}/{WEST}/attributes.json"]["Attributes"] = []
    assert asker(given).network.target_groups[WEB].keeps_client is True


def machine(given: Files) -> Administered:
    (found,) = administration(asker(given))
    assert found.resource == "i-web"
    return found


def test_no_machine_is_behind_a_bastion_where_sites_were_not_asked_for() -> None:
    given = files()
    assert machine(given).only_through == "yes"
    del given[f"{A}/{WEST}/vpn-connections.json"]
    found = machine(given)
    assert found.only_through == "unknown"
    doubts = {doubt for way in found.ways if way.source == "a site" for doubt in way.unknown}
    assert any("describe-vpn-connections was not collected" in one for one in doubts)


def test_sessions_may_go_by_an_endpoint_that_was_not_asked_for() -> None:
    given = files()
    given[f"{A}/{WEST}/internet-gateways.json"] = {"InternetGateways": []}
    assert "session-manager" in {way.kind for way in machine(given).ways}
    for scope in (f"{A}/{WEST}", f"{B}/{WEST}", f"{B}/{NORTH}"):
        given[f"{scope}/vpc-endpoints.json"] = {"VpcEndpoints": []}
    assert "session-manager" not in {way.kind for way in machine(given).ways}
