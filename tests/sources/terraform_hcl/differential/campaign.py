"""Compare our evaluation with Terraform's plans of thousands of random programs.

    python -m sources.terraform_hcl.differential.campaign --programs 2000 --seed 1

from the folder `tests`, with `src` on the path. Prints figures and, made small, the programs that
differ; ends with 1 when there were any.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from sources.terraform_hcl.differential.comparison import Difference
from sources.terraform_hcl.differential.explained import unexplained
from sources.terraform_hcl.differential.generator import generate
from sources.terraform_hcl.differential.oracle import Masked
from sources.terraform_hcl.differential.trial import Trial


class Figures:
    """What was compared, over all programs."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()

    def add(self, trial: Trial, left: list[Difference]) -> None:
        """Count a program in."""
        counts = self.counts
        counts["programs"] += 1
        counts["refused in part at first"] += bool(trial.refusals)
        counts["differ"] += bool(left)
        counts["differ as explained"] += bool(trial.found) and not left
        self.kinds.update({one.what for one in left})
        if trial.planned is None:
            counts["skipped: refused to the end"] += 1
            return
        for one in (*trial.planned.instances.values(), *trial.planned.outputs.values()):
            known, unknown = leaves(one)
            counts["known leaves"] += known
            counts["unknown leaves"] += unknown
        counts["instances"] += len(trial.planned.instances)
        counts["outputs"] += len(trial.planned.outputs)

    def text(self) -> str:
        """One figure a line."""
        told = [f"{count:>9,} {what}" for what, count in self.counts.items()]
        return "\n".join(told + [f"{count:>9,} with: {what}" for what, count in self.kinds.items()])


def leaves(one: Masked) -> tuple[int, int]:
    """How many primitives are known, and how many values are unknown."""
    unknown = _count(one.unknown, lambda value: value is True)
    empty = _count(one.value, lambda value: value is None)
    known = _count(one.value, lambda value: not isinstance(value, dict | list))
    return known - min(empty, unknown), unknown


def _count(value: Any, counts: Any) -> int:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return int(counts(value)) + sum(_count(one, counts) for one in inside)


def written(trial: Trial, seed: int, left: list[Difference]) -> str:
    """A program and its differences, as Markdown."""
    told = [f"## seed {seed}"]
    told += [
        f"- {one.what} at `{one.where}`: ours `{one.ours}`, theirs `{one.theirs}`" for one in left
    ]
    for path, text in trial.program.files().items():
        told.append(f"```hcl\n# {path}\n{text}```")
    return "\n".join(told) + "\n"


def main() -> int:
    """Run the programs of some seeds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--programs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1, help="of the first program")
    parser.add_argument("--show", type=int, default=10, help="how many to make small and print")
    parser.add_argument("--into", type=Path, help="write those to this file instead")
    given = parser.parse_args()
    figures, shown, started = Figures(), [], time.process_time()
    differing = []
    for seed in range(given.seed, given.seed + given.programs):
        trial = Trial(generate(seed)).run()
        left = list(unexplained(trial.found, trial.program))
        figures.add(trial, left)
        if left:
            differing.append(seed)
        if left and len(shown) < given.show:
            small = trial.smallest(unexplained)
            shown.append(written(small, seed, list(unexplained(small.found, small.program))))
    report = "\n".join(shown)
    if given.into:
        given.into.write_text(report, encoding="utf-8")
    else:
        print(report)
    print(f"seeds that differ: {' '.join(map(str, differing)) or 'none'}")
    print(f"{figures.text()}\n{time.process_time() - started:9.1f} s CPU of ours")
    return 1 if figures.counts["differ"] else 0


if __name__ == "__main__":
    sys.exit(main())
