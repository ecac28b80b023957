"""The limits of losing things: every single fault at once, and each zone with each thing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from measure import Failed, cache, environment

RESOURCES, SINGLES_LIMIT, PAIRS_LIMIT = 10_000, 1.0, 10.0


def figures() -> Iterator[tuple[str, float, str, float | None]]:
    """What, how much, its unit, and its limit where it has one. Raises `Failed`."""
    command = [sys.executable, str(Path(__file__).parent / "lose.py"), str(RESOURCES)]
    done = subprocess.run(
        command, cwd=cache(), env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"{' '.join(command)}\nended with {done.returncode}:\n{done.stderr[-2000:]}")
    found = json.loads(done.stdout)
    if not found["blasts"]:
        raise Failed("nothing stops, whatever is lost")
    name = f"{RESOURCES:,} resources"
    yield f"{name}, what needs what, CPU", found["graph"], "s", None
    yield f"{name}, {found['faults']:,} single faults, CPU", found["singles"], "s", SINGLES_LIMIT
    what = f"{name}, {found['more']:,} faults of a zone and one thing, CPU"
    yield what, found["pairs"], "s", PAIRS_LIMIT
