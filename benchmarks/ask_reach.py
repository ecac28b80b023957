"""Measure reach on a generated estate: seconds of CPU and peak memory, as JSON on stdout.

python benchmarks/ask_reach.py 10000
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from time import process_time

from reach_estate import reach_estate

from partywall.reach.engine.matrix import Matrix
from partywall.reach.exposed import exposed
from partywall.reach.questions import Asker


def main(interfaces: int) -> None:
    gc.disable()
    estate = reach_estate(interfaces)
    start = process_time()
    asker = Asker(estate)
    loaded = process_time()
    matrix = Matrix(asker.engine)
    pairs = sum(1 for _ in matrix.rows())
    pairs += sum(len(one.senders) * len(one.receivers) for one in matrix.abroad())
    paired = process_time()
    found = len(exposed(asker))
    shown = process_time()
    asker.ask("instance5", "instance205", "tcp", 443)
    asked = process_time()
    print(
        json.dumps(
            {
                "pairs": pairs,
                "exposed": found,
                "load": loaded - start,
                "all": shown - start,
                "matrix": paired - loaded,
                "ask": asked - shown,
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
