"""Write `frameworks.msgpack` in `src/partywall/line/data/frameworks` from the TOML beside it.

Run it after every change of a disposition or mapping: `python scripts/compile_frameworks.py`. It
also writes `others/cis-aws-v5.toml` and `others/fsbp.toml`, whose ids are those by which controls
of ours are also known, with the controls of NIST's on which these bear.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

import msgspec

from partywall.controls import registry
from partywall.line import crosswalk

HEAD: Final = """\
# Ids that a control of ours is also known by, with the controls of NIST SP 800-53 r5 on which it
# bears. Ids that no control of ours answers are absent.
#
# Written by scripts/compile_frameworks.py; do not edit.

title = "{title}"

[source]
title = "Our controls that go by these ids, and their mapping to NIST SP 800-53 r5"
read = {read}

[row]
"""
BY_ALIAS: Final = {
    "cis-aws-v5": ("CIS AWS Foundations Benchmark v5.0.0", r"CIS v5\.0\.0/(.+)"),
    "fsbp": (
        "AWS Foundational Security Best Practices and other Security Hub controls",
        r"([A-Za-z0-9]+\.\d+)",
    ),
}


def main() -> None:
    """Write all of them."""
    known = compiled()
    for name, (title, pattern) in BY_ALIAS.items():
        text = HEAD.format(title=title, read=known.mapping.read) + rows(known, pattern)
        (crosswalk.WRITTEN / "others" / f"{name}.toml").write_text(text, "utf-8")
    content = crosswalk.compile_crosswalk()
    crosswalk.COMPILED.write_bytes(content)
    print(f"{crosswalk.COMPILED}: {len(content)} bytes")


def compiled() -> crosswalk.Crosswalk:
    """The crosswalk as it is written now."""
    return msgspec.msgpack.decode(crosswalk.compile_crosswalk(), type=crosswalk.Crosswalk)


def rows(known: crosswalk.Crosswalk, pattern: str) -> str:
    """A line for each id that the pattern finds among the other names of our controls."""
    bears_on: dict[str, list[str]] = defaultdict(list)
    for id, one in known.dispositions.items():
        for mapped in one.controls:
            bears_on[mapped.control].append(id)
    order = {id: n for n, id in enumerate(known.dispositions)}
    found: dict[str, set[str]] = defaultdict(set)
    for control in registry.all_controls():
        for name in control.also_known_as:
            if match := re.fullmatch(pattern, name):
                found[match[1]].update(bears_on[control.id])
    lines = []
    for id in sorted(found, key=_in_parts):
        nist = ", ".join(f'"{one}"' for one in sorted(found[id], key=order.__getitem__))
        lines.append(f'"{id}" = [{nist}]\n')
    return "".join(lines)


def _in_parts(id: str) -> list[tuple[int, str]]:
    """Numbers as numbers, so that EC2.10 comes after EC2.9."""
    return [(int(one), "") if one.isdigit() else (-1, one) for one in id.split(".")]


if __name__ == "__main__":
    main()
