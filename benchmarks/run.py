"""Whether reading the input is still the limit: speed and memory against a bare parse.

    python benchmarks/run.py            about two minutes
    python benchmarks/run.py --quick    without the 100,000 resources

Ends with 1 when a limit is missed, with 2 when something could not be measured.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

import access_rows
import compare_rows
import engine_rows
import hcl_rows
import index_rows
import losses_rows
import matrix_rows
import reach_rows
from measure import Comparison, Failed, check, compare, folder_holding, generated, help_text

REPOSITORY = Path(__file__).parents[1]
EXAMPLE = REPOSITORY / "examples" / "storefront" / "plan.json"
PAGE = REPOSITORY / "docs" / "benchmarks.md"
OPENING, CLOSING = "<!-- figures -->", "<!-- end of figures -->"

RUNS = {1_000: 7, 10_000: 5, 100_000: 3}
RATIO_LIMIT = {10_000: 5.0, 100_000: 3.0}
MEMORY_LIMIT = {10_000: 250.0, 100_000: 700.0}
HELP_LIMIT = 0.150
FOLDER_RESOURCES, FOLDER_LIMIT = 70, 0.4
FLATNESS_LIMIT = 1.5
SMALL_RUNS = 7


@dataclass(frozen=True)
class Row:
    """One figure beside its limit; without a limit it is only told."""

    what: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def missed(self) -> bool:
        return self.limit is not None and self.value > self.limit

    def cells(self) -> tuple[str, str, str, str]:
        limit = "" if self.limit is None else f"{self.limit:g} {self.unit}".strip()
        verdict = "" if self.limit is None else "missed" if self.missed else "kept"
        value = f"{self.value:.3g} {self.unit}" if self.unit else f"{self.value:,.0f}"
        return self.what, value, limit, verdict


def rows(sizes: list[int]) -> Iterator[Row]:
    """Every figure; each is measured when it is asked for."""
    help_cpu = median(help_text().cpu for _ in range(SMALL_RUNS))
    yield Row("`partywall --help`, CPU", help_cpu * 1000, "ms", HELP_LIMIT * 1000)
    yield from folder_rows()
    yield from (Row(*figure) for figure in hcl_rows.figures())
    yield from (Row(*figure) for figure in losses_rows.figures())
    yield from (Row(*figure) for figure in reach_rows.figures(sizes))
    empty = generated(0)
    start = median(check(empty).cpu for _ in range(SMALL_RUNS))
    yield Row("a plan of nothing, CPU", start, "s")
    found = []
    for resources in sizes:
        found.append(compare(resources, RUNS[resources]))
        yield from comparison_rows(found[-1])
    yield from flatness_rows(found)
    yield from (Row(*figure) for figure in engine_rows.figures())
    if max(sizes) >= 100_000:
        yield from (Row(*figure) for figure in matrix_rows.figures())
    # last, in this process: what it holds then would count as the peak of those it starts
    yield from (Row(*figure) for figure in access_rows.figures())
    yield from (Row(*figure) for figure in index_rows.figures())
    yield from (Row(*figure) for figure in compare_rows.figures())


def folder_rows() -> Iterator[Row]:
    folder = folder_holding(EXAMPLE, FOLDER_RESOURCES)
    cpu = median(check(folder).cpu for _ in range(SMALL_RUNS))
    what = "the example's folder" if EXAMPLE.exists() else f"a folder of {FOLDER_RESOURCES}"
    yield Row(f"{what}, CPU", cpu, "s", FOLDER_LIMIT)


def comparison_rows(found: Comparison) -> Iterator[Row]:
    name = f"{found.resources:,} resources"
    yield Row(f"{name} ({found.megabytes:.3g} MB), CPU", found.cpu, "s")
    yield Row(f"{name}, CPU of the bare parse", found.bare_cpu, "s")
    yield Row(f"{name}, ratio", found.ratio, "×", RATIO_LIMIT.get(found.resources))
    yield Row(f"{name}, peak memory", found.memory, "MB", MEMORY_LIMIT.get(found.resources))


def flatness_rows(found: list[Comparison]) -> Iterator[Row]:
    """What one more resource costs, from each size to the next.

    The smallest size is where the counting starts: what its 61 types cost once each (tables,
    controls and lines that are loaded) belongs to no resource.
    Raises `Failed` when a size costs no more than a smaller one: then nothing was measured.
    """
    pairs = list(pairwise(found))
    costs = [(b.cpu - a.cpu) / (b.resources - a.resources) for a, b in pairs]
    if min(costs) <= 0:
        raise Failed("checking more resources took no longer than checking fewer")
    for (less, more), cost in zip(pairs, costs, strict=True):
        what = f"one more resource, from {less.resources:,} to {more.resources:,}, CPU"
        yield Row(what, cost * 1e6, "µs")
    yield Row(
        "cost of a resource, largest by smallest", max(costs) / min(costs), "", FLATNESS_LIMIT
    )


def table(found: list[Row]) -> str:
    """Markdown that also reads as plain text: columns are padded to one width."""
    lines = [("What", "Measured", "Limit", ""), *(row.cells() for row in found)]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    text = [
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    ]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(text)


def machine(date: str) -> str:
    where = f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}"
    return f"Measured on {date}: {where}, Python {platform.python_version()}."


def write_page(date: str, found: list[Row]) -> None:
    """The page keeps its words; only what stands between the two marks is new."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(OPENING)
    _, _, after = rest.partition(CLOSING)
    figures = f"{OPENING}\n{machine(date)}\n\n{table(found)}\n{CLOSING}"
    PAGE.write_text(before + figures + after, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="leave out the 100,000 resources")
    parser.add_argument("--write", action="store_true", help=f"put the figures into {PAGE.name}")
    parser.add_argument("--date", help="the day of the measurement, for --write")
    wanted = parser.parse_args()
    if wanted.write and (wanted.quick or not wanted.date):
        parser.error("--write needs --date, and all the sizes")
    found = []
    try:
        for row in rows([size for size in RUNS if size < 100_000 or not wanted.quick]):
            print(f"{row.what}: {row.value:.3g} {row.unit}", file=sys.stderr)
            found.append(row)
    except Failed as failed:
        print(failed, file=sys.stderr)
        return 2
    print(table(found))
    if wanted.write:
        write_page(wanted.date, found)
    return 1 if any(row.missed for row in found) else 0


if __name__ == "__main__":
    sys.exit(main())
