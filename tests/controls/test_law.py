"""The laws can be broken: careless controls are caught."""

from __future__ import annotations

import pytest

from controls.law import assert_hiding_never_flips, assert_outcome
from partywall.controls.control import LOW, Control, control
from partywall.estate.views.s3 import Bucket
from partywall.kernel.truth import Doubt
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import BACKUP


@control("test-takes-unknown-for-absent", layer=BACKUP, weight=LOW)
def takes_unknown_for_absent(bucket: Bucket) -> Verdict:
    """The value is read raw."""
    status = bucket.at("VersioningConfiguration", "Status")
    return proved_if(status.value == "Enabled", status, "not on")


@control("test-takes-doubt-for-yes", layer=BACKUP, weight=LOW)
def takes_doubt_for_yes(bucket: Bucket) -> Verdict:
    """A doubt is good enough."""
    name = bucket.at("BucketName")
    truth = name.equals("logs")
    return proved(name) if truth is True or isinstance(truth, Doubt) else refuted(name, "other")


@control("test-takes-first", layer=BACKUP, weight=LOW)
def takes_first(bucket: Bucket) -> Verdict:
    """Only the first tag counts."""
    first = bucket.at("Tags", 0, "Key")
    return proved_if(first.equals("Owner"), first, "no owner")


@pytest.mark.parametrize(
    ("careless", "properties", "outcome"),
    [
        (takes_unknown_for_absent, {"VersioningConfiguration": {"Status": "Enabled"}}, "proved"),
        (takes_doubt_for_yes, {}, "refuted"),  # what is left out may be set unseen
        (takes_first, {"Tags": [{"Key": "Owner"}, {"Key": "Team"}]}, "proved"),  # by order
    ],
)
def test_a_careless_control_is_caught(
    careless: Control, properties: dict[str, object], outcome: str
) -> None:
    with pytest.raises(AssertionError, match="became"):
        assert_outcome(careless, properties, outcome)


def test_a_careful_control_passes() -> None:
    @control("test-careful", layer=BACKUP, weight=LOW)
    def careful(bucket: Bucket) -> Verdict:
        """Versions are kept."""
        status = bucket.at("VersioningConfiguration", "Status")
        return proved_if(status.equals("Enabled"), status, "not on")

    assert_hiding_never_flips(careful, {"VersioningConfiguration": {"Status": "Enabled"}})
    assert_hiding_never_flips(careful, {})
