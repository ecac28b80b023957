"""Whether a list holds a value, when some of the list is not known."""

from __future__ import annotations

import pytest

from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.s3 import Bucket
from partywall.kernel.truth import Doubt
from partywall.kernel.unknown import Unknown

UNKNOWN = Unknown("known after apply")


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (["a", "b"], True),
        (["b"], False),
        ("a", True),
        (None, False),
        ([], False),
        ([UNKNOWN, "a"], True),  # the known element settles it
        ([UNKNOWN, "b"], None),
        (UNKNOWN, None),
    ],
)
def test_contains(value: object, answer: bool | None) -> None:
    found = Bucket(Tags=value).at("Tags").contains("a")
    assert (None if isinstance(found, Doubt) else found) is answer


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        (None, False),
        ("alias/aws/s3", False),
        ("arn:aws:kms:eu-west-1:111122223333:alias/aws/s3", False),
        ("alias/orders", True),
        ("arn:aws:kms:eu-west-1:111122223333:alias/orders", True),
        ("1234abcd-12ab-34cd-56ef-1234567890ab", None),
        (UNKNOWN, None),
    ],
)
def test_whose_a_key_is(key: object, answer: bool | None) -> None:
    found = is_customer_key(Bucket(Key=key).at("Key"))
    assert (None if isinstance(found, Doubt) else found) is answer
