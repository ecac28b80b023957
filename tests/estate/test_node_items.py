"""What can be said of a value that is not known: its elements, and whether it is filled."""

from __future__ import annotations

import pytest

from partywall.estate.views.s3 import Bucket
from partywall.kernel.truth import Doubt
from partywall.kernel.unknown import Unknown


@pytest.mark.parametrize(
    ("value", "several"),
    [
        (Unknown("x"), True),
        (Unknown("x", ("A",), attribute="NameServers"), True),
        (Unknown("x", prefix="arn:aws:"), False),  # a list has no beginning
        (Unknown("x", ("A",), attribute="Arn"), False),
        (Unknown("x", ("A",), attribute="Ref", present=True), False),
    ],
)
def test_an_unknown_text_is_one_element(value: Unknown, several: bool) -> None:
    (element,) = Bucket(V=value).at("V").items()
    assert isinstance(element.value, Unknown)
    assert element.value.many is several
    assert several or element.value == value


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        (None, False),
        ("", False),
        ("x", True),
        (0, True),
        (Unknown("x"), None),
        (Unknown("x", present=True), None),  # perhaps an empty text
        (Unknown("x", present=True, prefix="arn:"), True),
        (Unknown("x", ("A",), attribute="Arn", present=True), True),
    ],
)
def test_is_filled(value: object, filled: bool | None) -> None:
    truth = Bucket(V=value).at("V").is_filled
    assert (None if isinstance(truth, Doubt) else truth) is filled
