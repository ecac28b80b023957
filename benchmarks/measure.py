"""What whole processes cost: CPU and peak memory, as the kernel counts them.

CPU is user plus system time of the process and the threads in it, from `wait4`; the wall clock is
not looked at, so that a busy machine disturbs little. Peak memory is the resident set.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import generate

BARE_PARSE = "import gc, orjson, sys; gc.disable(); orjson.loads(open(sys.argv[1], 'rb').read())"
PARTYWALL = (sys.executable, "-m", "partywall")
CHECK = ("check", "--format", "json")
COUNT = "import json, sys; print(len(json.load(sys.stdin)['line']['resources']))"
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class Failed(Exception):
    """A measured command ended otherwise than it should have; its figures would mean nothing."""


@dataclass(frozen=True)
class Usage:
    """One process: `cpu` in seconds, `memory` in megabytes (10⁶ bytes) at the peak."""

    cpu: float
    memory: float


def measure(command: Sequence[str], allowed: Sequence[int] = (0,), starts: bytes = b"") -> Usage:
    """What the command used, its output written to a file as a user would.

    Raises `Failed` when its exit status is not among `allowed`, or its output starts otherwise.
    It runs in the cache folder, so that no configuration of this repository applies to it.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command, stdout=output, stderr=errors, cwd=cache(), env=environment()
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        if process.returncode not in allowed or output.read(len(starts)) != starts:
            errors.seek(0)
            told = errors.read().decode(errors="replace")[-2000:]
            raise Failed(f"{' '.join(command)}\nended with {process.returncode}:\n{told}")
    return Usage(used.ru_utime + used.ru_stime, used.ru_maxrss * RSS_UNIT / 1e6)


def environment() -> dict[str, str]:
    """Ours, with a PYTHONPATH that means the same in another folder."""
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    absolute = os.pathsep.join(str(Path(path).resolve()) for path in paths if path)
    return os.environ | {"PYTHONPATH": absolute}


def help_text() -> Usage:
    return measure([*PARTYWALL, "--help"], starts=b"Usage:")


def check(path: Path) -> Usage:
    """One check; it may refute something, but not fail or say nothing."""
    return measure([*PARTYWALL, *CHECK, str(path)], allowed=(0, 1), starts=b"{")


def resources_on_the_line(path: Path) -> int:
    """How many resources a check classified. Counted elsewhere: memory of this process is
    charged to those it starts."""
    checked = subprocess.Popen(
        [*PARTYWALL, *CHECK, str(path)], stdout=subprocess.PIPE, cwd=cache(), env=environment()
    )
    counted = subprocess.run(
        [sys.executable, "-c", COUNT], stdin=checked.stdout, capture_output=True, check=False
    )
    checked.wait()
    if counted.returncode:
        raise Failed(f"what `check {path}` printed cannot be counted:\n{counted.stderr.decode()}")
    return int(counted.stdout)


def bare_parse(path: Path) -> Usage:
    return measure([sys.executable, "-c", BARE_PARSE, str(path)])


@dataclass(frozen=True)
class Comparison:
    """Interleaved runs of `check` and of a bare parse of the same file."""

    resources: int
    megabytes: float
    runs: tuple[tuple[Usage, Usage], ...]

    @property
    def ratio(self) -> float:
        """The median of the ratios of neighbours in time, so that a slow minute cancels out."""
        return median(ours.cpu / bare.cpu for ours, bare in self.runs)

    @property
    def cpu(self) -> float:
        return median(ours.cpu for ours, _ in self.runs)

    @property
    def bare_cpu(self) -> float:
        return median(bare.cpu for _, bare in self.runs)

    @property
    def memory(self) -> float:
        """The worst of all runs: a limit on memory is kept always or not at all."""
        return max(ours.memory for ours, _ in self.runs)


def compare(resources: int, runs: int) -> Comparison:
    """`check` against the bare parse, after one run of each that only warms the caches.

    Raises `Failed` when that first check classified fewer than a third of the resources: some
    fold into others, as a bucket's versioning does, but speed is worth nothing if most are lost.
    """
    path = generated(resources)
    bare_parse(path)
    seen = resources_on_the_line(path)
    if seen < resources / 3:
        raise Failed(f"of {resources} resources in {path.name}, check classified {seen}")
    pairs = tuple((check(path), bare_parse(path)) for _ in range(runs))
    return Comparison(resources, path.stat().st_size / 1e6, pairs)


def cache() -> Path:
    """Where generated plans lie; the folder of another generator or shape has another name."""
    folder = Path(tempfile.gettempdir()) / f"partywall-benchmarks-{generate.fingerprint()[:16]}"
    folder.mkdir(exist_ok=True)
    return folder


def generated(resources: int, folder: Path | None = None) -> Path:
    """The file of a plan, written if it is not there yet; never half of one."""
    path = (folder or cache()) / f"plan-{resources}.json"
    if not path.exists():
        unfinished = path.with_suffix(f".{os.getpid()}")
        with unfinished.open("w", encoding="utf-8", newline="\n") as out:
            generate.write(out, generate.Estate.of(resources, seed=1))
        unfinished.replace(path)
    return path


def folder_holding(plan: Path, resources: int) -> Path:
    """A folder with one plan in it: a copy of `plan`, or a generated one where that is missing."""
    folder = cache() / f"folder-{resources}"
    folder.mkdir(exist_ok=True)
    if plan.exists():
        for old in folder.iterdir():
            old.unlink()
        (folder / "plan.json").write_bytes(plan.read_bytes())
    else:
        generated(resources, folder)
    return folder
