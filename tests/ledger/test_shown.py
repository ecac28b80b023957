"""What records show on a day, by tables: reports, letters, agreements, words, training."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.records_of import TODAY, baa, bridge, course, day, gone, report, word
from partywall.kernel.unknown import Unknown
from partywall.ledger.records import Record
from partywall.ledger.shown import Shown


def inherited(*records: Record, service: str = "rds", region: object = "eu-west-1") -> str:
    one = Shown(records, TODAY).inherited(service, region)  # type: ignore[arg-type]
    return one.state


@pytest.mark.parametrize(
    ("records", "state", "until"),
    [
        ([], "open", None),
        ([report()], "inherited", 10),
        ([report(last=0)], "inherited", 0),  # its last day still counts
        ([report(last=-1)], "lapsed", -1),
        ([report(first=0)], "inherited", 10),  # and so does its first
        ([report(first=1)], "open", None),  # has never counted yet
        ([report(first=10, last=-10)], "open", None),  # backwards
        ([report(first=-5, last=-9, relied_on_until=day(5)), bridge(until=5)], "open", None),
        ([report(last=-1, relied_on_until=day(0))], "inherited", 0),
        ([report(last=-5, relied_on_until=day(-1))], "lapsed", -1),
        ([report(last=-5, relied_on_until=day(-7))], "lapsed", -5),
        ([report(last=-1), bridge(until=0)], "inherited", 0),
        ([report(last=-5), bridge(until=-1, issued=-3)], "lapsed", -1),
        ([report(last=-5), bridge(until=5, issued=1)], "lapsed", -5),  # nobody has it yet
        ([report(last=-1), bridge(of="another", until=5)], "lapsed", -1),
        ([report(last=-1), bridge(until=5), gone("b", on=0)], "lapsed", -1),
        ([report(last=-1), bridge(until=5), gone("b", on=1)], "inherited", 0),
        ([report(), gone(on=0)], "lapsed", -1),
        ([report(), gone(on=1)], "inherited", 0),
        ([report(), gone(on=-10)], "open", None),  # withdrawn before it began
        ([report(), gone(on=-9)], "lapsed", -10),
        ([report("q", last=-3), report(last=-1)], "lapsed", -1),
        ([report("q", last=3), report(last=5)], "inherited", 5),
        ([report(program="iso-27001", last=-1, relied_on_until=day(5))], "lapsed", -1),
        ([report(program="iso-27001", last=-1), bridge(until=5)], "lapsed", -1),
        ([report(program="irap", last=-1), bridge(until=5)], "lapsed", -1),
        ([report(program="irap", last=-1, relied_on_until=day(5))], "inherited", 5),
        ([report(program="soc-2-type-2")], "open", None),  # there is no such program
        ([report(program="hipaa")], "open", None),  # a list of services attests to nothing
    ],
)
def test_when_a_report_counts(records: list[Record], state: str, until: int | None) -> None:
    one = Shown(records, TODAY).inherited("rds", "eu-west-1")
    assert one.state == state
    assert one.until == ("" if until is None else day(until).isoformat())
    assert bool(one.by) == (state != "open")
    assert bool(one.closes) == (state != "inherited")


@pytest.mark.parametrize(
    ("services", "regions", "partition", "service", "region", "state"),
    [
        (("*",), ("*",), "aws", "rds", "eu-west-1", "inherited"),
        (("s3",), ("*",), "aws", "rds", "eu-west-1", "open"),
        (("rds", "s3"), ("eu-west-1",), "aws", "rds", "eu-west-1", "inherited"),
        (("rds",), ("us-east-1",), "aws", "rds", "eu-west-1", "open"),
        (("*",), ("*",), "aws", "rds", "us-gov-west-1", "open"),
        (("*",), ("*",), "aws", "rds", "cn-north-1", "open"),
        (("*",), ("*",), "aws-us-gov", "rds", "us-gov-west-1", "inherited"),
        (("*",), ("*",), "aws-us-gov", "rds", "eu-west-1", "open"),
        (("*",), ("*",), "aws", "iam", "aws-global", "inherited"),
        (("*",), ("eu-west-1",), "aws", "iam", "aws-global", "open"),
        (("*",), ("*",), "aws", "iam", "aws-us-gov-global", "open"),
        (("*",), ("*",), "aws", "rds", None, "inherited"),
        (("*",), ("*",), "aws", "rds", "", "inherited"),
        (("*",), ("eu-west-1",), "aws", "rds", None, "open"),
        (("*",), ("eu-west-1",), "aws", "rds", Unknown("a variable"), "open"),
        (("*",), ("*",), "aws", "rds", Unknown("a variable"), "inherited"),
        (("*",), ("*",), "aws", "rds", Unknown("a variable", prefix="us-gov-"), "open"),
        (
            *(("*",), ("eu-west-1", "us-east-1"), "aws", "rds"),
            *(Unknown("", among=("eu-west-1", "us-east-1")), "inherited"),
        ),
        (
            *(("*",), ("eu-west-1",), "aws", "rds"),
            *(Unknown("", among=("eu-west-1", "us-east-1")), "open"),
        ),
        (("*",), ("eu-west-1",), "aws", "rds", Unknown("", among=("eu-west-1", 3)), "open"),
    ],
)
def test_what_a_report_covers(
    services: tuple[str, ...],
    regions: tuple[str, ...],
    partition: str,
    service: str,
    region: object,
    state: str,
) -> None:
    one = report(services=services, regions=regions, partition=partition)
    assert inherited(one, service=service, region=region) == state


@pytest.mark.parametrize(
    ("region", "says"),
    [
        ("eu-west-1", "register a report that covers rds in eu-west-1"),
        ("aws-global", "register a report that covers rds in every Region"),
        (None, "register a report that covers rds in every Region, for its Region is not known"),
    ],
)
def test_an_open_half_says_what_closes_it(region: str | None, says: str) -> None:
    assert Shown([], TODAY).inherited("rds", region).closes == says


def test_what_closes_it_names_the_programs_that_were_asked_for() -> None:
    asked = Shown([], TODAY, programs=("soc-2", "iso-27001", "soc-2"))
    assert asked.inherited("rds", "eu-west-1").closes == (
        "register SOC 2 Type 2 report that covers rds in eu-west-1"
        " or ISO/IEC 27001:2022 certificate that covers rds in eu-west-1"
    )


def test_only_the_programs_that_were_asked_for_count() -> None:
    records = [report(), report("iso", program="iso-27001", last=-1)]
    assert Shown(records, TODAY, programs=("iso-27001",)).inherited("s3", "eu-west-1").by == (
        "iso",
    )
    both = Shown(records, TODAY, programs=("iso-27001", "soc-2")).inherited("s3", "eu-west-1")
    assert (both.state, both.by) == ("inherited", ("r",))
    none = Shown(records, TODAY, programs=("soc-9",))
    assert (
        none.inherited("s3", "eu-west-1").closes == "name a program that exists: there is no soc-9"
    )
    assert next(one.hint for one in none.problems()).startswith("did you mean soc-")


LIST = report("list", program="hipaa", services=("rds",))


@pytest.mark.parametrize(
    ("records", "account", "state", "until"),
    [
        ([LIST, report(), baa()], "", "inherited", 10),
        ([LIST, report(), baa(until=3)], "", "inherited", 3),
        ([LIST, report(), baa(until=-1)], "", "lapsed", -1),
        ([LIST, report(last=-2), baa()], "", "lapsed", -2),
        ([LIST, report()], "", "open", None),
        ([LIST, baa()], "", "open", None),
        ([report(), baa()], "", "open", None),
        ([LIST, report(), baa(accounts=("111122223333",))], "", "open", None),
        ([LIST, report(), baa(accounts=("111122223333",))], "111122223333", "inherited", 10),
        ([LIST, report(), baa(accounts=("111122223333",))], "444455556666", "open", None),
        ([LIST, report(program="pci-pin"), baa()], "", "open", None),
        ([LIST, report(), baa(accounts=("",))], "", "open", None),  # of no account at all
        ([LIST, report(), baa(), gone("baa", on=0)], "", "lapsed", -1),
    ],
)
def test_an_eligibility_needs_the_agreement_and_a_report(
    records: list[Record], account: str, state: str, until: int | None
) -> None:
    shown = Shown(records, TODAY, programs=("hipaa",), account=account)
    one = shown.inherited("rds", "eu-west-1")
    assert one.state == state
    assert one.until == ("" if until is None else day(until).isoformat())
    assert shown.inherited("s3", "eu-west-1").state == "open"
    if state == "open":
        assert "with a report of SOC 2" in one.closes
        assert one.closes.endswith("and the Business Associate Addendum")


@pytest.mark.parametrize(
    ("records", "state", "until"),
    [
        ([], None, None),
        ([word()], "attested", 10),
        ([word(until=0)], "attested", 0),
        ([word(until=-1)], "lapsed", -1),
        ([word(on=0)], "attested", 10),
        ([word(on=1)], None, None),
        ([word(on=-1, until=-2)], None, None),
        ([word(), gone("a", on=0)], "lapsed", -1),
        ([word(), gone("a", on=1)], "attested", 0),
        ([word(), gone("a", on=-10)], None, None),
        ([word(until=-1), word("a2", until=4)], "attested", 4),
        ([word(duty="incident-runbooks")], None, None),
        ([word(resource="*")], None, None),  # speaks of a layer of resources
    ],
)
def test_a_duty_is_attested(records: list[Record], state: str | None, until: int | None) -> None:
    one = Shown(records, TODAY).attested_duty("on-call-rota", "Team")
    assert (one and one.state) == state
    if one is not None and until is not None:
        assert one.until == day(until).isoformat()
        assert one.who == "Ada"
        assert one.closes == (
            "" if state == "attested" else "renew the word on on-call-rota of Team"
        )


@pytest.mark.parametrize(
    ("said", "asked", "speaks"),
    [
        ("", "Account 111122223333", True),
        ("", "", True),
        ("*", "", True),
        ("Account", "Account 111122223333", True),
        ("account", "Account 111122223333", True),
        ("Account 111122223333", "Account 111122223333", True),
        ("Account 1111*", "Account 111122223333", True),
        ("Account 111122223333", "Account 444455556666", False),
        ("Account 111122223333", "", False),
        ("Region", "Account 111122223333", False),
        ("Team payments", "Team", False),
    ],
)
def test_of_whom_a_word_speaks(said: str, asked: str, speaks: bool) -> None:
    one = Shown([word(subject=said)], TODAY).attested_duty("on-call-rota", asked)
    assert (one is not None) == speaks


@pytest.mark.parametrize(
    ("resource", "type_name", "speaks"),
    [
        ("*", "", True),
        ("aws_instance.web[0]", "", True),
        ("aws_instance.*", "AWS::EC2::Instance", True),
        ("*.web*", "", True),
        ("*web*[0]", "", True),
        ("", "AWS::EC2::Instance", True),
        ("aws_instance.web[?]", "", False),
        ("aws_instance.Web[0]", "", False),  # Terraform has both
        ("AWS_INSTANCE.*", "", False),
        ("aws_instance.web0", "", False),
        ("*", "AWS::S3::Bucket", False),
        ("aws_instance.web[0]*[0]", "", False),
    ],
)
def test_of_which_resources_a_word_speaks(resource: str, type_name: str, speaks: bool) -> None:
    records = [word(duty="guest-os", resource=resource, type=type_name)]
    shown = Shown(records, TODAY)
    assert shown.speaks_of_layers == {"guest-os"}
    one = shown.attested_layer("guest-os", "AWS::EC2::Instance", "aws_instance.web[0]")
    assert (one is not None) == speaks
    assert shown.attested_layer("runtime", "AWS::EC2::Instance", "aws_instance.web[0]") is None


def test_a_word_on_a_layer_that_names_no_resource_speaks_of_none() -> None:
    shown = Shown([word(duty="guest-os"), word(duty="guest-os", type="*", subject="Team")], TODAY)
    assert shown.speaks_of_layers == frozenset()
    assert shown.attested_layer("guest-os", "AWS::EC2::Instance", "aws_instance.web") is None


@pytest.mark.parametrize(
    ("rows", "state", "until"),
    [
        ([course()], "attested", 10),
        ([course(until=None)], "attested", None),
        ([course(), course("Bo", until=0)], "attested", 0),
        ([course(), course("Bo", until=-1)], "lapsed", -1),
        ([course(), course("Bo", completed=None, until=None)], "lapsed", 10),
        ([course("Bo", completed=None, until=None)], None, None),
        ([course("Bo", completed=1)], None, None),
        ([course("Bo", until=-1), course("bo", completed=-1)], "attested", 10),  # taken again
        ([course(), course("Ada", course="privacy", until=-3)], "lapsed", -3),
    ],
)
def test_training_is_attested_while_nobody_lacks_it(
    rows: list[Record], state: str | None, until: int | None
) -> None:
    one = Shown(rows, TODAY).attested_duty("training", "Organization")
    assert (one and one.state) == state
    if one is not None:
        assert one.until == ("" if until is None else day(until).isoformat())


def test_who_lacks_training_is_counted_and_listed_and_not_named_in_passing() -> None:
    rows = [course(), course("Bo", until=-1), course("Cy", completed=None, until=None)]
    shown = Shown([*rows, word(duty="training")], TODAY)
    one = shown.attested_duty("training")
    assert one is not None
    assert one.state == "lapsed"
    assert "missing (1) or has expired (1)" in one.closes
    assert "Bo" not in one.closes + one.who
    assert [(gap.person, gap.state, gap.until) for gap in shown.training_gaps()] == [
        ("Bo", "expired", day(-1)),
        ("Cy", "missing", None),
    ]


def test_the_first_of_all_days_can_be_withdrawn_from() -> None:
    first = report(first=(date.min - TODAY).days)
    gone_then = gone(on=(date.min - TODAY).days)
    assert inherited(first) == "inherited"
    assert inherited(first, gone_then) == "open"


def test_a_row_of_the_roster_can_be_withdrawn() -> None:
    left = course("Bo", until=-1, id="bo")
    shown = Shown([course(), left, gone("bo", on=0)], TODAY)
    assert shown.attested_duty("training").state == "attested"  # type: ignore[union-attr]
