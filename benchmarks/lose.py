"""Loses each thing of an estate, then each together with each zone; prints what that cost as JSON.

    python benchmarks/lose.py RESOURCES

Seconds of CPU: the graph, all single faults, each zone together with each thing.
"""

from __future__ import annotations

import json
import sys
from time import process_time

from generate_losses import estate

from partywall.estate.estate import Estate
from partywall.resilience.model import Model
from partywall.resilience.outcomes import Fault
from partywall.resilience.survey import Survey, single_faults


def main(resources: int) -> dict[str, float]:
    """The figures."""
    what = Estate(estate(resources))
    start = process_time()
    model = Model(what)
    built = process_time()
    singles = single_faults(model)
    blasts = Survey(model, singles).blasts()
    lost = process_time()
    zones = [one for one in singles if one.name in model.places.zones]
    pairs = [
        Fault(f"{zone.name} + {one.name}", (*zone.lost, *one.lost))
        for zone in zones
        for one in singles
    ]
    both = Survey(model, pairs).blasts()
    done = process_time()
    return {
        "graph": built - start,
        "singles": lost - built,
        "pairs": done - lost,
        "faults": len(singles),
        "more": len(pairs),
        "blasts": len(blasts) + len(both),
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
