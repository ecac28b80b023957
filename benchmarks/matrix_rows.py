"""What a matrix of 2.2 million cells costs: drawn and summarised, and written out row by row."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from measure import PARTYWALL, Failed, Usage, cache, environment, generated, measure

LAYERS = 22
GENERATED, LEAST = 126_000, 100_000
"""Resources of the plan, of which a fifth fold into others; and those that must be left."""

CPU_LIMIT, MEMORY_LIMIT = 10.0, 1000.0
RUNS = 2
WITH = ("--as-of", "2026-11-23", "--region", "eu-central-1")

REPORT = """\
[[report]]
id = "{id}"
program = "soc-2"
begins = {begins}
ends = {ends}
services = {services}
regions = "*"
"""
WORD = """\
[[attestation]]
id = "{id}"
duty = "{layer}"
{of}
statement = "It was looked at."
by = "Somebody"
on = 2026-01-01
until = {until}
"""
REPORTS = (
    ("valid", "2026-04-01", "2026-12-31", '["ec2", "s3", "kms", "sqs", "dynamodb"]'),
    ("over", "2025-04-01", "2026-03-31", '["lambda", "ecs", "iam"]'),
)
WORDS = (
    ("identity", 'resource = "*bill*"', "2027-01-31"),
    ("data", 'type = "AWS::SQS::Queue"', "2026-12-31"),
    ("application", 'resource = "aws_*"', "2026-06-30"),
    ("backup", 'resource = "*orders*archive*"', "2027-06-30"),
)

Figure = tuple[str, float, str, float | None]
"""What was measured, the value, its unit, and the limit where there is one."""


def figures() -> Iterator[Figure]:
    """The figures of the matrix; raises `Failed` when the plan has too few cells."""
    plan, ledger = generated(GENERATED), written_ledger()
    rows = rows_of_csv(plan, ledger)
    name = f"{rows * LAYERS / 1e6:.3g} million cells"
    summary = [drawn(plan, ledger) for _ in range(RUNS)]
    yield f"{name}, drawn and summarised, CPU", median(one.cpu for one in summary), "s", CPU_LIMIT
    yield f"{name}, peak memory", max(one.memory for one in summary), "MB", MEMORY_LIMIT
    export = run("matrix", "--format", "csv", plan=plan, ledger=ledger, starts=b"file,")
    yield f"{name}, written as CSV, CPU", export.cpu, "s", None
    yield f"{name}, written as CSV, peak memory", export.memory, "MB", MEMORY_LIMIT


def drawn(plan: Path, ledger: Path) -> Usage:
    """A check that says on a terminal what it has drawn."""
    return run("check", "--format", "text", plan=plan, ledger=ledger, starts=b"partywall")


def run(*words: str, plan: Path, ledger: Path, starts: bytes) -> Usage:
    """One process of partywall over the plan, with the ledger."""
    command = [*PARTYWALL, *words, *WITH, "--ledger", str(ledger), str(plan)]
    return measure(command, allowed=(0, 1), starts=starts)


def rows_of_csv(plan: Path, ledger: Path) -> int:
    """How many resources the matrix has a row for, and that every state of a ledger shows."""
    command = [*PARTYWALL, "matrix", "--format", "csv", *WITH, "--ledger", str(ledger), str(plan)]
    resources, states = set(), set()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=cache(), env=environment()
    ) as process:
        assert process.stdout is not None
        for row in csv.DictReader(process.stdout):
            resources.add(row["resource"])
            states.add(row["state"])
    missing = {"inherited", "attested", "lapsed", "open", "proved", "refuted"} - states
    if len(resources) < LEAST or missing:
        raise Failed(f"{plan.name}: {len(resources)} resources; without {sorted(missing)}")
    return len(resources)


def written_ledger() -> Path:
    """A folder with reports and words that speak of many resources, the same bytes each time."""
    folder = cache() / "ledger"
    folder.mkdir(exist_ok=True)
    tables = [
        REPORT.format(id=id, begins=begins, ends=ends, services=services)
        for id, begins, ends, services in REPORTS
    ]
    tables += [
        WORD.format(id=f"word-{n}", layer=layer, of=of, until=until)
        for n, (layer, of, until) in enumerate(WORDS)
    ]
    (folder / "ledger.toml").write_text("\n".join(tables), encoding="utf-8")
    return folder


if __name__ == "__main__":
    for what, value, unit, limit in figures():
        print(f"{what}: {value:.3g} {unit} (limit {limit})")
        sys.stdout.flush()
