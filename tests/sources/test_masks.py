"""Masks: decoded once for all resources that are masked alike, and only as far as asked for."""

from __future__ import annotations

import pytest
from msgspec import Raw

from partywall.sources.mapping import Table, table_for
from partywall.sources.terraform_plan import values
from partywall.sources.terraform_plan.values import Masks

MASK = b'{"arn":true,"bucket":true,"cors_rule":[],"tags":{"Name":true},"tags_all":{}}'


def table(name: str) -> Table:
    found = table_for(name)
    assert found is not None
    return found


def test_what_a_table_has_no_step_for_is_left_out() -> None:
    found = Masks().of(table("aws_s3_bucket"), Raw(MASK))
    assert found == {"bucket": True, "tags": {"Name": True}}


def test_the_same_mask_means_something_else_to_another_table() -> None:
    masks = Masks()
    assert masks.of(table("aws_sqs_queue"), Raw(MASK)) == {"tags": {"Name": True}}
    assert masks.of(table("aws_s3_bucket"), Raw(MASK)) != masks.of(
        table("aws_sqs_queue"), Raw(MASK)
    )


def test_equal_masks_are_decoded_once() -> None:
    masks, bucket = Masks(), table("aws_s3_bucket")
    assert masks.of(bucket, Raw(MASK)) is masks.of(bucket, Raw(bytes(MASK)))


@pytest.mark.parametrize(("raw", "found"), [(b"null", {}), (b"false", {}), (b"true", None)])
def test_what_is_no_mask(raw: bytes, found: object) -> None:
    assert Masks().of(table("aws_s3_bucket"), Raw(raw)) == found


def test_no_more_are_kept_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "REMEMBERED", 1)
    masks, bucket = Masks(), table("aws_s3_bucket")
    first = masks.of(bucket, Raw(MASK))
    assert masks.of(bucket, Raw(b"{}")) == {}
    again = masks.of(bucket, Raw(MASK))
    assert again == first
    assert again is not first
