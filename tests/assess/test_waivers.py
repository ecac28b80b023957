"""Waivers hold until their last day, by any of the control's names."""

from __future__ import annotations

from datetime import date

import pytest

from partywall.assess.waivers import WaiverRule, Waivers
from partywall.estate.resource import WaiverNote

TODAY = date(2026, 11, 23)
NAMES = ("ec2-ssh-closed-to-internet", "CKV_AWS_24")


def rule(
    control: str = NAMES[0], resource: str = "aws_security_group.web", until: date = TODAY
) -> WaiverRule:
    return WaiverRule(control, resource, "bastion, SEC-412", until)


@pytest.mark.parametrize(
    ("written", "waived"),
    [
        (rule(), True),
        (rule(control="ckv_aws_24"), True),
        (rule(control="ec2-*"), True),
        (rule(resource="aws_security_group.*"), True),
        (rule(resource="*"), True),
        (rule(resource="aws_security_group.we"), False),
        (rule(control="ec2-ssh"), False),
    ],
)
def test_who_is_waived(written: WaiverRule, waived: bool) -> None:
    found = Waivers([written], TODAY).of(NAMES, "aws_security_group.web", ())
    assert (found is not None) is waived


def test_brackets_are_no_wildcards() -> None:
    rules = [rule(resource='module.a["x"].aws_security_group.g[0]')]
    waivers = Waivers(rules, TODAY)
    assert waivers.of(NAMES, 'module.a["x"].aws_security_group.g[0]', ()) is not None
    assert waivers.of(NAMES, "module.ax.aws_security_group.g0", ()) is None


@pytest.mark.parametrize(
    ("until", "expired"),
    [(date(2026, 11, 22), True), (TODAY, False), (date(2027, 1, 1), False)],
)
def test_the_last_day_is_included(until: date, expired: bool) -> None:
    found = Waivers([rule(until=until)], TODAY).of(NAMES, "aws_security_group.web", ())
    assert found is not None
    assert found.expired is expired


def test_a_note_beside_the_resource_waives_too() -> None:
    note = WaiverNote("EC2.13", "reason", "2026-12-01")
    assert Waivers([], TODAY).of((*NAMES, "EC2.13"), "a", (note,)) is not None
    assert Waivers([], TODAY).of(NAMES, "a", (note,)) is None


def test_one_that_holds_is_preferred_and_unused_ones_are_told() -> None:
    old, new, other = rule(until=date(2020, 1, 1)), rule(), rule(resource="nobody")
    waivers = Waivers([old, new, other], TODAY)
    found = waivers.of(NAMES, "aws_security_group.web", ())
    assert found is not None
    assert not found.expired
    assert waivers.unused() == [other]
