"""The limits of reach: Internet sets and all pairs of an estate, and a single question."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from measure import Failed, cache, environment

TIME_LIMIT = {10_000: 4.0, 100_000: 60.0}
MEMORY_LIMIT = {10_000: 400.0, 100_000: 2_000.0}
QUESTION_LIMIT = 50.0


def measured(interfaces: int) -> dict[str, float]:
    """Raises `Failed` when nothing came of it."""
    command = [sys.executable, str(Path(__file__).parent / "ask_reach.py"), str(interfaces)]
    done = subprocess.run(
        command, cwd=cache(), env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"{' '.join(command)}\nended with {done.returncode}:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout)
    if not found["pairs"] or not found["exposed"]:
        raise Failed("nothing reaches anything")
    return found


def figures(sizes: list[int]) -> Iterator[tuple[str, float, str, float | None]]:
    """What, how much, its unit, and its limit where it has one."""
    for size in sizes:
        if size in TIME_LIMIT:
            found = measured(size)
            name = f"{size:,} interfaces"
            what = f"{name}, Internet sets and all pairs, CPU"
            yield what, found["all"], "s", TIME_LIMIT[size]
            yield f"{name}, peak memory", found["memory"], "MB", MEMORY_LIMIT[size]
            yield f"{name}, a question", found["ask"] * 1000, "ms", QUESTION_LIMIT
