"""Find out which values the provider `hashicorp/aws` fills in for arguments that nobody sets.

A provider does not publish its defaults, so it is asked: each resource type is planned with its
required arguments alone, and once more with each of its blocks. Nothing needs a plausible value,
for every argument is set to something that is known only after apply, which no validation can
object to. What such a plan knows and nobody configured, the provider filled in. It is kept when
a second plan, in another Region and with every other optional argument set as well, says the same,
so that it neither comes from the Region nor from what else is there. Blocks that nobody configured
and of which the plan does not know that they are absent are noted too: the schema does not say it.

Writes `data/defaults.toml`; run `scripts/compile_provider.py --defaults` after it. Nothing is asked
of AWS, the keys are made up::

    TF_PLUGIN_DIR=~/plugins python scripts/read_provider_defaults.py [TYPE…]

With types, prints what it found for those and writes nothing. Exits with 2 when Terraform or the
provider is missing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from provider_questions import Json, Path_, Question

from partywall.sources.mapping import known_types as mapped_types
from partywall.sources.terraform_hcl.provider.schema import TypeSchema, schema_of

OUTPUT = (
    Path(__file__).parents[1] / "src/partywall/sources/terraform_hcl/provider/data/defaults.toml"
)
FIRST, SECOND = "eu-west-1", "us-west-2"
"""Any two Regions of which no default is."""

NOTHING: tuple[Any, ...] = (None, "", [], {})
"""Values that say no more than that nothing is set."""

DEEPEST = 5
SHALLOW = {"aws_wafv2_rule_group": 3, "aws_wafv2_web_acl": 3}
"""Blocks are asked about down to here; deeper ones repeat what is above (`statement`)."""

AT_ONCE = 400
"""Resources in one plan."""

PLAN = ("-refresh=false", "-input=false", "-parallelism=1", "-out=binary")
LOST = re.compile("request was cancelled|Plugin did not respond")
CULPRIT = re.compile(r"PlanResourceChange\s+(?:call|request was cancelled)")
"""What Terraform says of every resource when the provider's process ends, and of its cause."""


class Workplace:
    """A folder in which Terraform plans, with the provider at hand."""

    def __init__(self, folder: Path, plugins: str) -> None:
        self.folder = folder
        self._write("main", root(FIRST))
        self.run("init", "-input=false", f"-plugin-dir={plugins}")

    def _write(self, name: str, content: Json) -> None:
        (self.folder / f"{name}.tf.json").write_text(json.dumps(content), "utf-8")

    def run(self, *arguments: str, check: bool = True) -> str:
        """What one Terraform command prints, uninfluenced by the caller's own settings."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("TF_", "AWS_"))}
        done = subprocess.run(
            ["terraform", *arguments, *([] if arguments[0] == "show" else ["-no-color"])],
            cwd=self.folder,
            env=clean,
            check=check,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def lay_out(self, questions: Iterable[Question], region: str) -> dict[str, Question]:
        """One file a question, and nothing else; gives the questions by the name of their file."""
        for old in self.folder.glob("*.tf.json"):
            old.unlink()
        self._write("main", root(region))
        files = {}
        for number, question in enumerate(questions):
            name = f"q{number}"
            self._write(name, {"resource": {question.type: {name: question.configuration()}}})
            files[name] = question
        return files

    def refused(self, questions: list[Question], region: str, *verb: str) -> dict[Question, str]:
        """What the provider has against each of the questions, in one text."""
        files = self.lay_out(questions, region)
        complaints: dict[Question, str] = {}
        printed = self.run(*verb, "-json", check=False)
        for one in diagnostics(printed, verb[0]):
            if one["severity"] == "error":
                name = one.get("range", {}).get("filename", "").partition(".")[0]
                if name not in files:
                    raise SystemExit(f"terraform {verb[0]}: {one['summary']} {one.get('detail')}")
                text = f"{one['summary']}: {one.get('detail', '')}\n"
                complaints[files[name]] = complaints.get(files[name], "") + text
        return complaints

    def answers(
        self, questions: list[Question], region: str
    ) -> tuple[dict[Question, Json], dict[Question, str]]:
        """What the plan knows of each resource, and the complaint where the provider refused."""
        known: dict[Question, Json] = {}
        given_up: dict[Question, str] = {}
        while questions:
            complaints = self.refused(questions, region, "validate")
            settled = [one for one in questions if one not in complaints]
            for start in range(0, len(settled), AT_ONCE):
                log(f"{len(known)} answered of {len(settled)}")
                known |= self._planned(settled[start : start + AT_ONCE], region, complaints)
            questions = [one for one in complaints if one.repair(complaints[one])]
            given_up |= {one: why for one, why in complaints.items() if one not in set(questions)}
            for one in sorted(given_up.keys() & complaints.keys(), key=lambda one: one.label):
                log(f"{one.label}: {' '.join(complaints[one].split())}")
            log(f"{len(known)} answered, {len(given_up)} given up, {len(questions)} to ask again")
        return known, given_up

    def _planned(
        self, questions: list[Question], region: str, complaints: dict[Question, str]
    ) -> dict[Question, Json]:
        """What the plan knows; when one question breaks the provider, the rest is asked again."""
        known: dict[Question, Json] = {}
        while questions:
            refused = self.refused(questions, region, "plan", *PLAN)
            lost = {one for one, why in refused.items() if LOST.search(why)}
            culprits = {one for one in lost if CULPRIT.search(refused[one])} or lost
            complaints.update({one: refused[one] for one in refused if one not in lost - culprits})
            known |= self._shown(questions)
            questions = [one for one in questions if one in lost - culprits]
        return known

    def _shown(self, questions: list[Question]) -> dict[Question, Json]:
        """What is known of the resources that the last plan has."""
        plan = json.loads(self.run("show", "-json", "binary"))
        return {
            questions[int(one["name"][1:])]: one["change"]["after"]
            for one in plan.get("resource_changes", ())
            if one["type"] != "terraform_data"
        }


def root(region: str) -> Json:
    """The root module without resources of AWS."""
    aws = {
        "region": region,
        "access_key": "none",
        "secret_key": "none",
        "max_retries": 1,
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
        "skip_requesting_account_id": True,
    }
    return {
        "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
        "provider": {"aws": aws},
        "resource": {"terraform_data": {"later": {}}},
    }


def diagnostics(printed: str, verb: str) -> Iterator[Json]:
    if verb == "validate":
        yield from json.loads(printed)["diagnostics"]
        return
    for line in printed.splitlines():
        one = json.loads(line)
        if "diagnostic" in one:
            yield one["diagnostic"]


def log(text: str) -> None:
    print(text, file=sys.stderr)


def main() -> int:
    """The table of defaults is what the provider says."""
    plugins = os.environ.get("TF_PLUGIN_DIR")
    if not plugins or shutil.which("terraform") is None:
        print("read_provider_defaults needs terraform and TF_PLUGIN_DIR", file=sys.stderr)
        return 2
    types = sys.argv[1:] or mapped_types()
    with tempfile.TemporaryDirectory() as folder:
        table = read(Workplace(Path(folder), plugins), types)
    if sys.argv[1:]:
        print(table, end="")
    else:
        OUTPUT.write_text(table, "utf-8")
    return 0


def read(workplace: Workplace, types: list[str]) -> str:
    """The table, as TOML."""
    questions = [Question(name, path) for name in types for path in ((), *paths(name))]
    too_deep = [one for one in questions if len(one.path) > SHALLOW.get(one.type, DEEPEST)]
    first, refused = workplace.answers(sorted(set(questions) - set(too_deep), key=label), FIRST)
    hidden = [one for one in first if at_end(one, first[one]) is None]
    shown = {one: answer for one, answer in first.items() if one not in hidden}
    candidates = {one: found for one in shown if (found := filled_in(one, shown[one]))}
    again = {one.again(frozenset(found)): one for one, found in candidates.items()}
    second, _ = workplace.answers(list(again), SECOND)
    kept: dict[str, dict[str, Any]] = {one.type: {} for one in first if not one.path}
    for other, one in again.items():
        answer = at_end(other, second.get(other, {})) or {}
        for name, value in candidates[one].items():
            if one.type in kept and json.dumps(answer.get(name)) == json.dumps(value):
                kept[one.type][".".join((*one.path, name))] = value
    computed = sorted(one for each in shown for one in open_blocks(each, shown[each]))
    return written(kept, computed, topmost(map(label, (*refused, *hidden, *too_deep))))


def paths(name: str) -> Iterator[Path_]:
    """The paths of all blocks of a type, down to one more than is worth asking."""
    found = schema_of(name)
    assert found is not None
    yield from _paths(found, (), SHALLOW.get(name, DEEPEST) + 1)


def _paths(schema: TypeSchema, above: Path_, deepest: int) -> Iterator[Path_]:
    for name, block in schema.blocks.items():
        if name != "timeouts":
            yield (*above, name)
            if len(above) + 1 < deepest:
                yield from _paths(block.body, (*above, name), deepest)


def label(question: Question) -> str:
    return question.label


def at_end(question: Question, body: Any) -> Json | None:
    """The block at the end of the question's path; None when the plan does not show it."""
    for name in question.path:
        body = body.get(name)
        if isinstance(body, list):
            body = body[0] if body else None
        if not isinstance(body, dict):
            return None
    return dict(body)


def at_end_of(question: Question) -> TypeSchema:
    """The schema of that block."""
    schema = schema_of(question.type)
    for name in question.path:
        assert schema is not None
        schema = schema.blocks[name].body
    assert schema is not None
    return schema


def filled_in(question: Question, answer: Json) -> Json:
    """What is known at the end of the question's path though nobody configured it."""
    asked, found = (at_end(question, one) for one in (question.configuration(), answer))
    assert asked is not None and found is not None
    return {
        name: found[name]
        for name, one in at_end_of(question).attributes.items()
        if one.optional and name not in asked and found.get(name) not in NOTHING
        if name not in ("id", "tags_all")
    }


def open_blocks(question: Question, answer: Json) -> Iterator[str]:
    """The blocks there that nobody configured, and that the plan does not know to be absent."""
    asked, found = (at_end(question, one) for one in (question.configuration(), answer))
    assert asked is not None and found is not None
    for name in at_end_of(question).blocks:
        if name not in asked and name not in found:
            yield f"{question.label}.{name}"


def topmost(labels: Iterable[str]) -> list[str]:
    """The labels without those below another one."""
    found = set(labels)
    return sorted(one for one in found if not any(one.startswith(f"{other}.") for other in found))


def written(kept: dict[str, dict[str, Any]], computed: list[str], unasked: list[str]) -> str:
    """The table as TOML, sorted."""
    lines = [HEADING]
    for heading, labels in (("unasked", unasked), ("computed", computed)):
        lines += [f"{heading} = [", *(f"  {json.dumps(one)}," for one in labels), "]"]
    for name in sorted(kept):
        lines += ["", f"[{name}]"]
        for path in sorted(kept[name]):
            key = path if path.isidentifier() else json.dumps(path)
            lines.append(f"{key} = {json.dumps(kept[name][path], ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


HEADING = """\
# What hashicorp/aws 5.100 fills in for arguments that nobody sets, dotted below the top.
# Written by scripts/read_provider_defaults.py. For those in `unasked` nobody could find out.
# Blocks in `computed` may be there though nobody configured them."""

if __name__ == "__main__":
    sys.exit(main())
