"""`partywall access` as people and programs call it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.support import invoke

USER = "arn:aws:iam::111111111111:user/ann"
ALLOW = {
    "Version": "2012-10-17",
    "Statement": [
        {"Sid": "ReadShop", "Effect": "Allow", "Action": "s3:Get*",
         "Resource": "arn:aws:s3:::shop/*"}
    ],
}  # fmt: skip
ASKED: dict[str, Any] = {
    "principal": USER, "action": "s3:GetObject", "resource": "arn:aws:s3:::shop/1"
}  # fmt: skip
FINE = ASKED | {"identity_policies": [ALLOW]}


def decide(*lines: Any, arguments: tuple[str, ...] = ("--format", "json")) -> Any:
    text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
    return invoke("access", "decide", "-", *arguments, stdin=text)


def test_one_line_out_for_each_in() -> None:
    done = decide(FINE, ASKED, "nonsense", "", FINE)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one.get("decision", "error") for one in found] == [
        "ALLOW", "IMPLICIT_DENY", "error", "ALLOW",
    ]  # fmt: skip
    assert found[2]["line"] == 3
    assert done.exit_code == 3


def test_denials_are_answers() -> None:
    assert decide(FINE, ASKED).exit_code == 0


@pytest.mark.parametrize(("change", "says"), [
    ({"principal": "bob"}, "'bob'"), ({"principal": 5}, "principal"),
    ({"principal": "arn:aws:iam::111111111111:group/g"}, "makes no requests"),
    ({"principal": {"Nobody": "x"}}, "Nobody"), ({"action": "s3"}, "'s3'"),
    ({"action": "s3:*"}, "s3:*"), ({"resource": ""}, "resource"),
    ({"resource": None}, "resource"), ({"context": {"aws:x": {}}}, "aws:x"),
    ({"identity_policies": [5]}, "identity_policies[0]"), ({"scps": [{}]}, "scps"),
    ({"identity_policy": [ALLOW]}, "did you mean 'identity_policies'"),
    ({"resource_policy": []}, "resource_policy"),
])  # fmt: skip
def test_bad_lines_say_what_is_wrong(change: Any, says: str) -> None:
    done = decide(ASKED | change, FINE)
    first, second = map(json.loads, done.stdout.splitlines())
    assert says in first["error"]
    assert second["decision"] == "ALLOW"
    assert done.exit_code == 3


@pytest.mark.parametrize(("text", "says"), [
    ('"identity_policies": [], "identity_policies": []', "identity_policies"),
    ('"context": {"aws:x": "1", "aws:x": "2"}', "aws:x"),
    ('"context": {"aws:x": "1", "AWS:X": "2"}', "case"),
])  # fmt: skip
def test_what_is_written_twice_is_an_error(text: str, says: str) -> None:
    line = json.dumps(ASKED)[:-1] + ", " + text + "}"
    assert says in json.loads(decide(line).stdout)["error"]


def test_other_fields_are_ignored_and_policies_may_be_text() -> None:
    line = ASKED | {"identity_policies": [json.dumps(ALLOW)], "comment": "x", "id": 7}
    assert json.loads(decide(line).stdout)["decision"] == "ALLOW"


def test_text_for_people(tmp_path: Path) -> None:
    file = tmp_path / "requests.jsonl"
    file.write_text(json.dumps(FINE) + "\n" + json.dumps(ASKED))
    done = invoke("access", "decide", file)
    assert done.stdout.splitlines()[0] == (
        "ALLOW: allowed by identity policies (identity_policies[0]/ReadShop)"
    )
    assert "IMPLICIT_DENY: identity policies: no statement allows it" in done.stdout


def test_unknown_context() -> None:
    narrow = json.loads(json.dumps(ALLOW))
    narrow["Statement"][0]["Condition"] = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    line = ASKED | {"identity_policies": [narrow]}
    done = decide(line, arguments=("--format", "json", "--context", "unknown"))
    found = json.loads(done.stdout)
    assert found["decision"] == "CONDITIONAL"
    assert found["allow_if"] == "aws:SourceIp in 203.0.113.0/24"
    assert found["formula"] == {
        "key": "aws:SourceIp", "operator": "IpAddress", "values": ["203.0.113.0/24"],
    }  # fmt: skip
    surely_absent = line | {"context": {"aws:SourceIp": None}}
    done = decide(surely_absent, arguments=("--format", "json", "--context", "unknown"))
    assert json.loads(done.stdout)["decision"] == "IMPLICIT_DENY"


def test_patterns_of_resources() -> None:
    same = json.loads(decide(FINE | {"resource": "arn:aws:s3:::shop/*"}).stdout)
    assert same["decision"] == "ALLOW"
    assert same["same_for_all"] is True
    other = json.loads(decide(FINE | {"resource": "arn:aws:s3:::sh*"}).stdout)
    assert other["decision"] == "CONDITIONAL"
    assert other["same_for_all"] is False
    witnesses = {one["decision"]: one["resource"] for one in other["witnesses"]}
    assert witnesses == {"IMPLICIT_DENY": "arn:aws:s3:::sh", "ALLOW": "arn:aws:s3:::shop/"}


def test_same_input_same_bytes() -> None:
    lines = [FINE, ASKED, FINE | {"resource": "*", "action": "sqs:SendMessage"}]
    assert decide(*lines).stdout == decide(*lines).stdout


def test_lint(tmp_path: Path) -> None:
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(ALLOW))
    fine = invoke("access", "lint", file)
    assert fine.exit_code == 0
    assert fine.stdout.startswith("0 errors, 0 warnings (catalogue of 20")
    file.write_text(json.dumps(ALLOW).replace("s3:Get*", "s3:GetObjct"))
    wrong = invoke("access", "lint", file, "--format", "json")
    assert wrong.exit_code == 1
    (remark,) = json.loads(wrong.stdout)["remarks"]
    assert remark["path"] == "$.Statement[0].Action"
    assert remark["suggestion"] == "s3:GetObject"
    file.write_text("{")
    assert invoke("access", "lint", file).exit_code == 3
    for question in ("lint", "decide"):
        gone = invoke("access", question, tmp_path / "gone")
        assert gone.exit_code == 3
        assert "gone: cannot be read" in gone.output


def certified(tmp_path: Path, *lines: Any) -> tuple[Any, Path]:
    proofs = tmp_path / "proofs.jsonl"
    return decide(*lines, arguments=("--certificate", str(proofs))), proofs


def test_certificates_are_verified(tmp_path: Path) -> None:
    done, proofs = certified(tmp_path, FINE, ASKED)
    assert done.exit_code == 0
    verified = invoke("access", "verify", proofs)
    assert verified.exit_code == 0
    assert verified.stdout.splitlines() == [
        f"accepted: ALLOW: {USER} s3:GetObject arn:aws:s3:::shop/1",
        f"accepted: IMPLICIT_DENY: {USER} s3:GetObject arn:aws:s3:::shop/1",
    ]


def test_a_changed_certificate_is_rejected(tmp_path: Path) -> None:
    _, proofs = certified(tmp_path, ASKED)
    forged = proofs.read_text().replace("IMPLICIT_DENY", "ALLOW")
    done = invoke("access", "verify", "-", "--format", "json", stdin=forged)
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {
        "accepted": False, "reason": 'the decision: told "ALLOW", found "IMPLICIT_DENY"'
    }  # fmt: skip


def test_a_decision_without_certificate_is_told(tmp_path: Path) -> None:
    done, proofs = certified(tmp_path, FINE | {"resource": "arn:aws:s3:::s*"}, FINE)
    assert done.exit_code == 3
    assert "line 1: no certificate: a certificate is about one decision" in done.stderr
    assert len(proofs.read_text().splitlines()) == 1


@pytest.mark.parametrize("text", ["", "{", '{"a": 1, "a": 2}', "\xff"])
def test_what_holds_no_certificates_cannot_be_read(text: str) -> None:
    done = invoke("access", "verify", "-", stdin=text.encode("latin-1"))
    assert done.exit_code == 3
    assert "no certificates" in done.stderr


MORE = ALLOW | {"Statement": [ALLOW["Statement"][0] | {"Action": "s3:*"}]}


def compare(tmp_path: Path, a: Any, b: Any, *options: str) -> Any:
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    for file, one in zip(files, (a, b), strict=True):
        file.write_text(one if isinstance(one, str) else json.dumps(one))
    return invoke("access", "compare", *map(str, files), *options)


def test_comparison_shows_a_request_that_decide_confirms(tmp_path: Path) -> None:
    found = json.loads(compare(tmp_path, [MORE], ALLOW, "--format", "json").stdout)
    assert (found["relation"], found["today"]["relation"]) == ("more", "more")
    assert found["b_beyond_a"]["answer"] == "no"
    witness = found["a_beyond_b"]["witness"]
    asked = [witness | {"identity_policies": [one]} for one in (MORE, ALLOW)]
    answers = [json.loads(line)["decision"] for line in decide(*asked).stdout.splitlines()]
    assert answers == ["ALLOW", "IMPLICIT_DENY"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    gone = invoke("access", "compare", tmp_path / "gone", tmp_path / "gone")
    assert gone.exit_code == 3
    assert "gone: cannot be read" in gone.output


def test_comparison_for_people(tmp_path: Path) -> None:
    told = compare(tmp_path, ALLOW, MORE).stdout
    assert told.startswith("A permits less than B: today (catalogue of ")
    assert "B beyond A: yes: s3:" in told


@pytest.mark.parametrize(("a", "strict", "code"), [
    (ALLOW, False, 0), (MORE, False, 0), (MORE, True, 1), (ALLOW, True, 0), ("no", True, 3),
    ({}, False, 3), ([5], False, 3), ("[", False, 3), (["{"], False, 3), ("\ud800", False, 3),
])  # fmt: skip
def test_exit_codes_of_comparison(tmp_path: Path, a: Any, strict: bool, code: int) -> None:
    done = compare(tmp_path, a if a != "\ud800" else '"\\ud800"', ALLOW, *["--exit-code"] * strict)
    assert done.exit_code == code
    assert ("a.json:" in done.stderr) is (code == 3)


def test_certificate_of_comparison(tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    done = compare(tmp_path, ALLOW, MORE, "--certificate", str(file))
    assert done.exit_code == 0
    found = json.loads(file.read_text())
    assert [(one["more"], one["less"]) for one in found["claims"]] == [("a", "b")]
    assert found["a"] == [ALLOW]
    accepted = invoke("access", "verify", str(file))
    assert accepted.stdout == "accepted: A permits nothing that B does not\n"
    assert accepted.exit_code == 0


@pytest.mark.parametrize("change", [
    lambda one: one["claims"][0].update(more="b", less="a"),
    lambda one: one["claims"][0].update(proofs={"fields": {"settled": True}}),
    lambda one: one["a"][0]["Statement"][0].update(Action="*"),
    lambda one: one["b"][0]["Statement"][0].update(Effect="Deny"),
    lambda one: one.update(a=[json.dumps(one["a"][0])[:-1] + ', "Version": "2012-10-17"}']),
    lambda one: one.update(version=2),
    lambda one: one.update(claims=[]),
    lambda one: one.pop("b"),
    lambda one: one.update(more=1),
])  # fmt: skip
def test_a_comparison_that_was_changed_is_rejected(
    tmp_path: Path, change: Callable[[Any], object]
) -> None:
    file = tmp_path / "proof.json"
    compare(tmp_path, ALLOW, MORE, "--certificate", str(file))
    found = json.loads(file.read_text())
    change(found)
    file.write_text(json.dumps(found))
    done = invoke("access", "verify", str(file), "--format", "json")
    assert json.loads(done.stdout)["accepted"] is False
    assert done.exit_code == 1
