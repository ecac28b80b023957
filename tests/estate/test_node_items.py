"""Elements of a value that is not known."""

from __future__ import annotations

import pytest

from partywall.estate.views.s3 import Bucket
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
