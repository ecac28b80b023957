"""Outputs that are none, or not whole: a remark with place and next step, and nothing hidden."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from cli.support import check, report
from partywall.kernel.diagnostic import Diagnostic
from partywall.sources.describe import Collection
from partywall.sources.inputs import InputOptions, Inputs
from partywall.sources.reading import Reading
from partywall.sources.recognise import is_describe
from sources.describe.accounts import WEST, A, files, write

VPC = {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "OwnerId": A}
VPCS = json.dumps({"Vpcs": [VPC]}, indent=4)

TABLE = """\
-----------------------------------
|          DescribeVpcs           |
+---------------------------------+
||             Vpcs              ||
"""


def add(data: bytes | str, file: str = "vpcs.json") -> list[Diagnostic]:
    collection = Collection()
    collection.add(data.encode() if isinstance(data, str) else data, file, file)
    return collection.reading().diagnostics


@pytest.mark.parametrize(
    ("data", "message", "line", "hint"),
    [
        (VPCS[:60], "ends in the middle", 5, "again"),
        (VPCS.replace('",', '"', 1), "not JSON", 5, "again"),
        (VPCS.replace("vpc-1", "vpc-\udcff"), "not JSON", 0, "again"),
        (TABLE, "as table", 1, "--output json"),
        ("VPCS\t10.0.0.0/16\tdopt-1\tdefault\n", "as text", 1, "--output json"),
        ("Vpcs:\n- CidrBlock: 10.0.0.0/16\n", "as yaml", 1, "--output json"),
        ("", "printed nothing", 0, "rights"),
        ('[{"VpcId": "vpc-1"}]', "a list without the key", 1, "--query"),
        ('{"Contents": []}', "no output of", 1, "--query"),
        ('{"Vpcs": [1]}', "element 1 of Vpcs is no object", 1, "again"),
        ('{"Vpcs": [' + '{"a": ' * 5000 + "1" + "}" * 5000 + "]}", "nested too deeply", 0, "again"),
    ],
)
def test_what_is_wrong_is_said(data: str, message: str, line: int, hint: str) -> None:
    (remark,) = add(data.encode("utf-8", "surrogateescape"))
    assert remark.level == "error"
    assert message in remark.message
    assert remark.where.file == "vpcs.json"
    assert remark.where.line == line or not line
    assert hint in remark.hint


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_that_power_shell_wrote(form: str, tmp_path: Path) -> None:
    (tmp_path / "vpcs.json").write_bytes(VPCS.encode(form))
    assert [one.address for one in read(tmp_path)[0].resources] == ["vpc-1"]


def test_outputs_one_after_another(tmp_path: Path) -> None:
    other = VPCS.replace("vpc-1", "vpc-2").replace("10.0", "10.1")
    (tmp_path / "vpcs.json").write_text(f"{VPCS}\n{other}\n")
    (found,) = read(tmp_path)
    assert [(one.address, one.place.line) for one in found.resources] == [
        ("vpc-1", 3),
        ("vpc-2", 12),
    ]
    (tmp_path / "vpcs.json").write_text(f"{VPCS}\n{other[:40]}")
    (found,) = read(tmp_path)
    assert found.resources == []
    assert "ends in the middle" in found.diagnostics[0].message


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        (VPCS, True),
        ('{"NextToken": "t", "Vpcs": [{"VpcId": "vpc-1"}]}', True),
        ('{"Unheard": [], "Vpcs": [{"VpcId": "vpc-1"}]}', True),
        ('{"FlowLogs": []}', True),
        ('{"Routes": [], "AdditionalRoutesAvailable": false}', True),
        ('{"Attributes": [], "LoadBalancerArn": "arn"}', True),
        ('{"Routes": [], "Screens": []}', False),
        ('{"Rules": [{"ID": "expire", "Status": "Enabled"}]}', False),
        ('{"Images": ["a.png"]}', False),
        ('{"Listeners": 3}', False),
        ('{"Resources": {}, "Vpcs": [{"VpcId": "vpc-1"}]}', False),
        ('{"name": "left-pad", "version": "1.0.0"}', False),
        ("Resources: {}\n", False),
        ("AWSTemplateFormatVersion: 2010-09-09\nVpcs:\n", False),
        ("", False),
    ],
)
def test_files_are_told_by_what_is_in_them(text: str, ours: bool) -> None:
    assert is_describe(text.encode()) is ours


def read(folder: Path) -> list[Reading]:
    return list(Inputs([str(folder)], InputOptions()).readings())


# -- through the whole command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "exports", files())
    return tmp_path / "exports"


def test_a_folder_is_one_estate(folder: Path) -> None:
    found = report(folder)
    (summary,) = found["inputs"]
    assert (summary["file"], summary["kind"]) == (str(folder), "aws-describe")
    assert found["diagnostics"] == []


def test_files_named_one_by_one_are_one_estate(folder: Path) -> None:
    found = report(*sorted(folder.rglob("*.json")))
    assert len(found["inputs"]) == 1
    assert verdicts(found) == verdicts(report(folder))


def test_beside_templates_and_plans(folder: Path) -> None:
    (folder / "template.yaml").write_text("Resources: {Q: {Type: AWS::SQS::Queue}}")
    (folder / "package.json").write_text('{"name": "x"}')
    kinds = sorted(one["kind"] for one in report(folder)["inputs"])
    assert kinds == ["aws-describe", "cloudformation"]


def test_a_broken_file_hides_nothing_and_proves_nothing(folder: Path) -> None:
    """What could not be read may hold a rule, so nothing is proved that its absence would prove."""
    whole = verdicts(report(folder))
    place = folder / A / WEST / "flow-logs.json"
    place.write_text('{"FlowLogs": [{"FlowLogId": ')
    result = check("--format", "json", folder)
    assert result.exit_code == 3
    found = json.loads(result.stdout)
    (remark,) = found["diagnostics"]
    assert remark["where"]["file"] == str(place)
    (left,) = read(folder)
    assert left.unseen is not None
    assert all(one.uncollected for one in left.resources)
    assert not any(one.address == "rtb-main/subnet-a2" for one in left.resources)
    weaker = verdicts(found)
    assert set(weaker) == set(whole)
    for key, verdict in weaker.items():
        assert verdict in (whole[key], "undecided")


def verdicts(found: dict[str, list[dict[str, str]]]) -> dict[tuple[str, str], str]:
    return {(one["control"], one["resource"]): one["verdict"] for one in found["findings"]}


@pytest.mark.slow
@pytest.mark.parametrize("missing", sorted(files()))
def test_a_missing_file_flips_no_verdict(missing: str, tmp_path: Path) -> None:
    """The law: what is not there may weaken a verdict to undecided, never flip it."""
    write(tmp_path, files())
    whole = verdicts(report(tmp_path))
    (tmp_path / missing).unlink()
    left = verdicts(report(tmp_path))
    assert len(left.keys() & whole.keys()) > 20
    for key in left.keys() & whole.keys():
        assert left[key] in (whole[key], "undecided"), key


def test_no_secret_is_shown(folder: Path) -> None:
    for form in ("json", "html", "text"):
        assert "correct-horse" not in check("--format", form, folder).output


# -- fuzz


def test_no_bytes_make_it_fail() -> None:
    """Cut, doubled, flipped: a reading comes of everything, with a remark or without one."""
    chance = random.Random(2026)
    seeds = [json.dumps(one, indent=2).encode() for one in files().values()]
    words = [b"null", b"[]", b"{}", b'""', b"-1", b'"tgw-1"', b"true", b"1e999", b'"\\ud800"']
    for _ in range(400):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data) + 1)
            end = min(len(data), at + chance.randint(0, 40))
            data[at:end] = chance.choice(
                (b"", bytes(data[at:end]) * 2, bytes([chance.randrange(256)]), chance.choice(words))
            )
        collection = Collection()
        collection.add(bytes(data), f"{A}/{WEST}/one.json", "one")
        collection.add(chance.choice(seeds), f"{A}/{WEST}/two.json", "one")
        assert collection.reading() is not None


def test_values_of_the_wrong_kind_make_it_fail_nowhere() -> None:
    """Each value of each file in turn is something else altogether."""
    chance = random.Random(7)
    odd = [None, [], {}, "", 0, -1.5, True, "text", [[]], [None], {"A": {}}, ["x"]]
    for _ in range(200):
        given = files()
        name = chance.choice(sorted(given))
        holder: object = given[name]
        steps: list[tuple[object, object]] = []
        while isinstance(holder, dict | list) and holder:
            key = chance.choice(sorted(holder)) if isinstance(holder, dict) else 0
            steps.append((holder, key))
            holder = holder[key]  # type: ignore[index]
        if len(steps) > 1:
            place, key = chance.choice(steps[1:])
            place[key] = chance.choice(odd)  # type: ignore[index]
        collection = Collection()
        for file, content in given.items():
            collection.add(json.dumps(content).encode(), file, "exports")
        assert collection.reading().file == "exports"
