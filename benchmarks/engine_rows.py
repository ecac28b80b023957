"""What a check costs with its engines over the whole estate, and against the sources before."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from measure import CHECK, PARTYWALL, generated, measure

SIZES, RUNS = (1_000, 5_000), 5
ENGINES = ("--reach", "--escalation")
COMPARED, BEFORE = 5_000, 4_990


def figures() -> Iterator[tuple[str, float, str, float | None]]:
    """What, how much, its unit, and its limit where it has one. Raises `Failed`."""
    for size in SIZES:
        command = [*PARTYWALL, *CHECK, *ENGINES, str(generated(size))]
        cpu = median(measure(command, (0, 1), b"{").cpu for _ in range(RUNS))
        yield f"{size:,} resources, with what they reach and who may rise, CPU", cpu, "s", None
    against = ["--baseline", str(generated(BEFORE)), str(generated(COMPARED))]
    used = measure([*PARTYWALL, *CHECK, *against], (0, 1), b"{")
    yield f"{COMPARED:,} resources against the {BEFORE:,} before, CPU", used.cpu, "s", None
