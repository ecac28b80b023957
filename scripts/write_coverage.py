"""Write how many of other tools' ids lead to a control of ours, tool by tool.

Usage: write_coverage.py FILE. The ids are in other_tools.toml beside this script.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from partywall.controls.registry import all_controls

TOOLS = Path(__file__).with_name("other_tools.toml")
ABOUT = ("title", "source", "id")

HEAD = """# Coverage of other tools

`partywall explain ID` takes the ids of Security Hub, CIS, Checkov, Trivy and Prowler, and prints
every control that decides the same requirement. The tables count, for each service as the tool
names it, the ids that lead to a control of ours and those that the tool has. What is missing is
either a requirement that no control decides yet, or one that no configuration shows: a patch
that is not installed, a key that nobody uses, the root user's second factor.

Written by `scripts/write_coverage.py`; the ids were read on 2026-11-23.
"""


def main(file: Path) -> None:
    """The file holds today's counts."""
    file.write_text(page(), encoding="utf-8")


def page() -> str:
    """The page, as MyST Markdown."""
    known = {alias for one in all_controls() for alias in one.also_known_as}
    tools = tomllib.loads(TOOLS.read_text("utf-8"))
    return "\n".join([HEAD, *(line for tool in tools.values() for line in _table(tool, known))])


def _table(tool: dict[str, str], known: set[str]) -> Iterator[str]:
    services = {name: set(ids(tool, name)) for name in tool if name not in ABOUT}
    total = sum(len(one) for one in services.values())
    met = sum(len(one & known) for one in services.values())
    yield f"## {tool['title']}\n"
    yield f"{met} of {total} ids lead to a control. Source: {tool['source']}.\n"
    yield "| Service | Ids with a control | Ids |"
    yield "|---|---:|---:|"
    for name, wanted in sorted(services.items(), key=lambda one: one[0].casefold()):
        yield f"| {name} | {len(wanted & known)} | {len(wanted)} |"
    yield ""


def ids(tool: dict[str, str], service: str) -> Iterator[str]:
    """The ids that a tool has for a service, written out."""
    for part in tool[service].split():
        first, _, last = part.partition("-")
        for number in range(int(first), int(last or first) + 1):
            yield tool["id"].format(service=service, number=number)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
