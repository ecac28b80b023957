"""What reading a Terraform folder costs beside a parse of the same files with tree-sitter alone.

    python benchmarks/read_hcl.py FOLDER

Prints JSON: `parse`, `read` and `first` in seconds of CPU, `bytes`, and how many `resources` came
of it. `parse` and `read` are the best of several in one process, taking turns; `first` is the
first reading, with all that is loaded then. Python's cycle collector rests meanwhile, as it does
under the command line; what it would find is collected between the turns.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import tree_sitter_hcl
from tree_sitter import Language, Parser

from partywall.sources.inputs import InputOptions, Inputs

TURNS = 5


def cpu(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    gc.disable()
    folder = Path(sys.argv[1])
    parser = Parser(Language(tree_sitter_hcl.language()))

    def parse() -> None:
        for path in sorted(folder.rglob("*.tf")):
            parser.parse(path.read_bytes())

    def read() -> int:
        return sum(len(one.resources) for one in Inputs([str(folder)], InputOptions()).readings())

    first = cpu(read)
    pairs = [(cpu(parse), cpu(read)) for _ in range(TURNS)]
    found = {
        "parse": min(one for one, _ in pairs),
        "read": min(one for _, one in pairs),
        "first": first,
        "bytes": sum(path.stat().st_size for path in folder.rglob("*.tf")),
        "resources": read(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
