"""Bad input, through the whole command: a diagnostic with place and next step, and nothing hidden.

Each case is checked beside a good template, whose finding must be there all the same.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cli.support import (
    PLAN,
    REFUTED,
    ROOT,
    check,
    environment,
    errors,
    here,
    report,
    verdicts,
    written,
)

__all__ = ["here"]

PLAN_TEXT = PLAN.read_text()
BUCKET = '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}'


CUT = PLAN_TEXT[:200_000].count("\n") + 1


def plan(**more: Any) -> str:
    """A small plan of one queue, with parts replaced."""
    change = {
        "address": "aws_sqs_queue.q",
        "mode": "managed",
        "type": "aws_sqs_queue",
        "name": "q",
        "change": {"actions": ["create"], "after": {"name": "q"}, "after_unknown": {}},
    }
    return json.dumps(
        {
            "format_version": "1.2",
            "terraform_version": "1.9.0",
            "planned_values": {},
            "resource_changes": [change],
            "configuration": {"root_module": {}},
            **more,
        }
    )


def nested(depth: int) -> str:
    """A template with a property that many levels deep."""
    value = "[" * depth + "]" * depth
    return (
        f'{{"Resources": {{"T": {{"Type": "AWS::SNS::Topic", "Properties": {{"X": {value}}}}}}}}}'
    )


def bomb() -> str:
    """Nine levels of nine aliases each: some hundred million values when written out."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return "\n".join([*lines, "Resources: {T: {Type: AWS::SNS::Topic, Properties: {X: *a8}}}"])


REFUSED = [
    # what is said, where (line), what to do; the file as a whole is not read
    ("json cut off", "t.json", BUCKET[:-9], "not JSON", 1, "a comma or a bracket may be missing"),
    ("json comma", "t.json", '{"Resources":\n {"B" 1}}', "not JSON", 2, "comma"),
    ("yaml cut off", "t.yaml", "Resources:\n  {B: {Type: x\n", "not YAML", 3, ""),
    ("yaml tab", "t.yaml", "Resources:\n\tB: 1", "not YAML", 2, "indent with spaces"),
    ("no sections", "t.yaml", "Parameters: {}", 'it has no "Resources"', 0, "is this a Cloud"),
    ("a list", "t.yaml", "- Resources", "the text is no mapping", 0, '"Resources" at its top'),
    ("a word", "t.yaml", "AWSTemplateFormatVersion", "the text is no mapping", 0, "at its top"),
    ("nothing", "t.yaml", "", "the text is no mapping", 0, "at its top"),
    ("two documents", "t.yaml", f"{REFUTED}---\n{REFUTED}", "a second document", 6, "one template"),
    ("key no text", "t.yaml", "Resources:\n  [1, 2]: x", "a key that is not a text", 2, "quotes"),
    ("deep json", "t.json", nested(100), "nested deeper than 100", 0, "how it was generated"),
    ("very deep json", "t.json", nested(100_000), "nested deeper than 100", 0, "generated"),
    ("deep yaml", "t.yaml", f"# yaml\n{nested(100)}", "nested deeper than 100", 2, "generated"),
    ("bomb", "t.yaml", bomb(), "aliases stand for more than", 6, "write the values out"),
    ("self alias", "t.yaml", "Resources: &a\n  B: *a", "contains itself", 2, ""),
    ("not utf-8", "t.yaml", b"Resources:\n  B\xff: 1", "byte 14 is not UTF-8", 2, "save the file"),
    ("nul", "t.yaml", b"Resources:\x00", "not YAML", 0, ""),
    ("surrogate", "t.json", BUCKET.replace("B", r"\ud800", 1), "half of a surrogate", 0, "escapes"),
    ("binary plan", "p.json", b"PK\x03\x04\x14rest", "binary plan", 0, "terraform show -json"),
    ("gzip", "p.json", b"\x1f\x8b\x08rest", "this file is compressed", 0, "uncompress it"),
    ("plan cut off", "p.json", PLAN_TEXT[:200_000], "ends too early", CUT, "terraform show"),
    ("plan invalid", "p.json", plan().replace('"q"', "q", 1), "no valid JSON", 1, "terraform show"),
    ("plan too new", "p.json", plan(format_version="2.0"), "2.0 is too new", 0, "update partywall"),
    (
        "state",
        "p.json",
        '{"version": 4, "terraform_version": "1.9.0", "serial": 1}',
        "a state",
        0,
        "s",
    ),
    (
        *("shown state", "p.json"),
        '{"format_version": "1.0", "terraform_version": "1.9.0", "values": {"root_module": {}}}',
        *("the JSON of a state", 0, "with -out"),
    ),
    (
        *("log", "p.json"),
        '{"@level":"info","@message":"Terraform 1.9.0","type":"version"}\n{"@level":"info"}',
        *("log of a run", 0, "terraform show -json"),
    ),
    (
        "plan of bytes",
        "p.json",
        plan().encode().replace(b"aws_sqs", b"\xff", 1),
        "UTF-8",
        1,
        "show",
    ),
    ("utf-16 cut", "p.json", plan().encode("utf-16")[:-1], "neither UTF-8 nor UTF-16", 0, "show"),
    (
        *("plan of lists", "p.json"),
        '{"format_version": "1.2", "resource_changes": 3}',
        *("", 0, ""),
    ),
]


@pytest.mark.parametrize(
    ("name", "text", "said", "line", "hint"),
    [pytest.param(*case[1:], id=case[0]) for case in REFUSED],
)
def test_what_cannot_be_read_is_said_and_hides_nothing(
    here: Path, name: str, text: str | bytes, said: str, line: int, hint: str
) -> None:
    (here / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    written(here, good_yaml=REFUTED)
    found = report(name, "good.yaml")
    (problem,) = [one for one in found["diagnostics"] if one["level"] == "error"]
    assert said in problem["message"]
    assert hint in problem.get("hint", "")
    assert problem["where"]["file"] == name
    assert problem["where"].get("line", 0) == line
    assert verdicts(found) == verdicts(report("good.yaml"))
    result = check(name, "good.yaml")
    assert result.exit_code == 3
    assert "Traceback" not in result.output


QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {"SqsManagedSseEnabled": False}}
GOOD = ("Good", "sqs-queue-encrypted")

PARTLY = {
    # a resource or a part is not read; the others in the same file are judged
    "no type": ({"Bad": {"Properties": {}}}, "it has no Type"),
    "type no text": ({"Bad": {"Type": 3}}, "it has no Type"),
    "type of a word": ({"Bad": {"Type": "Bucket"}}, "it has no Type"),
    "body no mapping": ({"Bad": "x"}, "Bad is no resource"),
    "body null": ({"Bad": None}, "Bad is no resource"),
    "body a list": ({"Bad": [QUEUE]}, "Bad is no resource"),
    "properties a list": ({"Bad": {**QUEUE, "Properties": []}}, "its Properties are no mapping"),
    "properties a text": ({"Bad": {**QUEUE, "Properties": "x"}}, "its Properties are no mapping"),
    "a module": ({"Bad": {"Type": "My::Own::Thing::MODULE"}}, "it is a module"),
    "nested missing": (
        {"Bad": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "no.yaml"}}},
        "no.yaml cannot be read (No such file or directory)",
    ),
    "nested cyclic": (
        {"Bad": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "t.json"}}},
        "t.json contains this very stack",
    ),
    "nested outside": (
        {"Bad": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "../t"}}},
        "outside of what is checked",
    ),
    "nested folder": (
        {"Bad": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "."}}},
        "cannot be read",
    ),
}


@pytest.mark.parametrize(
    ("resources", "said"), PARTLY.values(), ids=[name.replace(" ", "-") for name in PARTLY]
)
def test_one_bad_resource_hides_no_other(here: Path, resources: dict[str, Any], said: str) -> None:
    written(here, t_json=json.dumps({"Resources": {**resources, "Good": QUEUE}}, indent=1))
    found = report("t.json")
    assert verdicts(found)[GOOD] == "refuted"
    (problem,) = errors(found)
    assert said in problem
    (where,) = [one["where"] for one in found["diagnostics"] if one["level"] == "error"]
    assert where["file"] == "t.json"
    assert where["line"] >= 3
    assert check("t.json").exit_code == 3


WEAKER = {
    # everything is read, and something in it is not known
    "foreign type": (
        "Bad: {Type: !Custom::Thing x.yml}",
        "its Type is made by another tool (!Custom::Thing)",
    ),
    "foreign body": ("Bad: !Rain::Module x.yml", "is made by another tool (!Rain::Module)"),
    "foreign value": (
        "Bad: {Type: AWS::SNS::Topic, Properties: {TopicName: !Foo x}}",
        "the tag !Foo is not CloudFormation's",
    ),
    "circle": (
        "A: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref B}}\n"
        "  B: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref A}}",
        "refer to each other in a circle: A, B",
    ),
    "nothing of the name": (
        "Bad: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Nope}}",
        "Nope is neither a parameter nor a resource",
    ),
    "twice": (
        "Bad: {Type: AWS::SNS::Topic, Type: AWS::SNS::Topic}",
        '"Type" is written again in the same mapping',
    ),
    "declared twice": ("Good: {Type: AWS::SNS::Topic}", "Good is declared twice"),
}


@pytest.mark.parametrize(
    ("text", "said"), WEAKER.values(), ids=[name.replace(" ", "-") for name in WEAKER]
)
def test_what_is_odd_is_said_with_its_place(here: Path, text: str, said: str) -> None:
    good = "Good: {Type: AWS::SQS::Queue, Properties: {SqsManagedSseEnabled: false}}"
    written(here, t_yaml=f"Resources:\n  {text}\n  {good}\n")
    found = report("t.yaml")
    assert verdicts(found)[GOOD] == "refuted"
    remarks = [one for one in found["diagnostics"] if said in one["message"]]
    assert [one["where"]["line"] >= 2 for one in remarks] == [True]
    assert remarks[0]["hint"]
    level = {one["level"] for one in found["diagnostics"]}
    assert check("t.yaml").exit_code == (3 if "error" in level else 1)


def test_conditions_in_a_circle(here: Path) -> None:
    text = """
Conditions: {A: !Not [{Condition: B}], B: !Not [{Condition: A}]}
Resources:
  Q: {Type: AWS::SQS::Queue, Condition: A, Properties: {SqsManagedSseEnabled: !If [B, true, false]}}
  Good: {Type: AWS::SQS::Queue, Properties: {SqsManagedSseEnabled: false}}
"""
    written(here, t_yaml=text)
    found = report("t.yaml")
    assert verdicts(found)[GOOD] == "refuted"
    assert verdicts(found)["Q", "sqs-queue-encrypted"] == "undecided"


def test_an_unknown_transform_weakens_every_answer(here: Path) -> None:
    text = "Transform: My::Macro\nResources: {Good: {Type: AWS::SQS::Queue}}"
    written(here, t_yaml=text)
    found = report("t.yaml")
    assert "the macro My::Macro may change any resource" in found["diagnostics"][0]["message"]
    assert verdicts(found)[GOOD] == "undecided"
    assert check("t.yaml").exit_code == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_a_mark_are_read(here: Path, encoding: str) -> None:
    written(here, t_yaml=REFUTED.encode(encoding), p_json=plan().encode(encoding))
    found = report("t.yaml", "p.json")
    assert {one["kind"] for one in found["inputs"]} == {"cloudformation", "terraform-plan"}
    assert errors(found) == []
    assert len(report(here)["inputs"]) == 2


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("after", "text", "its values are no object"),
        ("after", [1], "its values are no object"),
        ("after", 3, "its values are no object"),
        ("after_unknown", True, "none of its values is known"),
        ("after", {"name": {"a": 1}, "tags": "x", "redrive_policy": 3}, None),
        ("after_unknown", {"name": [True], "tags": True}, None),
        ("after_sensitive", {"name": {"a": True}}, None),
        ("after_sensitive", "x", None),
        ("actions", "create", "is not understood"),
        ("actions", ["dance"], None),
        ("actions", [], None),
    ],
)
def test_one_bad_change_hides_no_other(
    here: Path, part: str, value: object, said: str | None
) -> None:
    made = json.loads(plan())
    bad = json.loads(json.dumps(made["resource_changes"][0]))
    bad["address"], bad["name"] = "aws_sqs_queue.bad", "bad"
    bad["change"][part] = value
    made["resource_changes"].insert(0, bad)
    written(here, p_json=json.dumps(made))
    found = report("p.json")
    assert ("aws_sqs_queue.q", "sqs-queue-encrypted") in verdicts(found)
    assert ["aws_sqs_queue.bad" in one and said in one for one in errors(found) if said] == (
        [True] if said else []
    )
    if said is None:
        assert ("aws_sqs_queue.bad", "sqs-queue-encrypted") in verdicts(found)
    assert check("p.json").exit_code == (3 if said else 1)


OPEN_POLICY = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:*"}]}


@pytest.mark.parametrize("body", [{"Type": "AWS::SQS::QueuePolicy"}, {"Type": 3}])
def test_what_was_not_read_in_a_template_proves_nothing_about_others(
    here: Path, body: dict[str, Any]
) -> None:
    properties = {"Queues": [{"Ref": "Good"}], "PolicyDocument": OPEN_POLICY}
    template = {"Resources": {"Good": QUEUE, "Policy": {**body, "Properties": properties}}}
    written(here, t_json=json.dumps(template))
    expected = "undecided" if body["Type"] == 3 else "refuted"
    assert verdicts(report("t.json"))["Good", "sqs-queue-not-public"] == expected


@pytest.mark.parametrize(
    ("kind", "change", "more", "verdict"),
    [
        ("aws_sns_topic", {"after": {}}, {}, "proved"),
        ("aws_sqs_queue_policy", {"after": "?"}, {}, "undecided"),
        ("aws_sqs_queue_policy", {"after": {}, "actions": 3}, {}, "undecided"),
        ("aws_sns_topic", {"after": {}}, {"errored": True}, "undecided"),
    ],
)
def test_what_was_not_read_in_a_plan_proves_nothing_about_others(
    here: Path, kind: str, change: dict[str, Any], more: dict[str, Any], verdict: str
) -> None:
    made = json.loads(plan(**more))
    other = {"address": f"{kind}.x", "mode": "managed", "type": kind, "name": "x"}
    other["change"] = {"actions": ["create"], "after_unknown": {}, **change}
    made["resource_changes"].append(other)
    written(here, p_json=json.dumps(made))
    found = verdicts(report("p.json"))
    assert found["aws_sqs_queue.q", "sqs-queue-not-public"] == verdict


@pytest.mark.parametrize("version", ["0.1", "0.2", "1.0", "1.2", "1.99"])
def test_formats_of_plans_that_are_understood(here: Path, version: str) -> None:
    written(here, p_json=plan(format_version=version))
    assert errors(report("p.json")) == []


def test_numbers_that_no_machine_holds(here: Path) -> None:
    text = (
        '{"Resources": {"Good": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": %s}}}}'
    )
    for number in ("9" * 400, "1e9999", "-" + "9" * 5000):
        written(here, t_json=text % number)
        result = check("t.json", "--format", "json")
        assert result.exit_code in (1, 3)
        assert json.loads(result.stdout)["inputs" if result.exit_code == 1 else "diagnostics"]
    written(here, p_json=plan().replace('"name": "q"', '"name": 1e999', 1))
    assert check("p.json").exit_code in (1, 3)


def limited(*arguments: str, cwd: Path, seconds: int = 20, megabytes: int = 500) -> tuple[int, str]:
    """Exit code and output of a check that may use so much time and memory."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    done = subprocess.run(
        [sys.executable, "-m", "partywall", "check", *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        check=False,
        preexec_fn=limit,
    )
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def test_a_bomb_costs_little(here: Path) -> None:
    deep = "\n".join(f"k{n}: &k{n} {{a: *k{n - 1}, b: *k{n - 1}}}" for n in range(1, 60))
    written(here, a_yaml=bomb(), b_yaml=f"k0: &k0 x\n{deep}\nResources: {{}}", good_yaml=REFUTED)
    code, said = limited("a.yaml", "b.yaml", "good.yaml", cwd=here, seconds=3, megabytes=300)
    assert code == 3
    assert said.count("aliases stand for more than 200,000 values") == 2
    assert "kms-key-rotated" in said


@pytest.mark.slow
def test_a_plan_of_200_megabytes_whole_and_cut_off(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "generate.py", "100000", str(file)], check=True
    )
    size = file.stat().st_size
    assert size > 150 << 20
    code, said = limited(
        *("plan.json", "--output", "json=r.json"), cwd=tmp_path, seconds=60, megabytes=2000
    )
    assert (code, " resources: " in said) == (1, True), said
    with file.open("r+b") as stream:
        stream.truncate(size - size // 7)
    started = time.monotonic()
    code, said = limited("plan.json", cwd=tmp_path, seconds=15, megabytes=1000)
    assert time.monotonic() - started < 15
    assert code == 3
    assert "ends too early" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (None, "refuted"),
        ("?", "undecided"),
    ],
)
def test_what_was_not_read_in_a_plan_may_set_what_is_not_set(
    here: Path, after: object, verdict: str
) -> None:
    """A bucket's encryption is a resource of its own in Terraform."""
    names = ["aws_s3_bucket.b", "aws_s3_bucket_server_side_encryption_configuration.b"]
    changes = [
        {
            "address": name,
            "mode": "managed",
            "type": name.split(".")[0],
            "name": "b",
            "change": {"actions": ["create"], "after": value, "after_unknown": {}},
        }
        for name, value in zip(names, ({"bucket": "b"}, after), strict=True)
    ]
    blocks = [
        {"address": name, "mode": "managed", "type": name.split(".")[0], "expressions": {}}
        for name in names
    ]
    text = plan(resource_changes=changes, configuration={"root_module": {"resources": blocks}})
    written(here, p_json=text)
    assert verdicts(report("p.json"))["aws_s3_bucket.b", "s3-bucket-customer-key"] == verdict
