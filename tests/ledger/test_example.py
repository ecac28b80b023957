"""The storefront's ledger: without a mistake, and with every state on the day of the demo."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

from partywall.assess.known_ids import known_ids
from partywall.ledger.folder import read
from partywall.ledger.shown import Shown
from partywall.line.duties import duties

TODAY = date(2026, 11, 23)
LEDGER = Path(__file__).parents[2] / "examples/storefront/ledger"
FOUND = read(LEDGER)
ACCOUNT = "111122223333"
SHOWN = Shown(FOUND.counted, TODAY, account=ACCOUNT)
KNOWN = known_ids(FOUND.records)


def test_it_has_no_mistake_in_it() -> None:
    assert FOUND.problems == ()
    assert FOUND.unsupported == ()
    assert SHOWN.problems(KNOWN, FOUND.places) == []


def test_it_is_marked_as_an_example() -> None:
    for file in LEDGER.rglob("*.t?xt"):
        assert "made up for the storefront example" in file.read_text("utf-8").casefold()
    for file in LEDGER.glob("*.toml"):
        assert "An example:" in file.read_text("utf-8")
    for table in tomllib.loads((LEDGER / "aws.toml").read_text("utf-8"))["report"]:
        assert "Example of" in table["title"]


def test_awss_half() -> None:
    asked = {
        "rds": ("eu-west-1", "inherited", "2026-12-31"),
        "cloudfront": ("aws-global", "inherited", "2027-11-30"),
        "backup": ("eu-west-1", "lapsed", "2026-03-31"),
        "kms": ("eu-central-1", "lapsed", "2026-03-31"),
        "eks": ("eu-west-1", "open", ""),
        "elasticache": ("eu-west-1", "open", ""),
    }
    for service, (region, state, until) in asked.items():
        one = SHOWN.inherited(service, region)
        assert (one.state, one.until) == (state, until), service


def test_hipaa_rests_on_the_list_the_agreement_and_a_report() -> None:
    asked = Shown(FOUND.counted, TODAY, programs=("hipaa",), account=ACCOUNT)
    one = asked.inherited("rds", "eu-west-1")
    assert one.by == ("baa-storefront", "hipaa-list-2026", "soc-2-2026-summer")
    assert asked.inherited("sqs", "eu-west-1").state == "open"
    other = Shown(FOUND.counted, TODAY, programs=("hipaa",), account="444455556666")
    assert other.inherited("rds", "eu-west-1").state == "open"


def test_duties_are_attested_lapsed_and_open() -> None:
    subjects = {"Account": f"Account {ACCOUNT}", "Region": "Region eu-west-1"}
    states = {
        id: one.state
        for id, duty in duties().items()
        if (one := SHOWN.attested_duty(id, subjects.get(duty.subject, duty.subject)))
    }
    assert states == {
        "access-review": "lapsed",
        "data-classes": "attested",
        "executive-review": "lapsed",
        "incident-runbooks": "attested",
        "on-call-rota": "attested",
        "penetration-test": "lapsed",
        "root-credentials": "attested",
        "training": "lapsed",
    }
    assert Counter(gap.state for gap in SHOWN.training_gaps()) == {"expired": 1, "missing": 1}


def test_layers_are_attested_and_lapsed() -> None:
    assert SHOWN.speaks_of_layers == {"application", "data"}
    type_name, address = "AWS::ECS::TaskDefinition", "aws_ecs_task_definition.web"
    one = SHOWN.attested_layer("application", type_name, address)
    assert one is not None
    assert one.state == "attested"
    worker = SHOWN.attested_layer(
        "application", "AWS::EC2::LaunchTemplate", "aws_launch_template.worker"
    )
    assert worker is not None
    assert worker.state == "lapsed"
    assert SHOWN.attested_layer("data", "AWS::RDS::DBInstance", "aws_db_instance.orders")
