"""The policy of an `aws_iam_policy_document`, against the real provider and against itself.

The goldens are what provider 5.100 wrote (scripts/plan_policy_documents.py); with `TF_PLUGIN_DIR`
the provider is asked again.
"""

import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.policy_document import document
from partywall.sources.terraform.policy_json import json_text, minified_text
from partywall.sources.terraform.policy_merge import VERSIONS
from partywall.sources.terraform.values import Failure, PartialJson, is_known

HERE = Path(__file__)
FOLDER = HERE.parents[2] / "data" / "hcl" / "policy-documents"
SCRIPTS = HERE.parents[3] / "scripts"
PLUGINS = os.environ.get("TF_PLUGIN_DIR")
needs_provider = pytest.mark.skipif(not PLUGINS, reason="no TF_PLUGIN_DIR")

GOLDEN = json.loads((FOLDER / "accepted.json").read_text(encoding="utf-8"))
REFERENCE = re.compile(r"\$\{data\.aws_iam_policy_document\.(\w+)\.(\w+)\}")
OLD = ("source_json", "override_json")

A, B = Unknown("a"), Unknown("b", ("aws_s3_bucket.b",))


def inputs(folder: str) -> dict[str, Any]:
    """The arguments of each data source; a reference to another one is what the provider wrote."""
    text = (FOLDER / folder / "documents.tf.json").read_text(encoding="utf-8")
    return resolved(json.loads(text)["data"]["aws_iam_policy_document"])


def resolved(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: resolved(one) for name, one in value.items()}
    if isinstance(value, list):
        return [resolved(one) for one in value]
    if not isinstance(value, str):
        return value
    found = REFERENCE.fullmatch(value)
    return GOLDEN[found[1]][found[2]] if found else value.replace("$${", "${")


def statement(sid: Any = None, **more: Any) -> dict[str, Any]:
    return {**({"sid": sid} if sid is not None else {}), **more}


def text(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


# -- known arguments, as the provider has them


@pytest.mark.parametrize("name, values", inputs("accepted").items())
def test_the_text_is_the_providers(name, values):
    policy = document(values)
    assert json_text(policy) == GOLDEN[name]["json"]
    assert minified_text(policy) == GOLDEN[name]["minified_json"]


def test_every_document_has_its_golden():
    assert set(GOLDEN) == set(inputs("accepted")) and len(GOLDEN) > 100


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(values, id=name)
        for folder in ("refused", "unreadable")
        for name, values in inputs(folder).items()
        if not any(values.get(one) for one in OLD)
    ],
)
def test_what_the_provider_refuses_is_a_failure(values):
    with pytest.raises(Failure):
        document(values)


@pytest.mark.parametrize(
    "foreign",
    [
        '{"Statement": [{"Principal": {"AWS": ["a", 1]}}]}',
        '{"Statement": [{"Condition": {"A": {"b": ["a", true]}}}]}',
        '{"Statement": [null]}',
    ],
)
def test_what_crashes_the_provider_is_a_failure(foreign):
    with pytest.raises(Failure):
        document({"source_policy_documents": [foreign]})


@needs_provider
def test_the_provider_still_writes_the_same(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(SCRIPTS), *sys.path])
    script = runpy.run_path(str(SCRIPTS / "plan_policy_documents.py"))
    assert script["written"](PLUGINS) == GOLDEN


@needs_provider
@pytest.mark.parametrize("folder", ["refused", "unreadable"])
def test_the_provider_still_refuses_the_same(folder, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(SCRIPTS), *sys.path])
    script = runpy.run_path(str(SCRIPTS / "plan_storefront.py"))
    with pytest.raises(subprocess.CalledProcessError) as refusal:
        script["plan"](FOLDER / folder, PLUGINS)
    named = set(re.findall(r"data\.aws_iam_policy_document\.(\w+),", refusal.value.stderr))
    assert named == set(inputs(folder))


# -- arguments that are not known


@pytest.mark.parametrize(
    "values, statements",
    [
        # a part of a statement
        ({"statement": [{"actions": A}]}, [{"Effect": "Allow", "Action": A}]),
        ({"statement": [{"effect": A}]}, [{"Effect": A}]),
        (
            {"statement": [{"actions": ["b", A, "c"], "resources": [B]}]},
            [{"Effect": "Allow", "Action": ["c", "b", A], "Resource": [B]}],
        ),
        (
            {"statement": [{"principals": [{"type": "AWS", "identifiers": A}]}]},
            [{"Effect": "Allow", "Principal": {"AWS": A}}],
        ),
        # who is meant at all, under which condition at all
        (
            {"statement": [{"principals": [{"type": A, "identifiers": ["*"]}]}]},
            [{"Effect": "Allow", "Principal": Unknown("known after apply")}],
        ),
        (
            {"statement": [{"principals": [{"type": "*", "identifiers": [A]}]}]},
            [{"Effect": "Allow", "Principal": Unknown("known after apply", present=True)}],
        ),
        (
            {"statement": [{"condition": [{"test": A, "variable": "v", "values": ["x"]}]}]},
            [{"Effect": "Allow", "Condition": Unknown("known after apply")}],
        ),
        # how many statements
        ({"statement": A}, [Unknown("a", many=True)]),
        ({"statement": [{}, A]}, [{"Effect": "Allow"}, Unknown("a", many=True)]),
    ],
)
def test_the_rest_of_the_policy_stays_known(values, statements):
    assert document(values)["Statement"] == statements


LOST = Unknown("a statement that may be replaced", many=True)
OTHER = Unknown("a", many=True)
X, Y, NO_SID = ({"Sid": "x", "Effect": "Allow"}, {"Sid": "y", "Effect": "Deny"}, {"Effect": "Deny"})


@pytest.mark.parametrize(
    "values, statements",
    [
        # another document adds, in front
        ({"source_policy_documents": [A], "statement": [statement("x")]}, [OTHER, X]),
        ({"source_policy_documents": [text(Y), A], "statement": [statement("x")]}, [Y, OTHER, X]),
        # one that overrides can only leave alone what has no Sid
        (
            {"override_policy_documents": [A], "statement": [statement("x"), {"effect": "Deny"}]},
            [LOST, NO_SID, OTHER],
        ),
        ({"override_policy_documents": [A, text(Y)]}, [OTHER, Y]),
        # own statements override those of sources
        ({"source_policy_documents": [text(Y)], "statement": A}, [LOST, OTHER]),
        ({"source_policy_documents": [text(NO_SID)], "statement": A}, [NO_SID, OTHER]),
        # a Sid that is not known
        (
            {"source_policy_documents": [text(Y, NO_SID)], "statement": [statement(A)]},
            [LOST, NO_SID, {"Sid": A, "Effect": "Allow"}],
        ),
        (
            {
                "source_policy_documents": [text(Y)],
                "statement": [statement(Unknown("a", prefix="z"))],
            },
            [Y, {"Sid": Unknown("a", prefix="z"), "Effect": "Allow"}],
        ),
        ({"statement": [statement(A)], "override_policy_documents": [text(X)]}, [LOST, X]),
        # a document with a hole
        (
            {
                "source_policy_documents": [
                    PartialJson("a", document={"Statement": [{**X, "Resource": A}]})
                ],
            },
            [{**X, "Resource": A}],
        ),
        # arguments of older versions of the provider
        (
            {"source_json": text(Y), "statement": [statement("x")]},
            [Unknown("statements of another document", many=True), X],
        ),
    ],
)
def test_what_another_document_can_change_is_not_known(values, statements):
    assert document(values)["Statement"] == statements


@pytest.mark.parametrize(
    "values, version",
    [
        ({"version": A}, "2012-10-17"),
        ({"version": "2008-10-17", "override_policy_documents": [A]}, "2012-10-17"),
    ],
)
def test_a_version_that_is_not_known_is_one_of_two(values, version):
    found = document(values)["Version"]
    assert isinstance(found, Unknown) and version in found.among == VERSIONS


def test_a_policy_with_a_hole_is_a_text_that_holds_a_document():
    found = json_text(document({"statement": [{"resources": [B]}]}))
    assert isinstance(found, PartialJson) and found.present and found.refs == B.refs
    assert found.document["Statement"] == [{"Effect": "Allow", "Resource": [B]}]


def test_variables_are_replaced_in_what_is_known_of_a_text():
    known = Unknown("a", prefix="home/&{aws:username}/", suffix="/&{x}")
    (made,) = document({"statement": [{"resources": [known], "actions": [known]}]})["Statement"]
    assert made["Resource"] == [Unknown("a", prefix="home/${aws:username}/", suffix="/${x}")]
    assert made["Action"] == [known]


# -- the law: hiding an argument never turns one policy into another

SIDS = st.sampled_from([None, "", "x", "y", "z"])
TEXTS = st.lists(st.sampled_from(["s3:Get*", "arn:&{v}", "b", "*"]), max_size=3)
KINDS = st.sampled_from(["AWS", "Service", "*"])
BLOCKS = st.lists(st.fixed_dictionaries({"type": KINDS, "identifiers": TEXTS}), max_size=3)
TESTS = st.fixed_dictionaries(
    {"test": st.sampled_from("ST"), "variable": st.sampled_from("vw"), "values": TEXTS}
)
STATEMENTS = st.lists(
    st.fixed_dictionaries(
        {"sid": SIDS, "effect": st.sampled_from([None, "Allow", "Deny"])},
        optional={
            "actions": TEXTS,
            "resources": TEXTS,
            "principals": BLOCKS,
            "not_principals": BLOCKS,
            "condition": st.lists(TESTS, max_size=3),
        },
    ),
    max_size=3,
)
FOREIGN = st.lists(
    st.lists(
        st.fixed_dictionaries(
            {"Effect": st.sampled_from(["Allow", "Deny"])},
            optional={"Sid": SIDS, "Action": TEXTS, "Principal": st.just({"AWS": ["a", "b"]})},
        ),
        max_size=3,
    ).map(lambda found: {"Version": "2012-10-17", "Statement": found}),
    max_size=2,
)
ARGUMENTS = st.fixed_dictionaries(
    {"version": st.sampled_from([None, "2012-10-17", "2008-10-17"])},
    optional={
        "policy_id": st.sampled_from(["", "p"]),
        "statement": STATEMENTS,
        "source_policy_documents": FOREIGN,
        "override_policy_documents": FOREIGN,
    },
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in the arguments at which something can be hidden."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    if not isinstance(value, dict | list):
        return []
    return [p for key, one in inner for p in [(*path, key), *places_of(one, (*path, key))]]


def places_of(value: Any, path: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return places(value, path) if isinstance(value, dict | list) else []


def hide(value: Any, path: tuple[Any, ...]) -> Any:
    if not path:
        return Unknown("hidden")
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = hide(value[path[0]], path[1:])
    return copy


def agrees(shown: Any, true: Any) -> bool:
    """Whether what is shown can be the true value; in lists the order counts only when known."""
    if isinstance(shown, Unknown):
        return not shown.among or true in shown.among
    if isinstance(shown, dict) and isinstance(true, dict):
        return all(agrees(shown.get(key), true.get(key)) for key in {*shown, *true})
    if isinstance(shown, list) and not is_known(shown):
        listed = true if isinstance(true, list) else [] if true is None else [true]
        return all(one in listed for one in shown if is_known(one))
    return bool(shown == true)


@settings(max_examples=300, deadline=None)
@given(ARGUMENTS, st.data())
def test_hiding_an_argument_never_tells_another_policy(values, data):
    try:
        true = document(values)
    except Failure:
        return
    found = places(values)
    hidden = values
    for path in data.draw(st.lists(st.sampled_from(found), min_size=1, max_size=2)):
        try:
            hidden = hide(hidden, path)
        except (TypeError, KeyError):
            continue  # the place is in what was hidden before
    shown = document(hidden)
    assert agrees(shown["Version"], true["Version"]) and agrees(shown.get("Id"), true.get("Id"))
    shows, truth = shown.get("Statement", []), true.get("Statement", [])
    surely = [one for one in shows if not isinstance(one, Unknown)]
    assert all(any(agrees(one, other) for other in truth) for one in surely)
    if len(surely) == len(shows):
        assert len(shows) == len(truth)
        assert all(any(agrees(one, other) for one in shows) for other in truth)


@settings(max_examples=200, deadline=None)
@given(ARGUMENTS)
def test_a_policy_that_was_read_reads_the_same_again(values):
    try:
        first = document(values)
    except Failure:
        return
    once = document({"source_policy_documents": [json_text(first)]})
    assert document({"source_policy_documents": [json_text(once)]}) == once
    assert len(once.get("Statement", [])) == len(first.get("Statement", []))
