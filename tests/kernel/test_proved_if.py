"""The short way to a verdict: yes, no, or a doubt passed on."""

from __future__ import annotations

import pytest

from partywall.estate.views.s3 import Bucket
from partywall.kernel.truth import Undecided
from partywall.kernel.verdict import proved_if


def test_yes_and_no_both_show_what_was_seen() -> None:
    name = Bucket(BucketName="b").at("BucketName")
    assert proved_if(True, name, otherwise="no").outcome == "proved"
    verdict = proved_if(False, name, otherwise="no such thing")
    assert (verdict.outcome, verdict.note) == ("refuted", "no such thing")
    assert verdict.evidence[0].found == "b"


def test_a_doubt_is_not_answered() -> None:
    name = Bucket(BucketName="b").at("BucketName")
    with pytest.raises(Undecided):
        proved_if(name.doubt("not seen"), name, otherwise="no")
