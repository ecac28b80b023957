"""The limits of reading Terraform folders: parsing is most of it, and growth is linear."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import generate_hcl
from measure import Failed, cache, check, environment

REPOSITORY = Path(__file__).parents[1]
EXAMPLE = REPOSITORY / "examples" / "storefront" / "terraform"

KILOBYTES, RATIO_LIMIT = 400, 6.0
FOLDER_LIMIT = 0.5
BRANCHES, TREE_LIMIT = 8, 10.0
MORE_BRANCHES, GROWTH_LIMIT = 32, 2.2
RUNS = 5


@dataclass(frozen=True)
class Read:
    """What `read_hcl.py` measured: seconds of CPU, and how much there was to read."""

    parse: float
    read: float
    first: float
    bytes: int
    resources: int


def read(folder: Path) -> Read:
    """Raises `Failed` when the folder cannot be read, or nothing came of it."""
    command = [sys.executable, str(Path(__file__).parent / "read_hcl.py"), str(folder)]
    done = subprocess.run(
        command, cwd=cache(), env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"{' '.join(command)}\nended with {done.returncode}:\n{done.stderr[-2000:]}")
    found = Read(**json.loads(done.stdout))
    if not found.resources:
        raise Failed(f"nothing was read in {folder}")
    return found


def figures() -> Iterator[tuple[str, float, str, float | None]]:
    """What, how much, its unit, and its limit where it has one."""
    found = read(estate(KILOBYTES))
    name = f"{found.bytes / 1000:.0f} KB of Terraform sources"
    yield f"{name}, resources in them", found.resources, "", None
    yield f"{name}, CPU of the bare parse", found.parse, "s", None
    yield f"{name}, CPU of reading", found.read, "s", None
    yield f"{name}, CPU of the first reading", found.first, "s", None
    yield f"{name}, ratio", found.read / found.parse, "×", RATIO_LIMIT
    yield "the example's sources (50 KB), CPU", cost(EXAMPLE), "s", FOLDER_LIMIT
    yield from tree_figures()


def tree_figures() -> Iterator[tuple[str, float, str, float | None]]:
    """Trees of modules, one twice as large as another; what no tree costs belongs to none."""
    instances = BRANCHES * generate_hcl.PER_BRANCH
    yield (
        f"{instances:,} instances of modules, five deep, CPU",
        cost(tree(BRANCHES)),
        "s",
        TREE_LIMIT,
    )
    sizes = (0, MORE_BRANCHES, 2 * MORE_BRANCHES)
    nothing, single, double = (cost(tree(branches)) for branches in sizes)
    if single <= nothing:
        raise Failed("a tree of modules took no longer than nothing")
    what = f"{2 * MORE_BRANCHES * generate_hcl.PER_BRANCH:,} of them, beside half as many"
    yield what, (double - nothing) / (single - nothing), "×", GROWTH_LIMIT


def cost(folder: Path) -> float:
    """CPU of a whole check, the median of some."""
    return median(check(folder).cpu for _ in range(RUNS))


def estate(kilobytes: int) -> Path:
    return _made(f"estate-{kilobytes}", lambda to: generate_hcl.write_estate(to, kilobytes))


def tree(branches: int) -> Path:
    return _made(f"tree-{branches}", lambda to: generate_hcl.write_tree(to, branches))


def _made(name: str, make: Callable[[Path], object]) -> Path:
    """The folder, made anew: it is quick, and its texts may have changed."""
    folder = cache() / name
    unfinished = folder.with_suffix(f".{os.getpid()}")
    make(unfinished)
    shutil.rmtree(folder, ignore_errors=True)
    return unfinished.rename(folder)
