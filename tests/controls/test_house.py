"""House rules: thresholds in TOML become controls that may be undecided."""

from __future__ import annotations

import tomllib

import pytest

from partywall.controls.house import compile_rule, parse_rules
from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.kernel.errors import ConfigError
from partywall.kernel.unknown import Unknown

HIDDEN = Unknown("known after apply")


def judge(test: str, at: str, properties: dict[str, object]) -> str:
    text = f'id = "acme-rule"\ntitle = "So it is."\ntype = "AWS::X::Y"\nat = "{at}"\n{test}'
    control = compile_rule(parse_rules([tomllib.loads(text)])[0])
    resource = Resource(type="AWS::X::Y", address="a", properties=properties)
    return control.judge(control.view.of(resource, Estate([resource]))).outcome


@pytest.mark.parametrize(
    ("test", "at", "properties", "outcome"),
    [
        ("at_least = 7", "Days", {"Days": 7}, "proved"),
        ("at_least = 7", "Days", {"Days": "6"}, "refuted"),
        ("at_least = 7", "Days", {}, "refuted"),
        ("at_least = 7\ndefault = 30", "Days", {}, "proved"),
        ("at_least = 7", "Days", {"Days": HIDDEN}, "undecided"),
        ("at_most = 7", "A.B", {"A": {"B": 8}}, "refuted"),
        ("at_most = 7", "A.B", {"A": HIDDEN}, "undecided"),
        ("equals = true", "On", {"On": "true"}, "proved"),
        ('one_of = ["a", "b"]', "Mode", {"Mode": "b"}, "proved"),
        ('one_of = ["a", "b"]', "Mode", {"Mode": "c"}, "refuted"),
        ("matches = 'acme-'", "Name", {"Name": "acme-x"}, "proved"),
        ("set = true", "Key", {"Key": Unknown("of a key", present=True)}, "proved"),
        ("set = false", "Key", {"Key": "k"}, "refuted"),
        ("equals = 443", "Rules[].Port", {"Rules": [{"Port": 443}, {"Port": 80}]}, "refuted"),
        ("equals = 443", "Rules[].Port", {"Rules": [{"Port": 443}, HIDDEN]}, "undecided"),
        ("equals = 443", "Rules[].Port", {"Rules": [{"Port": 80}, HIDDEN]}, "refuted"),
        ("equals = 443", "Rules[].Port", {"Rules": []}, "proved"),
        ("equals = 443", "Rules[].Port", {"Rules": HIDDEN}, "undecided"),
    ],
)
def test_rules(test: str, at: str, properties: dict[str, object], outcome: str) -> None:
    assert judge(test, at, properties) == outcome


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"at_least": 1, "at_most": 2}, "exactly one"),
        ({}, "exactly one"),
        ({"set": True, "layer": "attic"}, "no layer 'attic'"),
        ({"set": True, "weight": "grave"}, "no weight 'grave'"),
        ({"set": True, "type": "Bucket"}, "no CloudFormation resource type"),
        ({"matches": "("}, "bad pattern"),
        ({"sett": True}, "unknown field `sett`"),
        ({"at_least": "seven"}, "at_least"),
    ],
)
def test_a_wrong_rule_says_what_is_wrong(fields: dict[str, object], complaint: str) -> None:
    rule = {"id": "acme-rule", "title": "T.", "type": "AWS::X::Y", "at": "A", **fields}
    with pytest.raises(ConfigError, match=complaint):
        compile_rule(parse_rules([rule])[0])
