"""What can reach what: the network as it is configured, and packets that may or may not arrive.

An estate becomes a `Network` (`topology`), questions are answered by sets of headers (`engine`),
and an independent tracer replays each answer (`tracer`).
"""

from __future__ import annotations

from typing import Final

PREMISES: Final = (
    "hypervisor-isolation",
    "spoofing-filter",
    "no-sniffing",
    "filters-enforced",
    "backbone-encryption",
)
"""What every answer rests on and no configuration shows, by the ids of the premises."""
