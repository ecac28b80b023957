"""What is kept of texts of which only a part is known; Terraform says "unknown" of them all."""

from __future__ import annotations

import pytest

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.values import (
    Failure,
    ListValue,
    PartialJson,
    PartialText,
    partial_text,
)
from partywall.sources.terraform_hcl.functions import call
from partywall.sources.terraform_hcl.partial_json import json_of

BUCKET = Unknown("made later", ("aws_s3_bucket.logs",), "Arn", present=True)
NAME = Unknown("no value", ("var.name",))
STAGE = Unknown("no value", ("var.stage",), among=("Dev", "Prod"))


def ask(name: str, *arguments: object) -> object:
    return call(name, arguments, None)


def test_join_keeps_known_parts() -> None:
    joined = ask("join", "/", ["a", BUCKET, "*"])
    assert isinstance(joined, PartialText)
    assert (joined.prefix, joined.suffix, joined.refs) == ("a/", "/*", BUCKET.refs)


def test_join_of_a_set_keeps_nothing_but_refs() -> None:
    unsure = ask("join", ",", call("toset", [["a", NAME]], None))
    assert isinstance(unsure, Unknown)
    assert (unsure.prefix, unsure.refs) == ("", NAME.refs)


@pytest.mark.parametrize(
    ("pattern", "prefix", "suffix"),
    [
        ("arn:aws:s3:::%s/*", "arn:aws:s3:::", "/*"),
        ("%v/*", "", "/*"),
        ("a-%-8s", "a-", ""),
        ("%%-%q-", "%-", "-"),
    ],
)
def test_format_keeps_known_parts(pattern: str, prefix: str, suffix: str) -> None:
    made = ask("format", pattern, NAME)
    assert isinstance(made, PartialText)
    assert (made.prefix, made.suffix, made.refs) == (prefix, suffix, NAME.refs)


def test_format_of_listed_values_lists_what_it_can_be() -> None:
    made = ask("format", "x-%s", STAGE)
    assert isinstance(made, Unknown)
    assert made.among == ("x-Dev", "x-Prod")


def test_format_does_not_print_a_number_as_it_stands() -> None:
    size = Unknown("no value", among=(1234567, 7654321))
    made = ask("format", "%v", size)
    assert isinstance(made, Unknown)
    assert made.among == ()


def test_format_complains_only_when_all_is_known() -> None:
    assert isinstance(ask("format", "%d %s", "x", NAME), Unknown)
    with pytest.raises(Failure):
        ask("format", "%d %s", "x", "y")


def test_formatlist_keeps_known_elements_and_parts() -> None:
    made = ask("formatlist", "%s-x", ["a", BUCKET])
    assert isinstance(made, ListValue)
    assert made[0] == "a-x"
    assert made[1].suffix == "-x"


def test_formatlist_of_what_may_be_a_list_has_no_length() -> None:
    assert isinstance(ask("formatlist", "%s-%s", ["a"], Unknown("no value")), Unknown)


@pytest.mark.parametrize(
    ("name", "rest", "among"),
    [
        ("lower", (), ("dev", "prod")),
        ("upper", (), ("DEV", "PROD")),
        ("trimprefix", ("D",), ("ev", "Prod")),
        ("replace", ("o", "0"), ("Dev", "Pr0d")),
        ("replace", ("/[eo]/", "_"), ("D_v", "Pr_d")),
        ("base64encode", (), ("RGV2", "UHJvZA==")),
    ],
)
def test_a_change_maps_the_values_listed(
    name: str, rest: tuple[str, ...], among: tuple[str, ...]
) -> None:
    changed = ask(name, STAGE, *rest)
    assert isinstance(changed, Unknown)
    assert (changed.among, changed.refs, changed.present) == (among, STAGE.refs, True)


def test_lower_keeps_known_ends() -> None:
    changed = ask("lower", partial_text(["Logs-", NAME, "-X"]))
    assert isinstance(changed, Unknown)
    assert (changed.prefix, changed.suffix) == ("logs-", "-x")


def test_replace_of_one_character_works_on_known_parts() -> None:
    changed = ask("replace", partial_text(["a.b", NAME, ".c"]), ".", "-")
    assert isinstance(changed, PartialText)
    assert (changed.prefix, changed.suffix) == ("a-b", "-c")


def test_replace_of_more_may_cross_the_unknown_part() -> None:
    changed = ask("replace", partial_text(["a-", NAME]), "-x", "")
    assert isinstance(changed, Unknown)
    assert changed.prefix == ""


def test_replace_by_something_unknown_keeps_the_rest() -> None:
    changed = ask("replace", "arn:REGION:x", "REGION", NAME)
    assert isinstance(changed, PartialText)
    assert (changed.prefix, changed.suffix) == ("arn:", ":x")


def test_jsonencode_keeps_the_document() -> None:
    document = {"Statement": ListValue([{"Resource": BUCKET}])}
    text = ask("jsonencode", document)
    assert isinstance(text, PartialJson)
    assert (text.document, text.prefix, text.refs) == (document, "{", BUCKET.refs)
    assert ask("jsondecode", text) == {"Statement": [{"Resource": BUCKET}]}
    assert type(ask("jsondecode", text)["Statement"]) is list  # type: ignore[index]


@pytest.mark.parametrize(
    ("parts", "document"),
    [
        (('{"a": 1}',), {"a": 1}),
        (('{"a": "', BUCKET, '"}'), {"a": partial_text([BUCKET])}),
        (('{"a": "', BUCKET, '/*"}'), {"a": partial_text([BUCKET, "/*"])}),
        (('{"a\\n": "x\\"', BUCKET, '"}'), {"a\n": partial_text(['x"', BUCKET])}),
        (('{"a": ', BUCKET, "}"), {"a": Unknown("made later", BUCKET.refs)}),
        (('["', BUCKET, '"]'), [partial_text([BUCKET])]),
        (('["', NAME, '"]'), [Unknown("no value", NAME.refs, many=True)]),
        (('["x", ', NAME, "]"), ["x", Unknown("no value", NAME.refs, many=True)]),
        (('["', NAME, '-x"]'), [partial_text([NAME, "-x"])]),
        (('{"', NAME, '": 1}'), None),
        (('{"a": 1', NAME, "}"), None),
        (('{"a": "\\', NAME, '"}'), None),
        (('{"a": "', NAME), None),
        (('{"a": "\ue0000\ue001', NAME, '"}'), None),
        (("[" * 100_000, NAME), None),
    ],
)
def test_document_with_holes(parts: tuple[str | Unknown, ...], document: object) -> None:
    assert json_of(parts) == document


def test_a_hole_that_is_json_itself_is_its_document() -> None:
    names = PartialJson("made later", document=["x", BUCKET])
    assert json_of(('{"Resource": ', names, "}")) == {"Resource": ["x", BUCKET]}


def test_a_value_that_could_break_out_of_its_quotes_is_not_listed() -> None:
    hole = Unknown("no value", among=('x", "*', "y"))
    document = json_of(('{"a": "', hole, '"}'))
    assert isinstance(document["a"], Unknown)
    assert document["a"].among == ()


def test_jsondecode_reads_a_document_with_holes() -> None:
    found = ask("jsondecode", partial_text(['{"a": [1, 2.50, "', BUCKET, '"]}']))
    assert found == {"a": [1, call("jsondecode", ["2.5"], None), partial_text([BUCKET])]}


@pytest.mark.parametrize(
    "name", ["uuid", "timestamp", "plantimestamp", "bcrypt", "base64gzip", "rsadecrypt"]
)
def test_what_cannot_be_computed_is_unknown_but_set(name: str) -> None:
    arguments = {"bcrypt": ["x"], "base64gzip": ["x"], "rsadecrypt": ["AAAA", "key"]}.get(name, [])
    found = call(name, arguments, None)
    assert isinstance(found, Unknown)
    assert found.present and found.why


def test_patterns_beyond_us_are_unknown() -> None:
    assert isinstance(ask("regex", "(?P<a>x)(?P<a>y)", "xy"), Unknown)
    assert isinstance(ask("regexall", r"\pL{1000}", "a"), Unknown)


def test_encodings_that_we_lack_are_unknown() -> None:
    assert isinstance(ask("textencodebase64", "x", "Shift_JIS"), Unknown)
    assert isinstance(ask("textdecodebase64", "gQ==", "windows-1252"), Unknown)


@pytest.mark.parametrize("text", [".inf", "-.inf", "!!int 1_0", "!!bool 'x'"])
def test_yaml_beyond_us_is_unknown(text: str) -> None:
    assert isinstance(ask("yamldecode", text), Unknown)


def test_yaml_with_a_tab_that_our_reader_refuses_is_unknown() -> None:
    assert isinstance(ask("yamldecode", "a\tb: 1"), Unknown)
