"""Fuzz the readers and the check: `make fuzz`, or `python tests/fuzz/campaign.py --seconds 60`.

Each fault is written once to `fuzz-found/`; the exit code is 1 when there was any. `--seed`
starts elsewhere; `--guided` lets atheris choose by coverage, where it is installed. Faults worth
keeping move, made small, to `tests/data/fuzz/`, which the suite replays.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "src")]

from fuzz import folders, ledgers, mutations, seeds, target  # noqa: E402

MEMORY = 3 << 30
"""Bytes of address space; an input that wants more is a fault."""


class Campaign:
    """One run: seeds that grow by what was odd, and the faults found so far."""

    def __init__(self, seed: int, found: Path) -> None:
        self.random = Random(seed)
        self.trees = seeds.trees()
        self.texts = seeds.texts()
        self.folders = folders.seeds()
        self.ledgers = ledgers.seeds()
        self.found = found
        self.faults: dict[str, Path] = {}
        self.runs = 0

    def make(self) -> bytes:
        """The next input."""
        random = self.random
        if random.random() < 0.1:
            return ledgers.mutated(random.choice(self.ledgers), random)
        if random.random() < 0.4:
            return folders.mutated(random.choice(self.folders), random.choice(self.folders), random)
        if random.random() < 0.15:
            data = random.choice(self.texts)
            for _ in range(random.choice((1, 2, 6))):
                data = random.choice((mutations.of_lines, mutations.of_bytes))(data, random)
            return data
        tree = random.choice(self.trees)
        for _ in range(random.choice((1, 1, 2, 4, 12))):
            tree = mutations.of_tree(tree, random.choice(self.trees), random)
        data = json.dumps(tree).encode()
        if random.random() < 0.1:
            data = mutations.of_bytes(data, random)
        return data

    def run(self, data: bytes) -> None:
        """Try one input; a new kind of fault is written down."""
        self.runs += 1
        try:
            target.run(data, renders=self.runs % 8 == 0)
        except target.Fault as fault:
            self.note(str(fault), data)
        except MemoryError:
            self.note("MemoryError", data)

    def note(self, what: str, data: bytes) -> None:
        """Write a fault down unless one like it is there."""
        if what in self.faults:
            return
        self.found.mkdir(exist_ok=True)
        name = "".join(letter if letter.isalnum() else "-" for letter in what)[:90]
        self.faults[what] = self.found / name
        self.faults[what].write_bytes(data)
        print(f"run {self.runs}: {what} ({len(data)} bytes)", flush=True)


def main() -> int:
    """Run the campaign; 1 when it found anything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"))
    parser.add_argument("--guided", action="store_true")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    campaign = Campaign(given.seed, given.found)
    if given.guided:
        guided(campaign, given.seconds)
    end = time.monotonic() + given.seconds
    while time.monotonic() < end:
        campaign.run(campaign.make())
    print(f"{campaign.runs} runs, {len(campaign.faults)} kinds of faults")
    return 1 if campaign.faults else 0


def guided(campaign: Campaign, seconds: float) -> None:
    """Hand the loop to atheris, with our mutations beside its own; does not come back."""
    import atheris

    def mutate(data: bytes, size: int, seed: int) -> bytes:
        random = Random(seed)
        try:
            tree: Any = json.loads(data)
        except (ValueError, RecursionError):
            change = random.choice((mutations.of_lines, mutations.of_bytes))
            return change(data or b"{", random)[:size]
        changed = mutations.of_tree(tree, random.choice(campaign.trees), random)
        return json.dumps(changed).encode()[:size]

    corpus = campaign.found / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for n, tree in enumerate(campaign.trees):
        (corpus / f"seed-{n}.json").write_text(json.dumps(tree))
    for n, text in enumerate(campaign.texts):
        (corpus / f"seed-{n}.yaml").write_bytes(text)
    atheris.instrument_all()
    options = [
        f"-max_total_time={int(seconds)}",
        "-max_len=100000",
        "-timeout=60",
        "-rss_limit_mb=2500",
    ]
    atheris.Setup([sys.argv[0], str(corpus), *options], campaign.run, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
